// Which keys does a node have?
#include "io/fields.hpp"

namespace gigaplan::io {

void describe(Visitor& v, ScaleUp& s) {
  v.integer({.key = "domain_chips",
             .doc = "Chips that reach each other at full rate; a multiple of chips_per_node.",
             .min = 1,
             .max = 1e6},
            s.domain_chips);
  v.quantity({.key = "bandwidth_gbyte_s",
              .doc = "Bandwidth of one chip into the domain, one direction (H100: 450, not the 900 of both).",
              .unit = "GB/s",
              .min = 0.001,
              .max = 1e6},
             s.bandwidth, unit::gigabyte_per_second);
  v.number({.key = "efficiency",
            .doc = "Share of it that a large collective reaches (bus bandwidth divided by bandwidth).",
            .min = 0,
            .max = 1,
            .above_min = true},
           s.efficiency);
  v.quantity({.key = "latency_us",
              .doc = "Time of one step of a collective inside the domain, software included.",
              .unit = "us",
              .min = 0,
              .max = 1e6},
             s.latency, unit::microsecond);
  v.number({.key = "in_network_efficiency",
            .doc = "Share of bandwidth_gbyte_s that chips reach when the scale-up switches add up (NVLink SHARP).",
            .min = 0,
            .max = 1,
            .otherwise = "0: they cannot"},
           s.in_network_efficiency);
  v.quantity({.key = "in_network_latency_us",
              .doc = "Of one way through switches that add up, kernels and synchronisation included.",
              .unit = "us",
              .min = 0,
              .max = 1e6,
              .otherwise = "0: latency_us"},
             s.in_network_latency, unit::microsecond);
}

void describe(Visitor& v, Nics& n) {
  v.integer({.key = "per_node",
             .doc = "Network interfaces of a node, one a rail; divides chips_per_node.",
             .min = 1,
             .max = 1024},
            n.per_node);
  v.quantity({.key = "bandwidth_gbit_s",
              .doc = "Bandwidth of one interface, one direction.",
              .unit = "Gbit/s",
              .min = 0.001,
              .max = 1e6},
             n.bandwidth, unit::gigabit_per_second);
  v.number({.key = "efficiency",
            .doc = "Share left after headers and protocol in a large collective.",
            .min = 0,
            .max = 1,
            .above_min = true},
           n.efficiency);
  v.quantity({.key = "latency_us",
              .doc = "Time of one step of a collective between nodes, software and interfaces included, switches not.",
              .unit = "us",
              .min = 0,
              .max = 1e6},
             n.latency, unit::microsecond);
  v.quantity({.key = "power_w", .doc = "Draw of one NIC or DPU.", .unit = "W", .min = 0, .max = 10'000}, n.power,
             unit::watt);
  v.quantity({.key = "price_eur", .doc = "Price of one NIC or DPU.", .unit = "EUR", .min = 0, .max = 1e7}, n.price,
             unit::euro);
}

void describe(Visitor& v, Node& n) {
  v.text({.key = "id", .doc = "Name of the catalogue entry.", .form = TextForm::id, .otherwise = "not an entry"}, n.id);
  v.text({.key = "name", .doc = "What people call it."}, n.name);
  v.reference({.key = "chip", .doc = "The accelerator."}, "chip", n.chip);
  v.integer({.key = "chips_per_node", .doc = "Accelerators of one node.", .min = 1, .max = 1024}, n.chips_per_node);
  v.object({.key = "scale_up", .doc = "The NVLink-like domain that the node belongs to."}, n.scale_up);
  v.object({.key = "nics", .doc = "The interfaces to the scale-out fabric."}, n.nics);
  v.quantity(
      {.key = "host_idle_w",
       .doc = "Draw of an idle node without chips, NICs and the fans of fan_power_w: CPUs, memory, drives, scale-up "
              "switches, conversion inside the node.",
       .unit = "W",
       .min = 0,
       .max = 1e6},
      n.host_idle, unit::watt);
  v.quantity({.key = "host_busy_w", .doc = "The same while training.", .unit = "W", .min = 0, .max = 1e6}, n.host_busy,
             unit::watt);
  v.quantity(
      {.key = "fan_power_w",
       .doc = "Draw of the node's fans while training if air took all its heat; the share of liquid_share is saved.",
       .unit = "W",
       .min = 0,
       .max = 1e6,
       .otherwise = "0: in the host's figures, or none"},
      n.fans, unit::watt);
  v.number({.key = "busy_chip_power_share",
            .doc = "Draw of a chip in matrix kernels divided by its TDP.",
            .min = 0,
            .max = 1.5,
            .above_min = true},
           n.busy_chip_power_share);
  v.number({.key = "liquid_share",
            .doc = "Share of the node's heat that goes into the liquid loop; 0 is an air-cooled node.",
            .min = 0,
            .max = 1},
           n.liquid_share);
  v.quantity({.key = "max_supply_temperature_c",
              .doc = "Warmest coolant (or air) that the node accepts.",
              .unit = "°C",
              .min = 0,
              .max = 80},
             n.max_supply, unit::celsius);
  v.quantity(
      {.key = "price_eur", .doc = "Price of one node without chips and NICs.", .unit = "EUR", .min = 0, .max = 1e9},
      n.price, unit::euro);
  v.integer({.key = "nodes_per_rack", .doc = "Nodes of one rack.", .min = 1, .max = 1000}, n.nodes_per_rack);
  describe_provenance(v, n.provenance);
}

}  // namespace gigaplan::io
