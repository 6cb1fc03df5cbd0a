// How large are the groups of a dragonfly?
#include "network/direct.hpp"

#include <algorithm>
#include <cmath>

namespace gigaplan::network {

Ports match_ports(const SwitchModel& model, ByteRate nic) {
  constexpr double tolerance = 1e-9;
  Ports ports;
  for (const int split : {8, 4, 2}) {
    if (model.port_bandwidth.base() / split < nic.base() * (1 - tolerance)) continue;
    ports.split = split;
    break;
  }
  ports.radix = model.ports * ports.split;
  ports.rate = model.port_bandwidth / ports.split;
  ports.per_nic = std::max(1, static_cast<int>(std::ceil(nic / ports.rate - tolerance)));
  return ports;
}

GroupShape size_groups(const FabricSpec& spec, long nics) {
  GroupShape shape;
  const auto set = [](std::uint32_t& to, int from) { to = static_cast<std::uint32_t>(std::max(0, from)); };
  if (spec.dragonfly) {
    set(shape.leaves_per_group, spec.dragonfly->routers_per_group);
    set(shape.nics_per_leaf, spec.dragonfly->nics_per_router);
    set(shape.global_ports, spec.dragonfly->global_ports);
    set(shape.local_cables, spec.dragonfly->local_cables);
  } else if (spec.dragonfly_plus) {
    set(shape.leaves_per_group, spec.dragonfly_plus->leaves_per_group);
    set(shape.spines_per_group, spec.dragonfly_plus->spines_per_group);
    set(shape.nics_per_leaf, spec.dragonfly_plus->nics_per_leaf);
    set(shape.global_ports, spec.dragonfly_plus->global_ports);
    set(shape.local_cables, spec.dragonfly_plus->local_cables);
  }
  const long per_group = std::max(1L, 1L * shape.leaves_per_group * shape.nics_per_leaf);
  shape.groups = static_cast<std::uint32_t>((nics + per_group - 1) / per_group);
  if (shape.groups > 1)
    shape.cables_per_pair =
        static_cast<std::uint32_t>(1L * shape.gateways() * shape.global_ports / (shape.groups - 1L));
  return shape;
}

}  // namespace gigaplan::network
