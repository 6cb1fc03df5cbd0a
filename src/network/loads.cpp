// Which links are busiest?
#include "network/loads.hpp"

#include <algorithm>

namespace gigaplan::network {

std::vector<WireBytes> wire_bytes_by_stage(const StepProgram& program) {
  std::vector<WireBytes> sum(program.stages.size());
  for (std::size_t stage = 0; stage < program.stages.size(); ++stage) {
    for (const Instruction& instruction : program.stages[stage]) {
      if (instruction.kind == Instruction::Kind::begin)
        sum[stage][static_cast<std::size_t>(instruction.group)] += instruction.wire_bytes;
    }
  }
  return sum;
}

std::vector<Bytes> link_bytes(const Traffic& traffic, const StepProgram& program) {
  std::vector<Bytes> bytes(traffic.link_kind.size());
  for_each_load(traffic, program,
                [&](std::uint32_t link, Group, std::uint32_t, Bytes crossing) { bytes[link] += crossing; });
  return bytes;
}

std::vector<LinkLoad> link_loads(const Traffic& traffic, const StepProgram& program, Time step_time) {
  constexpr double alike = 1 - 1e-9;
  const std::vector<Bytes> bytes = link_bytes(traffic, program);
  const auto utilisation = [&](std::size_t link) { return bytes[link] / (traffic.link_capacity[link] * step_time); };
  std::vector<LinkLoad> loads(traffic.link_names.size());
  for (std::size_t link = 0; link < bytes.size(); ++link) {
    if (bytes[link] <= Bytes{}) continue;
    LinkLoad& load = loads[traffic.link_kind[link]];
    if (utilisation(link) > load.utilisation) {
      load = {traffic.link_names[traffic.link_kind[link]], 0, traffic.link_capacity[link], bytes[link],
              utilisation(link)};
    }
  }
  for (std::size_t link = 0; link < bytes.size(); ++link) {
    LinkLoad& load = loads[traffic.link_kind[link]];
    if (bytes[link] > Bytes{} && utilisation(link) >= load.utilisation * alike) ++load.links;
  }
  std::erase_if(loads, [](const LinkLoad& load) { return load.links == 0; });
  std::stable_sort(loads.begin(), loads.end(),
                   [](const LinkLoad& a, const LinkLoad& b) { return a.utilisation > b.utilisation; });
  return loads;
}

}  // namespace gigaplan::network
