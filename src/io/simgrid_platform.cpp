#include "io/simgrid_platform.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "io/platform_parts.hpp"
#include "network/damage.hpp"

namespace gigaplan::io {
namespace {

using network::Routing;
using network::TrunkKind;

constexpr std::size_t dijkstra_limit = 12'000;  // zones among which SimGrid looks for one shortest path
constexpr double unlimited = 1e18;              // byte/s: no link of ours is as fast

/// Text for an XML comment, which must not contain "--" nor end with "-".
std::string comment(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  }
  for (auto at = text.find("--"); at != std::string::npos; at = text.find("--", at)) text.insert(at + 1, " ");
  return text.ends_with('-') ? text + " " : text;
}

bool is_tree(const Routing& r) {
  return std::holds_alternative<network::TreeTrunks>(r.fabric) && r.rail_trees == 1;
}

class Writer {
 public:
  Writer(std::ostream& out, const Routing& routing, std::vector<OperationRate> speeds)
      : out_(out),
        r_(routing),
        speeds_(std::move(speeds)),
        parts_(platform_parts(routing)),
        graph_(platform_graph(routing)) {
    for (std::uint32_t p = 0; p < parts_.size(); ++p) {
      parts_of_leaf_[parts_[p].leaf].push_back(p);
      parts_of_domain_[parts_[p].domain].push_back(p);
    }
  }

  void header(const Scenario& scenario, const Versions& versions) {
    print("<?xml version='1.0'?>\n<!DOCTYPE platform SYSTEM \"https://simgrid.org/simgrid.dtd\">\n");
    print("<!-- The cluster of \"{}\", written by gigaplan {}.\n", comment(scenario.name), comment(versions.gigaplan));
    print(
        "Hosts are chips; speed is the peak at the job's precision, of which kernels reach a part. Bandwidths are of\n"
        "one direction, protocol efficiency applied. Latencies add up, over a route, to those of one message.\n");
    if (scenario.cluster.damage != Damage{})
      print("Damaged as in the scenario: what is down is missing, what is weak or slow is so here.\n");
    print("{}\n", is_tree(r_) ? "Links between switches are trunks: all cables that messages are sprayed over, as one."
                  : std::holds_alternative<network::TreeTrunks>(r_.fabric)
                      ? "Links between switches are trunks: all cables that messages are sprayed over, as one.\n"
                        "Rails meet in nodes only: who sends to another rail relays over the scale-up links."
                      : "Each pair of chips has one shortest path here, where gigaplan sprays, hashes or detours "
                        "messages;\nparallel cables are one link.");
    print("gigaplan pins these settings of SimGrid {}:", comment(versions.simgrid));
    for (const auto& [name, value] : versions.model_settings) print(" {}:{}", comment(name), comment(value));
    print(" -->\n<platform version=\"4.1\">\n");
  }

  void tree() {
    print("<zone id=\"gigafactory\" routing=\"DijkstraCache\">\n");
    const auto core = static_cast<std::uint32_t>(graph_.switches.size()) - 1;
    switch_zone(core);
    links();
    std::map<std::uint32_t, std::set<std::uint32_t>> leaves_of_pod;
    const auto& trunks = std::get<network::TreeTrunks>(r_.fabric);
    for (std::uint32_t leaf = 0; leaf < trunks.pod_of_leaf.size(); ++leaf)
      leaves_of_pod[trunks.pod_of_leaf[leaf]].insert(leaf);
    const auto first_pod = static_cast<std::uint32_t>(trunks.pod_of_leaf.size());
    for (const auto& [pod, leaves] : leaves_of_pod) this->pod(first_pod + pod, leaves);
    const auto joins_pods = [&](const PlatformEdge& edge) { return edge.from == core || edge.to == core; };
    edges(joins_pods, core);
    bypass([&](std::uint32_t a, std::uint32_t b) { return pod_of(a) != pod_of(b); });
    print("</zone>\n</platform>\n");
  }

  void flat() {
    print("<zone id=\"gigafactory\" routing=\"DijkstraCache\">\n");
    for (std::uint32_t s = 0; s < graph_.switches.size(); ++s) switch_zone(s);
    links();
    for (std::uint32_t p = 0; p < parts_.size(); ++p) part(p);
    for (const auto& edge : graph_.edges) join(switch_name(edge.from), switch_name(edge.to), edge.link.name);
    for (const auto& [leaf, parts] : parts_of_leaf_) attach(leaf, parts);
    if (r_.rail_trees > 1) relays();
    bypass([](std::uint32_t, std::uint32_t) { return true; });
    print("</zone>\n</platform>\n");
  }

