// What holds the chips together: the server (or compute tray) and the scale-up domain that it belongs to.
#pragma once

#include <string>
#include <vector>

#include "base/quantity.hpp"
#include "model/chip.hpp"

namespace gigaplan {

/// The NVLink-like domain: every chip reaches every other at full rate through non-blocking switches.
struct ScaleUp {
  int domain_chips = 0;   ///< json: domain_chips - a multiple of chips_per_node, or equal to it
  ByteRate bandwidth;     ///< json: bandwidth_gbyte_s - of one chip, one direction (H100: 450, not the 900 of both)
  double efficiency = 0;  ///< json: efficiency - share that a large collective reaches ("bus bandwidth" ÷ bandwidth)
  Time latency;           ///< json: latency_us - of one step of a collective inside the domain, software included
  double in_network_efficiency = 0;  ///< json: in_network_efficiency - share of `bandwidth` that chips reach when the
                                     ///< scale-up switches add up (NVLink SHARP); 0: they cannot
  Time in_network_latency;  ///< json: in_network_latency_us - of one way through switches that add up; 0: as latency
  [[nodiscard]] Time in_network_step() const { return in_network_latency > Time{} ? in_network_latency : latency; }
  bool operator==(const ScaleUp&) const = default;
};

/// The network interfaces: NIC i serves chips i·chips/nics ... and sits on rail i.
struct Nics {
  int per_node = 0;       ///< json: per_node - divides chips_per_node
  ByteRate bandwidth;     ///< json: bandwidth_gbit_s - of one NIC, one direction
  double efficiency = 0;  ///< json: efficiency - share left after headers and protocol in a large collective
  Time latency;           ///< json: latency_us - of one step of a collective between nodes, software and NICs included,
                          ///<       switches excluded (they are the fabric's)
  Power power;            ///< json: power_w - of one NIC or DPU
  Money price;            ///< json: price_eur - of one NIC or DPU
  bool operator==(const Nics&) const = default;
};

struct Node {
  std::string id;          ///< json: id
  std::string name;        ///< json: name
  Chip chip;               ///< json: chip (catalogue id or object)
  int chips_per_node = 0;  ///< json: chips_per_node
  ScaleUp scale_up;        ///< json: scale_up
  Nics nics;               ///< json: nics
  Power host_idle;  ///< json: host_idle_w - CPUs, memory, drives, scale-up switches, conversion inside the node; no
                    ///< chips, no NICs, no fans that `fans` has
  Power host_busy;  ///< json: host_busy_w - the same while training
  Power fans;  ///< json: fan_power_w - fans inside the node while training, if air took all its heat; 0: they are in
               ///< the host's figures, or there are none
  double busy_chip_power_share = 0;  ///< json: busy_chip_power_share - chip draw in matrix kernels ÷ TDP
  double liquid_share = 0;  ///< json: liquid_share - of the node's heat that goes into the liquid loop; 0 = air
  Temperature max_supply;   ///< json: max_supply_temperature_c - warmest coolant (or air) the node accepts
  Money price;              ///< json: price_eur - one node without chips and NICs
  int nodes_per_rack = 0;   ///< json: nodes_per_rack
  std::vector<Citation> provenance;  ///< json: provenance
  bool operator==(const Node&) const = default;
};

}  // namespace gigaplan
