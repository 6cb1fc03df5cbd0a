#include "io/network_writer.hpp"

#include "io/report_part.hpp"
#include "io/report_writer.hpp"

namespace gigaplan::io {
namespace {

Ordered facts_of(const FabricFacts& f) {
  Part part(true, "");
  part.put("topology", f.topology);
  part.put("routing", f.routing);
  part.count("chips", f.chips);
  part.count("nics", f.nics);
  part.put("tiers", f.tiers);
  part.put("diameter_switches", f.diameter);
  part.add("injection_gbyte_s", f.injection.in(unit::gigabyte_per_second));
  figure(part.object(), "bisection_gbyte_s", f.bisection ? f.bisection->in(unit::gigabyte_per_second) : 0,
         f.bisection.has_value(), "the fabric has too many cables for a maximum flow");
  figure(part.object(), "bisection_share", f.bisection ? *f.bisection / (f.injection * 0.5) : 0,
         f.bisection.has_value(), "the fabric has too many cables for a maximum flow");
  part.add("price_eur", f.price().in(unit::euro));
  part.add("power_w", f.power().in(unit::watt));
  part.add("price_eur_per_chip", f.price().in(unit::euro) / static_cast<double>(f.chips));
  part.add("power_w_per_chip", f.power().in(unit::watt) / static_cast<double>(f.chips));
  return part.take();
}

Ordered collectives_of(const std::vector<CollectiveResult>& collectives) {
  Ordered list = Ordered::array();
  for (const auto& c : collectives) {
    Part part(true, "");
    part.put("collective", c.collective);
    part.put("algorithm", c.algorithm);
    part.count("chips", c.chips);
    part.add("size_bytes", c.size.base());
    part.add("time_s", c.time.in(unit::second));
    part.add("bus_bandwidth_gbyte_s", c.bus_bandwidth.in(unit::gigabyte_per_second));
    part.put("chosen", c.chosen);
    list.push_back(part.take());
  }
  return list;
}

Ordered links_of(const std::vector<LinkClass>& classes) {
  Ordered list = Ordered::array();
  for (const auto& c : classes) {
    Part part(true, "");
    part.put("name", c.name);
    part.count("links", c.links);
    part.count("links_of_kind", c.links_of_kind);
    part.add("capacity_gbit_s", c.capacity.in(unit::gigabit_per_second));
    part.add("utilisation", c.most);
    part.add("utilisation_mean", c.mean);
    part.add("utilisation_least", c.least);
    Ordered shares = Ordered::object();
    for (std::size_t g = 0; g < group_count; ++g)
      if (c.by_group[g] > 0) shares[std::string(group_names[g])] = c.by_group[g];
    part.put("share_by_group", shares);
    if (!c.stages.empty()) part.put("stages", c.stages);
    if (!c.rails.empty()) part.put("rails", c.rails);
    list.push_back(part.take());
  }
  return list;
}

}  // namespace

std::string network_json(const NetworkResult& result, const std::string& version) {
  Ordered json = Ordered::object();
  json["scenario"] = {{"name", result.scenario_name}, {"sha256", result.scenario_sha256}};
  json["gigaplan"] = version;
  json["facts"] = facts_of(result.facts);
  json["collectives"] = collectives_of(result.collectives);
  const auto step = Ordered::parse(step_json(result.step, result.fabric));
  json["step"] = step["step"];
  json["fabric"] = step["fabric"];
  json["link_classes"] = links_of(result.links);
  Ordered reliefs = Ordered::array();
  for (const Relief& relief : result.reliefs) {
    Part part(true, "");
    part.put("what", relief.what);
    part.add("speedup", relief.speedup);
    part.add("step_time_s", relief.step_time.in(unit::second));
    reliefs.push_back(part.take());
  }
  json["reliefs"] = std::move(reliefs);
  Ordered jobs = Ordered::array();
  for (const JobResult& job : result.jobs) {
    Part part(true, "");
    part.put("name", job.name);
    part.count("chips", job.chips);
    part.add("step_time_alone_s", job.alone.in(unit::second));
    part.add("step_time_together_s", job.together.in(unit::second));
    jobs.push_back(part.take());
  }
  json["jobs"] = std::move(jobs);
  return json.dump(2) + "\n";
}

}  // namespace gigaplan::io