 private:
  template <class... Arguments>
  void print(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    fmt::print(out_, format, std::forward<Arguments>(arguments)...);
  }
  /// Nothing that is down.
  void define(const PlatformLink& link) {
    if (link.bandwidth <= ByteRate{}) return;
    print("<link id=\"{}\" bandwidth=\"{}Bps\" latency=\"{}s\"/>\n", link.name, link.bandwidth.base(),
          link.latency.base());
  }
  void unlimited_link(const std::string& name, Time latency) {
    print("<link id=\"{}\" bandwidth=\"{}Bps\" latency=\"{}s\" sharing_policy=\"FATPIPE\"/>\n", name, unlimited,
          latency.base());
  }
  [[nodiscard]] const std::string& switch_name(std::uint32_t s) const { return graph_.switches[s]; }
  [[nodiscard]] std::uint32_t pod_of(std::uint32_t part) const {
    return std::get<network::TreeTrunks>(r_.fabric).pod_of_leaf[parts_[part].leaf];
  }

  /// A zone that holds nothing but a switch: SimGrid joins zones with zones only. The first in its zone, for SimGrid's
  /// parser takes a zone that begins with links for one that has hosts.
  void switch_zone(std::uint32_t s) {
    print("<zone id=\"{0}\" routing=\"None\"><router id=\"{0}-r\"/></zone>\n", switch_name(s));
  }

  void join(const std::string& from, const std::string& to, const std::string& link) {
    print(
        "<zoneRoute src=\"{0}\" dst=\"{1}\" gw_src=\"{0}-r\" gw_dst=\"{1}-r\" symmetrical=\"NO\">"
        "<link_ctn id=\"{2}\"/></zoneRoute>\n",
        from, to, link);
  }

  void attach(std::uint32_t leaf, const std::vector<std::uint32_t>& parts) {
    for (const auto p : parts) {
      print(
          "<zoneRoute src=\"part-{0}\" dst=\"{1}\" gw_src=\"part-{0}-nics\" gw_dst=\"{1}-r\">"
          "<link_ctn id=\"port-{2}\"/></zoneRoute>\n",
          p, switch_name(leaf), leaf);
    }
  }

  /// Hosts of a part reach each other over their scale-up links and the router "scale-up". The router "nics" is no part
  /// of that search: bypass routes, which SimGrid looks at first, lead there over the NICs.
  void part(std::uint32_t p) {
    print("<zone id=\"part-{}\" routing=\"Dijkstra\">\n", p);
    for (const auto chip : parts_[p].chips) print("<host id=\"chip-{}\" speed=\"{}f\"/>\n", chip, speeds_[chip].base());
    print("<router id=\"part-{0}-scale-up\"/><router id=\"part-{0}-nics\"/>\n", p);
    for (const auto chip : parts_[p].chips) {
      print(
          "<route src=\"chip-{0}\" dst=\"part-{1}-scale-up\" symmetrical=\"NO\"><link_ctn id=\"{2}\"/></route>"
          "<route src=\"part-{1}-scale-up\" dst=\"chip-{0}\" symmetrical=\"NO\"><link_ctn id=\"{3}\"/></route>\n",
          chip, p, platform_link(r_, TrunkKind::scale_up_up, chip).name,
          platform_link(r_, TrunkKind::scale_up_down, chip).name);
    }
    for (const auto chip : parts_[p].chips) over_nic(p, chip);
    print("</zone>\n");
  }

  void over_nic(std::uint32_t p, std::uint32_t chip) {
    const auto way = nic_way(r_, chip);
    if (way.up.empty()) return;
    const auto links = [](const std::vector<std::string>& names) {
      return fmt::format("<link_ctn id=\"{}\"/>", fmt::join(names, "\"/><link_ctn id=\""));
    };
    print(
        "<bypassRoute src=\"chip-{0}\" dst=\"part-{1}-nics\">{2}</bypassRoute>"
        "<bypassRoute src=\"part-{1}-nics\" dst=\"chip-{0}\">{3}</bypassRoute>\n",
        chip, p, links(way.up), links(way.down));
  }

  void leaf(std::uint32_t leaf) {
    print("<zone id=\"{}-zone\" routing=\"DijkstraCache\">\n", switch_name(leaf));
    switch_zone(leaf);
    for (const auto p : parts_of_leaf_[leaf]) part(p);
    attach(leaf, parts_of_leaf_[leaf]);
    print("</zone>\n");
  }

  void pod(std::uint32_t pod, const std::set<std::uint32_t>& leaves) {
    print("<zone id=\"{}-zone\" routing=\"DijkstraCache\">\n", switch_name(pod));
    switch_zone(pod);
    for (const auto l : leaves) leaf(l);
    edges([&](const PlatformEdge& edge) { return leaves.contains(edge.from) || leaves.contains(edge.to); }, pod);
    bypass([&](std::uint32_t a, std::uint32_t b) {
      return leaves.contains(parts_[a].leaf) && leaves.contains(parts_[b].leaf);
    });
    print("</zone>\n");
  }

  /// Trunks between the switch `top` of a zone and the zones below it.
  template <class Predicate>
  void edges(Predicate among, std::uint32_t top) {
    const auto zone = [&](std::uint32_t s) { return switch_name(s) + (s == top ? "" : "-zone"); };
    for (const auto& edge : graph_.edges) {
      if (!among(edge)) continue;
      print(
          "<zoneRoute src=\"{}\" dst=\"{}\" gw_src=\"{}-r\" gw_dst=\"{}-r\" symmetrical=\"NO\">"
          "<link_ctn id=\"{}\"/></zoneRoute>\n",
          zone(edge.from), zone(edge.to), switch_name(edge.from), switch_name(edge.to), edge.link.name);
    }
  }

