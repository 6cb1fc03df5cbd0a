#include "sim/step_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <deque>
#include <memory>
#include <stdexcept>

#include "sim/collective.hpp"
#include "sim/engine.hpp"

namespace gigaplan::sim {
namespace {

namespace s4u = simgrid::s4u;
using Kind = Instruction::Kind;

constexpr std::size_t none = static_cast<std::size_t>(-1);
constexpr std::size_t index_of(Group group) {
  return static_cast<std::size_t>(group);
}

/// A message under way or waiting to be received.
struct Message {
  Transfer transfer;
  double sent_s;
  std::uint32_t flow;  ///< cell
};

/// One cell of ranks: its place in its groups, its inboxes, what it has spent.
struct Rank {
  std::size_t index = 0;                                     ///< rank cell
  std::array<std::size_t, group_count> queue{};              ///< collective queue, or none
  std::array<std::size_t, group_count> member{};             ///< its number among the queue's members
  std::array<std::vector<std::uint32_t>, group_count> flow;  ///< pipelines: the flow cell that it sends on
  std::array<std::size_t, group_count> receiver{};           ///< pipelines: the rank cell that gets it
  std::array<std::deque<Message>, group_count> inbox;
  Sleeper sleeper;
  /// The rank's own clock. It runs ahead of the engine's while nobody else can tell, so that a pass with all its
  /// private collectives costs one event; sync() waits for the engine before others see what the rank does.
  double now_s = 0;
  double launch_s = 0;  ///< when the host began to launch the pass
  void sync() const { s4u::this_actor::sleep_until(now_s); }
  StepTrace::Rank spent;
  bool done = false;
};

class StepRun {
 public:
  StepRun(const StepProgram& program, const network::Fold& fold, StepRecorder* recorder);
  StepTrace run(s4u::Engine& engine);

 private:
  void wire_ranks();
  void make_queues();
  [[nodiscard]] bool queue_is_inline(std::size_t group_cell) const;
  void run_rank(std::size_t index);
  void compute(Rank& rank, double duration_s, const ComputeLabel& label);
  void begin(Rank& rank, const Instruction& instruction);
  void finish(Rank& rank, Group group);
  void record_loads();
  void record(const Rank& rank, StepEvents::Kind kind, Group group, double start_s, double end_s) const {
    if (recorder_ != nullptr) {
      recorder_->span(rank.index, kind, group, start_s, end_s);
    }
  }
  [[nodiscard]] std::size_t begins(const network::Fold::GroupCell& cell) const;
  [[nodiscard]] const StageProgram& program_of(std::size_t rank) const {
    return program_.stages[static_cast<std::size_t>(fold_.ranks[rank].stage)];
  }

