#include "io/check.hpp"

#include <fmt/format.h>

#include <iterator>

#include "io/check_finance.hpp"
#include "io/text.hpp"
#include "network/check.hpp"
#include "network/damage.hpp"
#include "network/placement.hpp"
#include "network/topology.hpp"
#include "power/chain.hpp"
#include "power/node_power.hpp"
#include "workload/check.hpp"
#include "workload/parameters.hpp"

namespace gigaplan::io {
namespace {

void check_order(Issues& issues, const std::string& pointer, const char* low_name, double low, const char* high_name,
                 double high) {
  if (low > high) {
    add_error(issues, pointer, fmt::format("{} {} is above {} {}", low_name, show(low), high_name, show(high)),
              "were the two mixed up?");
  }
}

void check_site(const Site& site, Issues& issues) {
  const Climate& c = site.climate;
  const auto order = [&](const char* key, const char* low_name, Temperature low, const char* high_name,
                         Temperature high) {
    check_order(issues, std::string("/site/climate/") + key, low_name, low.in(unit::celsius), high_name,
                high.in(unit::celsius));
  };
  order("dry_bulb_mean_c", "dry_bulb_mean_c", c.mean, "dry_bulb_summer_c", c.summer_mean);
  order("dry_bulb_summer_c", "dry_bulb_summer_c", c.summer_mean, "dry_bulb_p996_c", c.hot_percentile);
  order("wet_bulb_mean_c", "wet_bulb_mean_c", c.wet_bulb_mean, "wet_bulb_summer_c", c.wet_bulb_summer);
  order("wet_bulb_summer_c", "wet_bulb_summer_c", c.wet_bulb_summer, "wet_bulb_p996_c", c.wet_bulb_hot);
  order("wet_bulb_mean_c", "wet_bulb_mean_c", c.wet_bulb_mean, "dry_bulb_mean_c", c.mean);
  order("wet_bulb_summer_c", "wet_bulb_summer_c", c.wet_bulb_summer, "dry_bulb_summer_c", c.summer_mean);
  order("wet_bulb_p996_c", "wet_bulb_p996_c", c.wet_bulb_hot, "dry_bulb_p996_c", c.hot_percentile);
}

void check_building(const Site& site, const CostBook& costs, Issues& issues) {
  const MoneyPerPower plant = costs.power_chain.value_or(MoneyPerPower()) + costs.cooling.value_or(MoneyPerPower());
  if (plant > site.build_cost) {
    issues.push_back(
        {.severity = Severity::warning,
         .pointer = "/site/build_cost_eur_per_mw",
         .message = fmt::format("{:.0f} EUR/MW leave nothing for the building: power chain and cooling "
                                "alone are {:.0f} EUR/MW by /finance/costs",
                                site.build_cost.in(unit::euro_per_megawatt), plant.in(unit::euro_per_megawatt)),
         .remedy = "plant is paid at its price all the same; lower power_chain_eur_per_kw and "
                   "cooling_eur_per_kw of the cost book with it"});
  }
}

void check_on_site(const Site& site, const Facility& facility, Issues& issues) {
  const char* const remedy = "give /site/renewables: latitude and capacity factors of sun and wind";
  if (site.electricity.deviation > MoneyPerEnergy() && !site.renewables) {
    add_error(issues, "/site/electricity/wholesale_deviation_eur_per_mwh",
              "hours of the price follow sun and wind, of which nothing is said", remedy);
  }
  if (!facility.on_site) return;
  const OnSite& plants = *facility.on_site;
  if ((plants.solar > Power() || plants.wind > Power()) && !site.renewables) {
    add_error(issues, plants.solar > Power() ? "/facility/on_site/solar_mw" : "/facility/on_site/wind_mw",
              "nothing is said about sun and wind at the site", remedy);
  }
  if ((plants.battery > Power()) != (plants.stored > Energy())) {
    const bool power = plants.battery > Power();
    add_error(issues, power ? "/facility/on_site/battery_mwh" : "/facility/on_site/battery_mw",
              power ? "the battery has a power, but holds no energy" : "the battery holds energy, but has no power",
              "give both battery_mw and battery_mwh, or neither");
  }
  constexpr double most_hours = 100;
  if (plants.battery > Power() && plants.stored > most_hours * unit::hour * plants.battery) {
    add_error(issues, "/facility/on_site/battery_mwh",
              fmt::format("the battery holds more than {} hours of its power", most_hours),
              "are battery_mw and battery_mwh mixed up? Storage for seasons is not simulated");
  }
}

void check_node(const Node& node, Issues& issues) {
  check_order(issues, "/cluster/node/chip/idle_w", "idle_w", node.chip.idle.in(unit::watt), "tdp_w",
              node.chip.tdp.in(unit::watt));
  check_order(issues, "/cluster/node/host_idle_w", "host_idle_w", node.host_idle.in(unit::watt), "host_busy_w",
              node.host_busy.in(unit::watt));
}

/// All nodes at work and the conversion losses of feeding them, as built: no switches, no cooling. So it is a lower
/// bound of the facility's peak.
Power least_peak(const Scenario& s) {
  const Power nodes = power::node_power(s.cluster.node, {.compute = 1, .communicate = 0}) *
                      static_cast<double>(s.cluster.nodes) * (1 + s.facility.auxiliary_it_share);
  return nodes + power::chain_loss(power::size_chain(s.facility.power_chain, nodes), nodes);
}

void check_facility(const Scenario& s, Issues& issues) {
  const Facility& f = s.facility;
  const double supply = f.cooling.supply.in(unit::celsius);
  const double accepted = s.cluster.node.max_supply.in(unit::celsius);
  if (supply > accepted) {
    add_error(issues, "/facility/cooling/supply_temperature_c",
              fmt::format("the plant supplies {} °C, but the nodes accept at most {} °C", show(supply), show(accepted)),
              "choose a cooler plant, or nodes for warmer coolant (/cluster/node/max_supply_temperature_c)");
  }
  const Power peak = least_peak(s);
  if (f.grid_limit && peak > *f.grid_limit) {
    add_error(
        issues, "/facility/grid_limit_mw",
        fmt::format("{} nodes at work draw at least {:.1f} MW with conversion losses, before switches and cooling, "
                    "but the grid connection gives {} MW",
                    s.cluster.nodes, peak.in(unit::megawatt), show(f.grid_limit->in(unit::megawatt))),
        "plan fewer nodes, or a larger connection");
  }
}

/// A checkpoint holds at least the 16-bit weights and the 12 bytes of 32-bit master weight and Adam moments that a
/// parameter has (Rajbhandari et al. 2020, ZeRO, section 3.1).
void check_operation(const Scenario& s, Issues& issues) {
  constexpr double bytes_per_parameter = 14;
  const CheckpointSpec& c = s.operation.checkpoint;
  if (!c.interval) {
    return;
  }
  const Bytes size = unit::byte * (bytes_per_parameter * workload::count_parameters(s.training.model).total);
  const Time stop = size / c.write_bandwidth * c.blocking_share;
  if (stop >= *c.interval) {
    add_error(issues, "/operation/checkpoint/interval_s",
              fmt::format("writing a checkpoint stops training for {:.0f} s, as long as the interval of {} s or longer",
                          stop.in(unit::second), show(c.interval->in(unit::second))),
              "raise the interval or /operation/checkpoint/write_bandwidth_gbyte_s, or leave the interval out");
  }
}

/// Below a day there is no year to speak of, and hours are whole.
void check_years(const OperationSpec& operation, Issues& issues) {
  constexpr double day = 1.0 / 365;
  if (operation.years < day) {
    add_error(issues, "/operation/years",
              fmt::format("{} years of operation are less than a day", show(operation.years)),
              "use at least 0.003; a whole year or more has all seasons in it");
  } else if (operation.years < 1) {
    issues.push_back({.severity = Severity::warning,
                      .pointer = "/operation/years",
                      .message = fmt::format("{} years of operation do not have all seasons in them, and few failures",
                                             show(operation.years)),
                      .remedy = "figures a year are scaled from them; use 1 or more for figures to rely on"});
  }
}

void check_model(const Transformer& t, Issues& issues) {
  const auto pointer = [](const char* key) { return std::string("/training/model/") + key; };
  if (t.kv_heads > t.heads || t.heads % t.kv_heads != 0) {
    add_error(issues, pointer("kv_heads"),
              fmt::format("{} key-value heads do not divide {} heads", t.kv_heads, t.heads), "use a divisor of heads");
  }
  if (t.head_dimension == 0 && t.hidden % t.heads != 0) {
    add_error(issues, pointer("heads"), fmt::format("{} heads do not divide hidden {}", t.heads, t.hidden),
              "use a divisor of hidden, or give head_dimension");
  }
  if (t.experts && t.experts->active > t.experts->count) {
    add_error(issues, pointer("experts/active"),
              fmt::format("a token passes {} experts, but a layer has {}", t.experts->active, t.experts->count),
              "use at most count");
  }
  if (t.experts && t.experts->dense_layers > t.layers) {
    add_error(issues, pointer("experts/dense_layers"),
              fmt::format("{} dense layers, but the model has {} layers", t.experts->dense_layers, t.layers),
              "use at most layers");
  }
  if (t.ffn == 0 && (!t.experts || t.experts->dense_layers > 0)) {
    add_error(issues, pointer("ffn"), "0 is no width for the dense layers", "give the width of the feed-forward part");
  }
}

/// Switches that are to add up have to be able to.
void check_in_network(const Scenario& s, Issues& issues) {
  const Node& node = s.cluster.node;
  const FabricSpec& fabric = s.cluster.fabric;
  const ParallelPlan& plan = s.training.plan;
  const auto check = [&](const char* key, Algorithm algorithm, long members) {
    if (algorithm != Algorithm::in_network) return;
    const std::string at = std::string("/training/collectives/") + key;
    if (!(node.scale_up.in_network_efficiency > 0)) {
      add_error(issues, at, "\"in_network\", but the scale-up switches of the node cannot add up",
                "give /cluster/node/scale_up/in_network_efficiency, or use ring or tree");
    }
    const bool tree = fabric.topology == TopologyKind::fat_tree && fabric.routing == RoutingKind::adaptive;
    if (members > node.scale_up.domain_chips && !(tree && fabric.switch_model.in_network_reduction)) {
      add_error(
          issues, at,
          fmt::format("\"in_network\" over {} chips, more than a scale-up domain, but the fabric's switches cannot "
                      "add up",
                      members),
          "use a fat tree with adaptive routing of switches with in_network_reduction, or ring or tree");
    }
  };
  check("tensor", s.training.collectives.tensor, plan.tensor);
  check("data", s.training.collectives.data, 1L * plan.data * plan.context * plan.tensor);
  check("expert_data", s.training.collectives.expert_data, plan.stage_ranks());
}

/// Each fits by itself, on nodes that nobody else uses.
void check_other_jobs(const Scenario& s, Issues& issues) {
  if (s.other_jobs.empty()) return;
  std::set<long> taken;
  const auto take = [&](const TrainingJob& job, const std::string& pointer) {
    if (job.placement.kind != PlacementKind::given) {
      add_error(issues, pointer, "several jobs share the cluster", R"(give each the nodes it uses: kind "given")");
      return;
    }
    for (const NodeRange& range : job.placement.nodes) {
      for (long n = range.first; n < range.first + range.count; ++n) {
        if (taken.insert(n).second) continue;
        add_error(issues, pointer + "/nodes", fmt::format("another job has node {}", n), "give each job its own nodes");
        return;
      }
    }
  };
  take(s.training, "/training/placement");
  for (std::size_t i = 0; i < s.other_jobs.size(); ++i) {
    const std::string pointer = fmt::format("/other_jobs/{}", i);
    for (Issue issue : workload::check_plan(s.other_jobs[i], s.cluster.node, s.cluster.chips())) {
      if (issue.severity == Severity::warning) continue;  // idle chips: the other jobs use them
      if (issue.pointer.starts_with("/training")) issue.pointer.replace(0, 9, pointer);
      issues.push_back(issue);
    }
    append(issues, network::check_placement(s.other_jobs[i], s.cluster.node, s.cluster.nodes, pointer + "/placement"));
    take(s.other_jobs[i], pointer + "/placement");
  }
}

}  // namespace

Issues check_scenario(const Scenario& s) {
  Issues issues;
  check_site(s.site, issues);
  check_building(s.site, s.finance.costs, issues);
  check_node(s.cluster.node, issues);
  append(issues, check_finance(s.finance));
  check_years(s.operation, issues);
  check_model(s.training.model, issues);
  append(issues, network::check_fabric(s.cluster.node, s.cluster.nodes, s.cluster.fabric));
  if (has_errors(issues)) {
    return issues;  // the rest computes with these values
  }
  if (s.cluster.damage != Damage{}) {
    const auto topology = network::build_topology(s.cluster.node, s.cluster.nodes, s.cluster.fabric);
    append(issues, network::check_damage(topology, s.cluster.damage));
  }
  check_facility(s, issues);
  check_on_site(s.site, s.facility, issues);
  check_operation(s, issues);
  check_in_network(s, issues);
  for (const Issue& issue : workload::check_plan(s.training, s.cluster.node, s.cluster.chips())) {
    // Chips that stay idle are no matter where other jobs use them.
    if (issue.severity == Severity::error || s.other_jobs.empty()) issues.push_back(issue);
  }
  if (!has_errors(issues)) {
    append(issues, network::check_placement(s.training, s.cluster.node, s.cluster.nodes, "/training/placement"));
    check_other_jobs(s, issues);
  }
  return issues;
}

}  // namespace gigaplan::io
