// How long does a step program take on a network without contention? A second, tiny implementation of the instruction
// semantics of model/step_program.hpp, to test programs without SimGrid.
#pragma once

#include <algorithm>
#include <array>
#include <deque>
#include <vector>

#include "model/step_program.hpp"

namespace gigaplan::testing {

/// A collective or message of a group takes wire_bytes / bandwidth + count · latency, one after the other in a group.
struct Wires {
  std::array<double, group_count> bytes_per_s{};  ///< 0: infinitely fast
  std::array<double, group_count> latency_s{};
};

struct Execution {
  bool deadlock = false;
  bool messages_left = false;     ///< sent and never received
  bool collectives_left = false;  ///< begun and never finished
  double makespan_s = 0;
  std::vector<double> compute_s;  ///< of each stage
};

namespace detail {
struct Runner {
  const StepProgram& program;
  const Wires& wires;
  std::size_t stages = program.stages.size();
  std::vector<std::size_t> at = std::vector<std::size_t>(stages, 0);
  std::vector<double> clock = std::vector<double>(stages, 0);
  std::vector<std::array<double, group_count>> free =
      std::vector<std::array<double, group_count>>(stages, std::array<double, group_count>{});
  std::vector<std::array<std::deque<double>, group_count>> ready =
      std::vector<std::array<std::deque<double>, group_count>>(stages);  ///< collectives in flight, messages to come
  std::vector<double> compute = std::vector<double>(stages, 0);
  std::vector<double> launch = std::vector<double>(stages, 0);  ///< when the host began to launch the pass

  [[nodiscard]] std::size_t receiver(std::size_t stage, Group g) const {
    if (g == Group::pipeline_next) return (stage + 1) % stages;
    if (g == Group::pipeline_previous) return (stage + stages - 1) % stages;
    return stage;
  }

  /// False if the stage has to wait for a message that nobody has sent yet.
  bool one(std::size_t stage) {
    const Instruction& i = program.stages[stage][at[stage]];
    const auto g = static_cast<std::size_t>(i.group);
    if (i.kind == Instruction::Kind::compute) {
      clock[stage] += i.duration.base();
      compute[stage] += i.duration.base();
    } else if (i.kind == Instruction::Kind::begin) {
      const double rate = wires.bytes_per_s[g];
      const double takes = (rate > 0 ? i.wire_bytes.base() / rate : 0) + i.count * wires.latency_s[g];
      free[stage][g] = std::max(free[stage][g], clock[stage]) + takes;
      ready[receiver(stage, i.group)][g].push_back(free[stage][g]);
    } else if (i.kind == Instruction::Kind::launch) {
      launch[stage] = clock[stage];
    } else if (i.kind == Instruction::Kind::launched) {
      const double more = std::max(0.0, launch[stage] + i.duration.base() - clock[stage]);
      clock[stage] += more;
      compute[stage] += more;
    } else {
      auto& queue = ready[stage][g];
      if (queue.empty()) return false;
      clock[stage] = std::max(clock[stage], queue.front());
      queue.pop_front();
    }
    ++at[stage];
    return true;
  }
};
}  // namespace detail

inline Execution execute(const StepProgram& program, const Wires& wires = {}) {
  detail::Runner run{program, wires};
  for (bool progress = true; progress;) {
    progress = false;
    for (std::size_t s = 0; s < run.stages; ++s) {
      while (run.at[s] < program.stages[s].size() && run.one(s)) progress = true;
    }
  }
  Execution out;
  for (std::size_t s = 0; s < run.stages; ++s) {
    out.deadlock = out.deadlock || run.at[s] < program.stages[s].size();
    for (std::size_t g = 0; g < group_count; ++g) {
      if (run.ready[s][g].empty()) continue;
      (is_pipeline(static_cast<Group>(g)) ? out.messages_left : out.collectives_left) = true;
    }
    out.makespan_s = std::max(out.makespan_s, run.clock[s]);
  }
  out.compute_s = run.compute;
  return out;
}

}  // namespace gigaplan::testing
