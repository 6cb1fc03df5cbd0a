#include "cli/network_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/issue.hpp"

namespace gigaplan::cli {
namespace {

std::string size_name(Bytes size) {
  const double kib = size.base() / 1024;
  if (kib >= 1024 * 1024) return fmt::format("{:g} GiB", kib / 1024 / 1024);
  return kib >= 1024 ? fmt::format("{:g} MiB", kib / 1024) : fmt::format("{:g} KiB", kib);
}

std::string counts(const std::vector<BillOfMaterials::Count>& all, const char* thing) {
  std::string text;
  for (const auto& [name, count] : all)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", whole(static_cast<double>(count)), name);
  return text.empty() ? fmt::format("no {}", thing) : text + " " + thing;
}

std::string facts(const FabricFacts& f, const Style& s) {
  const auto chips = static_cast<double>(f.chips);
  std::string text = fmt::format("{}The fabric{}\n", s.bold, s.reset);
  const auto row = [&](const char* name, const std::string& value) {
    text += fmt::format("  {:<14}{}\n", name, wrapped(value, 16));
  };
  row("Built of", fmt::format("{}; {}", counts(f.bill.switches, "switches"), counts(f.bill.cables, "cables")));
  row("Reach", fmt::format("{} {} of switches; at most {} between two NICs", f.tiers, f.tiers == 1 ? "tier" : "tiers",
                           f.diameter));
  row("Bandwidth", fmt::format("{} NICs send {} TB/s", whole(static_cast<double>(f.nics)),
                               figures(f.injection.in(unit::gigabyte_per_second) / 1000)) +
                       (f.bisection ? fmt::format("; {} TB/s pass from one half of the nodes to the other ({:.0f} % of "
                                                  "what a half sends)",
                                                  figures(f.bisection->in(unit::gigabyte_per_second) / 1000),
                                                  200 * (*f.bisection / f.injection))
                                    : ""));
  row("Costs",
      fmt::format("{} with NICs, {} a chip; {} MW, {:.0f} W a chip", euros(f.price()), euros(f.price() * (1 / chips)),
                  figures(f.power().in(unit::megawatt)), f.power().in(unit::watt) / chips));
  return text;
}

std::string collectives(const std::vector<CollectiveResult>& all, const Style& s) {
  if (all.empty()) return "";
  std::string text =
      fmt::format("\n{}Collectives{} alone on the fabric, bus bandwidth in GB/s; * is what gigaplan takes by itself\n",
                  s.bold, s.reset);
  std::vector<Bytes> sizes;
  for (const auto& c : all)
    if (std::ranges::find(sizes, c.size) == sizes.end()) sizes.push_back(c.size);
  text += fmt::format("  {:<34}{:>8}", "", "chips");
  for (const Bytes size : sizes) text += fmt::format("{:>9}", size_name(size));
  text += fmt::format("{:>12}\n", size_name(sizes.front()) + " in");
  for (std::size_t first = 0; first < all.size(); first += sizes.size()) {
    const CollectiveResult& c = all[first];
    text += fmt::format("  {:<34}{:>8}", c.collective + ", " + c.algorithm, whole(static_cast<double>(c.chips)));
    for (std::size_t i = first; i < first + sizes.size(); ++i) {
      const double rate = all[i].bus_bandwidth.in(unit::gigabyte_per_second);
      text += fmt::format("{:>9}", (all[i].chosen ? "*" : "") + (rate < 0.01 ? std::string("<0.01") : figures(rate)));
    }
    text += fmt::format("{:>12}\n", duration(c.time));
  }
  return text;
}

/// "stage 0", "stages 0-3, 15", "9 of its stages".
std::string places(const char* thing, const std::vector<int>& all) {
  std::vector<std::string> ranges;
  for (std::size_t i = 0, first = 0; i < all.size(); ++i) {
    if (i + 1 < all.size() && all[i + 1] == all[i] + 1) continue;
    ranges.push_back(i == first ? fmt::format("{}", all[i]) : fmt::format("{}-{}", all[first], all[i]));
    first = i + 1;
  }
  if (ranges.size() > 4) return fmt::format("{} {}s", all.size(), thing);
  return fmt::format("{}{} {}", thing, all.size() == 1 ? "" : "s", fmt::join(ranges, ", "));
}

/// "DP 96 %, PP 4 %; stage 0; rails 0-3".
std::string whose(const LinkClass& c) {
  constexpr std::array<const char*, group_count> names = {"TP", "CP", "EP", "DP", "DP", "PP", "PP"};
  std::map<std::string, double> shares;
  for (std::size_t g = 0; g < group_count; ++g) shares[names.at(g)] += c.by_group.at(g);
  std::vector<std::pair<double, std::string>> sorted;
  for (const auto& [name, share] : shares)
    if (share >= 0.005) sorted.emplace_back(-share, name);
  std::ranges::sort(sorted);
  std::string text;
  for (const auto& [share, name] : sorted) {
    text += text.empty() ? name : ", " + name;
    if (sorted.size() > 1) text += fmt::format(" {:.0f} %", -100 * share);
  }
  if (!c.stages.empty()) text += "; " + places("stage", c.stages);
  if (!c.rails.empty()) text += "; " + places("rail", c.rails);
  return text;
}

std::string loads(const NetworkResult& r, const Style& s) {
  std::string text = fmt::format(
      "\n{}The step{} takes {}, MFU {:.1f} %. Links by class: how full (at most, on average), what they carry\n",
      s.bold, s.reset, duration(r.step.time), 100 * r.step.mfu);
  for (const LinkClass& c : r.links) {
    text += fmt::format("  {:<16}{:>5.1f} %{:>6.1f} %  of {:>6} GB/s, {:>7} of {:>7} links  {}\n", c.name, 100 * c.most,
                        100 * c.mean, figures(c.capacity.in(unit::gigabyte_per_second)),
                        whole(static_cast<double>(c.links)), whole(static_cast<double>(c.links_of_kind)),
                        wrapped(whose(c), 76, 110));
  }
  return text;
}

std::string reliefs(const NetworkResult& r, const Style& s) {
  std::string text =
      fmt::format("\n{}What holds it back:{} the step simulated anew with one part twice as good\n", s.bold, s.reset);
  for (const Relief& relief : r.reliefs)
    text += fmt::format("  {:<46}{:>+7.1f} % tokens/s\n", relief.what, 100 * (relief.speedup - 1));
  return text;
}

std::string jobs(const NetworkResult& r, const Style& s) {
  if (r.jobs.empty()) return "";
  std::string text = fmt::format("\n{}Jobs at once{} on the fabric: time of a step\n", s.bold, s.reset);
  for (const JobResult& job : r.jobs) {
    text += fmt::format("  {:<30}{:>8} chips  alone {:>8}, together {:>8} ({:+.1f} %)\n", printable(job.name),
                        whole(static_cast<double>(job.chips)), duration(job.alone), duration(job.together),
                        100 * (job.together / job.alone - 1));
  }
  return text;
}

}  // namespace

std::string summarise_network(const Scenario& scenario, const NetworkResult& r, const Style& s) {
  return fmt::format("{}{}{}\n{} × {} · {}\n\n", s.bold, printable(scenario.name), s.reset,
                     whole(static_cast<double>(scenario.cluster.chips())), printable(scenario.cluster.node.chip.name),
                     printable(scenario.cluster.fabric.name)) +
         facts(r.facts, s) + collectives(r.collectives, s) + loads(r, s) + reliefs(r, s) + jobs(r, s);
}

}  // namespace gigaplan::cli
