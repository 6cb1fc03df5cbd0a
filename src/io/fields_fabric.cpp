// Which keys do a switch and a fabric have?
#include "io/fields.hpp"

namespace gigaplan::io {

void describe(Visitor& v, SwitchModel& s) {
  v.text({.key = "id", .doc = "Name of the catalogue entry.", .form = TextForm::id, .otherwise = "not an entry"}, s.id);
  v.text({.key = "name", .doc = "What people call it."}, s.name);
  v.integer({.key = "ports", .doc = "Ports at port_bandwidth_gbit_s.", .min = 2, .max = 100'000}, s.ports);
  v.quantity({.key = "port_bandwidth_gbit_s",
              .doc = "Bandwidth of one port, one direction.",
              .unit = "Gbit/s",
              .min = 0.001,
              .max = 1e6},
             s.port_bandwidth, unit::gigabit_per_second);
  v.quantity({.key = "latency_us", .doc = "Port to port.", .unit = "us", .min = 0, .max = 1e6}, s.latency,
             unit::microsecond);
  v.quantity({.key = "power_w", .doc = "Typical draw without transceivers.", .unit = "W", .min = 0, .max = 1e6},
             s.power, unit::watt);
  v.quantity({.key = "price_eur", .doc = "Price of one switch.", .unit = "EUR", .min = 0, .max = 1e8}, s.price,
             unit::euro);
  v.quantity(
      {.key = "transceiver_power_w", .doc = "Draw of one optical end of one port.", .unit = "W", .min = 0, .max = 1000},
      s.transceiver_power, unit::watt);
  v.quantity({.key = "transceiver_price_eur",
              .doc = "Price of one optical end of one port.",
              .unit = "EUR",
              .min = 0,
              .max = 1e6},
             s.transceiver_price, unit::euro);
  v.quantity(
      {.key = "fibre_price_eur", .doc = "Price of one cable of passive fibre.", .unit = "EUR", .min = 0, .max = 1e6},
      s.fibre_price, unit::euro);
  v.quantity({.key = "copper_price_eur",
              .doc = "Price of one short passive copper cable with both ends.",
              .unit = "EUR",
              .min = 0,
              .max = 1e6},
             s.copper_price, unit::euro);
  describe_provenance(v, s.provenance);
}

void describe(Visitor& v, FabricSpec& f) {
  v.text({.key = "id", .doc = "Name of the catalogue entry.", .form = TextForm::id, .otherwise = "not an entry"}, f.id);
  v.text({.key = "name", .doc = "What people call it.", .otherwise = "no name"}, f.name);
  v.choice({.key = "topology",
            .doc = "fat_tree: rail-optimised; interface i of each node of a scalable unit goes to that unit's leaf i.",
            .otherwise = "fat_tree, the only kind yet"},
           f.topology, {"fat_tree"});
  v.integer({.key = "tiers",
             .doc = "Tiers of switches: 2 (leaf, spine) or 3 (leaf, spine, core).",
             .min = 2,
             .max = 3,
             .otherwise = "3, which reaches 100,000 chips with present switches"},
            f.tiers);
  v.reference({.key = "switch", .doc = "The switches and their optics."}, "switch", f.switch_model);
  v.integer(
      {.key = "nodes_per_unit", .doc = "Nodes that share a set of leaves (a scalable unit).", .min = 1, .max = 1e6},
      f.nodes_per_unit);
  v.integer({.key = "units_per_pod",
             .doc = "Scalable units under one set of spines (three tiers).",
             .min = 0,
             .max = 1e6,
             .otherwise = "0: two tiers have no pods"},
            f.units_per_pod);
  v.number({.key = "leaf_oversubscription",
            .doc = "Bandwidth down divided by bandwidth up at the leaf.",
            .min = 1,
            .max = 1000,
            .otherwise = "1: non-blocking"},
           f.leaf_oversubscription);
  v.number({.key = "spine_oversubscription",
            .doc = "Bandwidth down divided by bandwidth up at the spine (three tiers).",
            .min = 1,
            .max = 1000,
            .otherwise = "1: non-blocking"},
           f.spine_oversubscription);
  v.choice({.key = "routing",
            .doc = "adaptive: packets are sprayed over all shortest paths.",
            .otherwise = "adaptive, the only kind yet"},
           f.routing, {"adaptive"});
  v.flag({.key = "copper_to_leaf", .doc = "Cables from node to leaf are copper.", .otherwise = "false: optical"},
         f.copper_to_leaf);
  describe_provenance(v, f.provenance);
}

}  // namespace gigaplan::io