  /// All links, in the outermost zone: SimGrid looks for a link there first, then in all others one by one.
  /// A port is what a leaf adds to the latency of who enters or leaves the fabric there, half of its time to pass.
  /// SimGrid wants a link on every route; that between the parts of a scale-up domain takes no time.
  void links() {
    const auto all_of = [&](TrunkKind kind, std::size_t count) {
      for (std::uint32_t i = 0; i < count; ++i) define(platform_link(r_, kind, i));
    };
    all_of(TrunkKind::scale_up_up, r_.nic_of_chip.size());
    all_of(TrunkKind::scale_up_down, r_.nic_of_chip.size());
    all_of(TrunkKind::nic_up, r_.leaf_of_nic.size());
    all_of(TrunkKind::nic_down, r_.leaf_of_nic.size());
    for (const auto& [leaf, parts] : parts_of_leaf_) unlimited_link(fmt::format("port-{}", leaf), r_.switch_step / 2);
    for (const auto& edge : graph_.edges) define(edge.link);
    for (const auto& [domain, parts] : parts_of_domain_) {
      if (parts.size() > 1) unlimited_link(fmt::format("domain-{}", domain), Time{});
    }
  }

  /// Scale-up routes between the parts of each domain, for the pairs whose innermost common zone this is.
  template <class Predicate>
  void bypass(Predicate here) {
    for (const auto& [domain, parts] : parts_of_domain_) {
      for (const auto a : parts) {
        for (const auto b : parts) {
          if (a == b || !here(a, b)) continue;
          print(
              "<bypassZoneRoute src=\"part-{0}\" dst=\"part-{1}\" gw_src=\"part-{0}-scale-up\" "
              "gw_dst=\"part-{1}-scale-up\"><link_ctn id=\"domain-{2}\"/></bypassZoneRoute>\n",
              a, b, domain);
        }
      }
    }
  }

  /// Over the scale-up links to the chip of the same node whose NIC is on another rail, and out from there.
  void relays() {
    for (std::uint32_t p = 0; p < parts_.size(); ++p) {
      const std::uint32_t node = r_.nic_of_chip[parts_[p].chips.front()] / r_.nics_per_node;
      for (std::uint32_t rail = 0; rail < r_.nics_per_node; ++rail) {
        const std::uint32_t nic = node * r_.nics_per_node + rail, leaf = r_.leaf_of_nic[nic];
        if (leaf == parts_[p].leaf || !nic_is_up(r_, nic)) continue;
        print(
            "<zoneRoute src=\"part-{0}\" dst=\"{1}\" gw_src=\"part-{0}-scale-up\" gw_dst=\"{1}-r\" "
            "symmetrical=\"NO\"><link_ctn id=\"{2}\"/><link_ctn id=\"{3}\"/><link_ctn id=\"port-{4}\"/></zoneRoute>\n",
            p, switch_name(leaf), platform_link(r_, TrunkKind::scale_up_down, nic * r_.chips_per_nic).name,
            platform_link(r_, TrunkKind::nic_up, nic).name, leaf);
      }
    }
  }

  std::ostream& out_;
  const Routing& r_;
  std::vector<OperationRate> speeds_;  ///< of chips
  std::vector<PlatformPart> parts_;
  PlatformGraph graph_;
  std::map<std::uint32_t, std::vector<std::uint32_t>> parts_of_leaf_, parts_of_domain_;
};

}  // namespace

Issues check_simgrid_platform(const Routing& routing) {
  const std::size_t zones = platform_parts(routing).size() + platform_graph(routing).switches.size();
  if (is_tree(routing) || zones <= dijkstra_limit) {
    return {};
  }
  return {
      {.pointer = "/cluster/fabric",
       .message = fmt::format("as a SimGrid platform this fabric has {} switches and groups of chips, more than the "
                              "{} among which SimGrid finds shortest paths in useful time",
                              zones, dijkstra_limit),
       .remedy = "export fewer nodes (/cluster/nodes), or a fat tree with adaptive routing, which has no limit"}};
}

void write_simgrid_platform(std::ostream& out, const Scenario& scenario, const Routing& routing,
                            const Versions& versions) {
  const auto speed = scenario.cluster.node.chip.peak.at(scenario.training.precision);
  if (!speed) {
    throw std::logic_error("the chip has no peak rate at the job's precision");
  }
  const auto chips = static_cast<std::uint32_t>(routing.nic_of_chip.size());
  std::vector<OperationRate> speeds(chips, *speed);
  const auto shares = network::chip_speeds(scenario.cluster.damage, scenario.seed, chips);
  for (std::size_t chip = 0; chip < shares.size(); ++chip) speeds[chip] *= shares[chip];
  Writer writer(out, routing, std::move(speeds));
  writer.header(scenario, versions);
  is_tree(routing) ? writer.tree() : writer.flat();
}

}  // namespace gigaplan::io
