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
  v.flag({.key = "in_network_reduction",
          .doc = "It can add up what passes (SHARP).",
          .otherwise = "false: collectives are added up in chips"},
         s.in_network_reduction);
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
  const auto fibre = [&](const char* key, const char* doc, Money& price) {
    v.quantity({.key = key, .doc = doc, .unit = "EUR", .min = 0, .max = 1e6}, price, unit::euro);
  };
  fibre("fibre_row_price_eur", "Price of one cable of passive fibre within a row, up to 30 m.", s.fibre_row_price);
  fibre("fibre_hall_price_eur", "Price of one cable of passive fibre within a hall, up to 150 m.", s.fibre_hall_price);
  fibre("fibre_campus_price_eur", "Price of one cable of single-mode fibre between halls, up to 500 m.",
        s.fibre_campus_price);
  v.quantity({.key = "copper_price_eur",
              .doc = "Price of one passive copper cable within a rack, up to 3 m, with both ends.",
              .unit = "EUR",
              .min = 0,
              .max = 1e6},
             s.copper_price, unit::euro);
  describe_provenance(v, s.provenance);
}

void describe(Visitor& v, Dragonfly& d) {
  v.integer({.key = "routers_per_group", .doc = "Routers of a group, all joined.", .min = 1, .max = 4096},
            d.routers_per_group);
  v.integer({.key = "nics_per_router", .doc = "Interfaces on a router.", .min = 1, .max = 4096}, d.nics_per_router);
  v.integer({.key = "global_ports", .doc = "Ports of a router towards other groups.", .min = 0, .max = 4096},
            d.global_ports);
  v.integer({.key = "local_cables",
             .doc = "Cables between any two routers of a group.",
             .min = 1,
             .max = 64,
             .otherwise = "1"},
            d.local_cables);
}

void describe(Visitor& v, DragonflyPlus& d) {
  v.integer({.key = "leaves_per_group", .doc = "Leaves of a group.", .min = 1, .max = 4096}, d.leaves_per_group);
  v.integer({.key = "spines_per_group", .doc = "Spines of a group, each joined to each leaf.", .min = 1, .max = 4096},
            d.spines_per_group);
  v.integer({.key = "nics_per_leaf", .doc = "Interfaces on a leaf.", .min = 1, .max = 4096}, d.nics_per_leaf);
  v.integer({.key = "global_ports", .doc = "Ports of a spine towards other groups.", .min = 0, .max = 4096},
            d.global_ports);
  v.integer({.key = "local_cables",
             .doc = "Cables between a leaf and a spine of its group.",
             .min = 1,
             .max = 64,
             .otherwise = "1"},
            d.local_cables);
}

void describe(Visitor& v, Lattice& l) {
  v.integer({.key = "x", .doc = "Switches along the first dimension.", .min = 1, .max = 65536}, l.x);
  v.integer({.key = "y", .doc = "Along the second.", .min = 1, .max = 65536, .otherwise = "1"}, l.y);
  v.integer({.key = "z", .doc = "Along the third.", .min = 1, .max = 65536, .otherwise = "1"}, l.z);
  v.integer({.key = "nics_per_switch", .doc = "Interfaces on a switch.", .min = 1, .max = 4096, .otherwise = "1"},
            l.nics_per_switch);
  v.integer(
      {.key = "cables", .doc = "Cables between two switches that are joined.", .min = 1, .max = 64, .otherwise = "1"},
      l.cables);
}

void describe(Visitor& v, CustomFabric::Switch& s) {
  v.text({.key = "id", .doc = "Name that links refer to."}, s.id);
  v.integer({.key = "nics",
             .doc = "Ports for interfaces; interfaces fill the switches in the order of the list.",
             .min = 0,
             .max = 65536,
             .otherwise = "0: joins other switches only"},
            s.nics);
}

void describe(Visitor& v, CustomFabric::Link& l) {
  v.text({.key = "from", .doc = "A switch."}, l.from);
  v.text({.key = "to", .doc = "Another switch."}, l.to);
  v.integer({.key = "cables", .doc = "In parallel.", .min = 1, .max = 65536, .otherwise = "1"}, l.cables);
  v.quantity({.key = "bandwidth_gbit_s",
              .doc = "Bandwidth of one cable, one direction.",
              .unit = "Gbit/s",
              .min = 0.001,
              .max = 1e6,
              .otherwise = "that of a port of the switch, split as the interfaces need it"},
             l.bandwidth, unit::gigabit_per_second);
}