  const StepProgram& program_;
  const network::Fold& fold_;
  StepPlatform platform_;
  std::deque<Rank> ranks_;
  std::vector<std::unique_ptr<CollectiveQueue>> queues_;
  std::vector<bool> served_;
  StepRecorder* recorder_;
  std::uint64_t activities_ = 0;
};

StepRun::StepRun(const StepProgram& program, const network::Fold& fold, StepRecorder* recorder)
    : program_(program), fold_(fold), platform_(build_step_platform(fold)), recorder_(recorder) {
  platform_.recorder = recorder;
  wire_ranks();
  make_queues();
}

void StepRun::wire_ranks() {
  for (std::size_t i = 0; i < fold_.ranks.size(); ++i) {
    auto& rank = ranks_.emplace_back();
    rank.index = i;
    rank.queue.fill(none);
    rank.member.fill(none);
    rank.receiver.fill(none);
  }
  for (std::size_t f = 0; f < fold_.flows.size(); ++f) {
    const auto& flow = fold_.flows[f];
    if (is_pipeline(flow.group)) {
      auto& sender = ranks_[flow.source];
      sender.flow[index_of(flow.group)] = {static_cast<std::uint32_t>(f)};
      sender.receiver[index_of(flow.group)] = flow.destination;
    }
  }
}

void StepRun::make_queues() {
  for (std::size_t g = 0; g < fold_.groups.size(); ++g) {
    const auto& cell = fold_.groups[g];
    for (std::size_t m = 0; m < cell.rank_cells.size(); ++m) {
      auto& rank = ranks_[cell.rank_cells[m]];
      rank.queue[index_of(cell.group)] = g;
      rank.member[index_of(cell.group)] = m;
    }
    const bool is_inline = queue_is_inline(g);
    served_.push_back(!is_inline);
    queues_.push_back(std::make_unique<CollectiveQueue>(fold_, platform_, cell, is_inline));
  }
}

/// True if all members are of one class and never have two collectives of the group in flight.
bool StepRun::queue_is_inline(std::size_t group_cell) const {
  const auto& cell = fold_.groups[group_cell];
  if (cell.rank_cells.size() != 1) {
    return false;
  }
  int in_flight = 0;
  for (const auto& instruction : program_of(cell.rank_cells.front())) {
    if (instruction.group == cell.group && (instruction.kind == Kind::begin || instruction.kind == Kind::finish)) {
      in_flight += instruction.kind == Kind::begin ? 1 : -1;
      if (in_flight > 1) {
        return false;
      }
    }
  }
  return true;
}

std::size_t StepRun::begins(const network::Fold::GroupCell& cell) const {
  const auto& program = program_of(cell.rank_cells.front());
  return static_cast<std::size_t>(
      std::ranges::count_if(program, [&](const auto& i) { return i.kind == Kind::begin && i.group == cell.group; }));
}

void StepRun::begin(Rank& rank, const Instruction& instruction) {
  const auto g = index_of(instruction.group);
  if (!is_pipeline(instruction.group)) {
    if (rank.queue[g] == none) {
      throw std::logic_error(fmt::format("a rank begins a collective of group {} but is in none", group_names[g]));
    }
    auto& queue = *queues_[rank.queue[g]];
    if (!queue.is_private()) {
      rank.sync();
    }
    queue.begin(rank.member[g], rank.now_s, instruction.wire_bytes, instruction.count);
    return;
  }
  if (rank.receiver[g] == none) {
    throw std::logic_error(fmt::format("a rank sends along {} but has no neighbour there", group_names[g]));
  }
  rank.sync();
  auto& receiver = ranks_[rank.receiver[g]];
  receiver.inbox[g].push_back({Transfer(fold_, platform_, rank.flow[g], instruction.wire_bytes, instruction.count),
                               s4u::Engine::get_clock(), rank.flow[g].front()});
  activities_ += 1;
  receiver.sleeper.wake();
}

void StepRun::finish(Rank& rank, Group group) {
  const auto g = index_of(group);
  const double before_s = rank.now_s;
  double ready_s = before_s;
  double end_s = before_s;
  if (is_pipeline(group)) {
    while (rank.inbox[g].empty()) {
      rank.sleeper.sleep();
    }
    auto message = std::move(rank.inbox[g].front());
    rank.inbox[g].pop_front();
    ready_s = message.sent_s;
    end_s = message.transfer.wait();
    if (recorder_ != nullptr) {
      message.transfer.record(recorder_->pipeline_channel(message.flow), message.sent_s);
    }
  } else {
    const auto finished = queues_[rank.queue[g]]->finish(rank.member[g], before_s, rank.sleeper);
    ready_s = finished.ready_s;
    end_s = finished.end_s;
  }
  rank.now_s = std::max(before_s, end_s);
  const double waited_for_others_s = std::clamp(ready_s - before_s, 0.0, rank.now_s - before_s);
  rank.spent.bubble_s += waited_for_others_s;
  rank.spent.exposed_s[g] += rank.now_s - before_s - waited_for_others_s;
  record(rank, StepEvents::Kind::bubble, group, before_s, before_s + waited_for_others_s);
  record(rank, StepEvents::Kind::exposed, group, before_s + waited_for_others_s, rank.now_s);
}

void StepRun::compute(Rank& rank, double duration_s, const ComputeLabel& label) {
  if (recorder_ != nullptr) recorder_->compute(rank.index, label, rank.now_s, rank.now_s + duration_s);
  rank.now_s += duration_s;
  rank.spent.compute_s += duration_s;
}

void StepRun::run_rank(std::size_t index) {
  auto& rank = ranks_[index];
  for (const auto& instruction : program_of(index)) {
    switch (instruction.kind) {
      case Kind::compute:
        compute(rank, instruction.duration.base() / fold_.ranks[index].speed, instruction.label);
        break;
      case Kind::begin: begin(rank, instruction); break;
      case Kind::finish: finish(rank, instruction.group); break;
      case Kind::launch: rank.launch_s = rank.now_s; break;
      case Kind::launched:
        compute(rank, std::max(0.0, rank.launch_s + instruction.duration.base() - rank.now_s), instruction.label);
        break;
    }
  }
  rank.spent.end_s = rank.now_s;
  rank.done = true;
}

/// Whenever time has advanced, looks at what the meters' links carried meanwhile.
void StepRun::record_loads() {
  s4u::Engine::on_time_advance_cb([this](double seconds) {
    const double start_s = s4u::Engine::get_clock() - seconds;
    const auto& meters = recorder_->events().meters;
    for (std::size_t m = 0; m < meters.size(); ++m) {
      const auto* link = platform_.links[meters[m].link_cell];
      recorder_->load(m, start_s, link->get_usage() / link->get_bandwidth());
    }
  });
}

StepTrace StepRun::run(s4u::Engine& engine) {
  if (recorder_ != nullptr) {
    record_loads();
  }
  for (std::size_t i = 0; i < ranks_.size(); ++i) {
    s4u::Actor::create("rank", platform_.chips[i], [this, i] { run_rank(i); });
  }
  for (std::size_t g = 0; g < queues_.size(); ++g) {
    if (served_[g]) {
      auto* const host = platform_.chips[fold_.groups[g].rank_cells.front()];
      s4u::Actor::create("group", host, [this, g] { queues_[g]->serve(begins(fold_.groups[g])); });
    }
  }
  engine.run();
  for (std::size_t m = 0; recorder_ != nullptr && m < recorder_->events().meters.size(); ++m) {
    recorder_->load(m, s4u::Engine::get_clock(), 0);
  }
  StepTrace trace{0, activities_, {}};
  for (const auto& queue : queues_) {
    trace.activities += queue->flows_started();
  }
  for (const auto& rank : ranks_) {
    if (!rank.done) {
      throw std::logic_error("the step program deadlocks: a rank waits for something that nobody sends");
    }
    trace.makespan_s = std::max(trace.makespan_s, rank.spent.end_s);
    trace.ranks.push_back(rank.spent);
  }
  return trace;
}

}  // namespace

StepTrace run_step(const StepProgram& program, const network::Fold& fold, StepRecorder* recorder) {
  auto& engine = start_engine(1e-9);
  // Never destroyed: after a deadlock actors still sleep on its semaphores, and the child leaves by _exit.
  auto& run = *new StepRun(program, fold, recorder);
  return run.run(engine);
}

}  // namespace gigaplan::sim
