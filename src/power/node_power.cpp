#include "power/node_power.hpp"

namespace gigaplan::power {

Power chip_power(const Chip& chip, const Node& node, Activity activity) {
  const Power busy = node.busy_chip_power_share * chip.tdp;
  return chip.idle + (busy - chip.idle) * (activity.compute + communicating_power_share * activity.communicate);
}

Power node_power(const Node& node, Activity activity) {
  const double running = activity.compute + activity.communicate;
  return node.chips_per_node * chip_power(node.chip, node, activity) + node.nics.per_node * node.nics.power +
         node.host_idle + (node.host_busy - node.host_idle) * running + (1 - node.liquid_share) * node.fans * running;
}

}  // namespace gigaplan::power
