// Which links are busiest?
#include "network/loads.hpp"

#include <algorithm>
#include <array>

namespace gigaplan::network {
namespace {

using WireBytes = std::array<Bytes, group_count>;

/// What a rank of each stage begins in a step, by group.
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

}  // namespace

std::vector<Bytes> link_bytes(const Traffic& traffic, const StepProgram& program) {
  const std::vector<WireBytes> wire = wire_bytes_by_stage(program);
  std::vector<Bytes> bytes(traffic.link_kind.size());
  for (std::size_t f = 0; f < traffic.flows.size(); ++f) {
    const Traffic::Flow& flow = traffic.flows[f];
    const Traffic::FlowClass& kind = traffic.classes[flow.flow_class];
    // All members of a group are of one stage.
    const std::uint32_t rank = flow.instance == Traffic::none ? flow.source : traffic.members_of(flow.instance).front();
    const Bytes sent = wire[traffic.rank_stage[rank]][static_cast<std::size_t>(kind.group)] * kind.share;
    for (const Hop& hop : traffic.hops_of(f))
      bytes[hop.link] += sent * (static_cast<double>(hop.weight) / traffic.whole);
  }
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