void describe(Visitor& v, CustomFabric& c) {
  std::string file;  // its contents are here before anybody reads this
  v.text({.key = "file",
          .doc = "An edge list (.json: switches and links as here) or a graph (.graphml) instead of the other keys. "
                 "Relative to the file that names it; after --set and in sweeps, to the scenario.",
          .form = TextForm::file,
          .otherwise = "switches and links are written here"},
         file);
  v.list({.key = "switches", .doc = "All switches.", .min_items = 1}, c.switches);
  v.list({.key = "links", .doc = "Which of them are joined.", .otherwise = "none: a single switch"}, c.links);
}

void describe(Visitor& v, FabricSpec& f) {
  v.text({.key = "id", .doc = "Name of the catalogue entry.", .form = TextForm::id, .otherwise = "not an entry"}, f.id);
  v.text({.key = "name", .doc = "What people call it.", .otherwise = "no name"}, f.name);
  v.choice({.key = "topology",
            .doc = "fat_tree: leaves, spines, core. dragonfly: groups of routers, all joined, and groups joined in "
                   "pairs. dragonfly_plus: groups of leaves and spines. torus: routers on a grid, joined to their "
                   "neighbours. hyperx: switches on a grid, joined to all others of their rows. custom: a list of "
                   "switches and links.",
            .otherwise = "fat_tree"},
           f.topology, {topology_names.begin(), topology_names.end()});
  v.integer({.key = "tiers",
             .doc = "Tiers of switches: 2 (leaf, spine) or 3 (leaf, spine, core).",
             .min = 2,
             .max = 3,
             .otherwise = "3, which reaches 100,000 chips with present switches"},
            f.tiers);
  v.reference({.key = "switch", .doc = "The switches and their optics."}, "switch", f.switch_model);
  v.integer({.key = "nodes_per_unit",
             .doc = "Nodes of a fat tree that share a set of leaves (a scalable unit).",
             .min = 0,
             .max = 1e6,
             .otherwise = "0: only a fat tree has units, and it needs this key"},
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
  v.choice({.key = "rails",
            .doc = "Interfaces of a node in a fat tree. optimised: interface i goes to the leaf of rail i, and spines "
                   "join the rails. single: all go to one leaf. only: each rail is a tree of its own, and messages "
                   "change rail inside the node.",
            .otherwise = "optimised, as in NVIDIA's reference designs"},
           f.rails, {"optimised", "single", "only"});
  v.integer({.key = "planes",
             .doc = "Ports of each interface, each to a fat tree of its own.",
             .min = 1,
             .max = 64,
             .otherwise = "1"},
            f.planes);
  v.choice({.key = "routing",
            .doc = "adaptive: packets are sprayed over all shortest paths (dragonfly: all minimal ones). d_mod_k: the "
                   "destination decides. ecmp: a hash of source and destination decides (with the scenario's seed). "
                   "valiant (dragonfly): over all other groups.",
            .otherwise = "adaptive"},
           f.routing, {routing_names.begin(), routing_names.end()});
  v.flag({.key = "copper_to_leaf", .doc = "Cables from node to switch are copper.", .otherwise = "false: optical"},
         f.copper_to_leaf);
  v.flag({.key = "copper_local",
          .doc = "Cables within a group of a dragonfly, or between switches on a grid, are copper.",
          .otherwise = "false: optical"},
         f.copper_local);
  v.object({.key = "dragonfly", .doc = "Sizes of a dragonfly.", .otherwise = "another topology"}, f.dragonfly);
  v.object({.key = "dragonfly_plus", .doc = "Sizes of a dragonfly+.", .otherwise = "another topology"},
           f.dragonfly_plus);
  v.object({.key = "torus", .doc = "Sizes of a torus of up to three dimensions.", .otherwise = "another topology"},
           f.torus);
  v.object({.key = "hyperx", .doc = "Sizes of a HyperX of up to three dimensions.", .otherwise = "another topology"},
           f.hyperx);
  v.object({.key = "custom", .doc = "Switches and links of any network.", .otherwise = "another topology"}, f.custom);
  describe_provenance(v, f.provenance);
}

}  // namespace gigaplan::io
