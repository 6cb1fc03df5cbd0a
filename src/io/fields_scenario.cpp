// Which keys does a scenario have, and which kinds of files are there?
#include <algorithm>

#include "io/fields.hpp"

namespace gigaplan::io {
namespace {

template <class T>
void describe_empty(Visitor& v) {
  T value;
  describe(v, value);
}

}  // namespace

void describe(Visitor& v, LinkDamage& d) {
  v.text({.key = "where",
          .doc = "Kind of cable, as the bill of materials calls it: node-leaf, leaf-spine, spine-core, local, global, "
                 "x, y, z, switch-switch, node-router, node-switch."},
         d.where);
  v.integer({.key = "count", .doc = "How many; the seed picks them.", .min = 0, .max = 1e8}, d.count);
  v.number({.key = "capacity",
            .doc = "Share of the cable's bandwidth that is left.",
            .min = 0,
            .max = 1,
            .otherwise = "0: it is down"},
           d.capacity);
}

void describe(Visitor& v, SwitchDamage& d) {
  v.text({.key = "where", .doc = "Kind of switch that is down: leaf, spine, core, router, HyperX, edge, inner."},
         d.where);
  v.integer({.key = "count", .doc = "How many; the seed picks them.", .min = 0, .max = 1e7}, d.count);
}

void describe(Visitor& v, SlowChips& c) {
  v.integer({.key = "count", .doc = "How many; the seed picks them.", .min = 0, .max = 1e8}, c.count);
  v.number({.key = "speed",
            .doc = "Share of what a chip in the middle of the others computes.",
            .min = 0,
            .max = 1,
            .above_min = true},
           c.speed);
}

void describe(Visitor& v, Damage& d) {
  v.list({.key = "links", .doc = "Cables that are down or slow.", .otherwise = "none"}, d.links);
  v.list({.key = "switches", .doc = "Switches that are down, with all their cables.", .otherwise = "none"}, d.switches);
  v.list({.key = "slow_chips", .doc = "Stragglers.", .otherwise = "none"}, d.slow_chips);
  v.integer({.key = "planes_down", .doc = "Planes of a fat tree that are down.", .min = 0, .max = 64, .otherwise = "0"},
            d.planes_down);
}

void describe(Visitor& v, Cluster& c) {
  v.reference({.key = "node", .doc = "The server or compute tray."}, "node", c.node);
  v.integer({.key = "nodes", .doc = "Installed nodes that the job uses; spares come on top.", .min = 1, .max = 1e7},
            c.nodes);
  v.reference({.key = "fabric", .doc = "The scale-out network."}, "fabric", c.fabric);
  v.object({.key = "damage", .doc = "What is broken while the job runs.", .otherwise = "nothing"}, c.damage);
  describe_provenance(v, c.provenance);
}

void describe(Visitor& v, Scenario& s) {
  v.text({.key = "name", .doc = "Short name; reports carry it."}, s.name);
  v.text({.key = "description", .doc = "What it is about.", .form = TextForm::any, .otherwise = "empty"},
         s.description);
  v.integer({.key = "seed",
             .doc = "Seed of all random streams (weather, failures).",
             .min = 0,
             .max = 9'007'199'254'740'991.0,  // 2^53 - 1: exact in every JSON reader
             .otherwise = "1"},
            s.seed);
  v.reference({.key = "site", .doc = "Where it stands."}, "site", s.site);
  v.object({.key = "cluster", .doc = "Nodes and fabric."}, s.cluster);
  v.object({.key = "facility", .doc = "Power and cooling."}, s.facility);
  v.object({.key = "training", .doc = "The job."}, s.training);
  v.list({.key = "other_jobs",
          .doc = "Jobs that train on the same fabric at the same time, each on nodes of its own (placement given). "
                 "`gigaplan network` shows what they do to each other.",
          .otherwise = "none"},
         s.other_jobs);
  v.object({.key = "operation", .doc = "Years of operation."}, s.operation);
  v.object({.key = "finance", .doc = "Costs and funding."}, s.finance);
  describe_provenance(v, s.provenance);
}

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all = {
      {"scenario", "", "a gigafactory and what it does"},
      {"chip", "chips", "an accelerator"},
      {"node", "nodes", "a server or compute tray"},
      {"model", "models", "a transformer to be trained"},
      {"stack", "stacks", "a generation of training software"},
      {"site", "sites", "a place: climate, electricity, labour, tax"},
      {"switch", "switches", "a family of switches and their optics"},
      {"fabric", "fabrics", "a scale-out network"},
      {"power-chain", "power-chains", "the conversion stages from the grid to the racks"},
      {"cooling", "cooling", "a cooling plant"},
      {"on-site-technology", "on-site-technologies", "what sun, wind and batteries behind the meter cost and live for"},
      {"reliability", "reliability", "failures and restarts"},
      {"costs", "costs", "a book of unit costs"},
      {"programme", "programmes", "terms of public and private money"},
      {"market", "markets", "what computing, heat and flexibility sell for"},
      {"sweep", "", "scenarios to be made from one and simulated", false},
      {"rules", "", "what must hold of results", false},
      {"measured", "", "measured step times that a scenario is calibrated to", false},
  };
  return all;
}

const Kind* find_kind(const std::string& name) {
  const auto found = std::ranges::find_if(
      kinds(), [&](const Kind& k) { return k.name == name || (!k.folder.empty() && k.folder == name); });
  return found == kinds().end() ? nullptr : &*found;
}

void describe_kind(Visitor& v, const std::string& kind) {
  if (kind == "scenario") {
    describe_empty<Scenario>(v);
  }
  if (kind == "chip") {
    describe_empty<Chip>(v);
  }
  if (kind == "node") {
    describe_empty<Node>(v);
  }
  if (kind == "model") {
    describe_empty<Transformer>(v);
  }
  if (kind == "stack") {
    describe_empty<Stack>(v);
  }
  if (kind == "site") {
    describe_empty<Site>(v);
  }
  if (kind == "switch") {
    describe_empty<SwitchModel>(v);
  }
  if (kind == "fabric") {
    describe_empty<FabricSpec>(v);
  }
  if (kind == "power-chain") {
    describe_empty<PowerChain>(v);
  }
  if (kind == "cooling") {
    describe_empty<CoolingPlant>(v);
  }
  if (kind == "on-site-technology") {
    describe_empty<OnSiteTechnology>(v);
  }
  if (kind == "reliability") {
    describe_empty<Reliability>(v);
  }
  if (kind == "costs") {
    describe_empty<CostBook>(v);
  }
  if (kind == "programme") {
    describe_empty<Programme>(v);
  }
  if (kind == "market") {
    describe_empty<Market>(v);
  }
  if (kind == "sweep") {
    describe_empty<SweepSpec>(v);
  }
  if (kind == "rules") {
    describe_empty<RuleBook>(v);
  }
  if (kind == "measured") {
    describe_empty<MeasuredSteps>(v);
  }
}

}  // namespace gigaplan::io
