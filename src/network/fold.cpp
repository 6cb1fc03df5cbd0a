// How do a hundred thousand chips become a few dozen, exactly?
#include "network/fold.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

#include "network/incidence.hpp"
#include "network/refine.hpp"
#include "network/traffic.hpp"

namespace gigaplan::network {
namespace {

/// Builds the quotient from one real object of each cell.
class Quotient {
 public:
  Quotient(const Traffic& traffic, const Incidence& graph, const Partition& partition)
      : traffic_(traffic), graph_(graph), partition_(partition) {
    // Cells are numbered by their lowest object, and objects by kind: each kind's cells are consecutive.
    const auto cells_before = [&](std::uint32_t object) {
      const auto& reps = partition.representative;
      return static_cast<std::uint32_t>(std::lower_bound(reps.begin(), reps.end(), object) - reps.begin());
    };
    group0_ = cells_before(graph.first_group());
    flow0_ = cells_before(graph.first_flow());
    link0_ = cells_before(graph.first_link());
  }

  Fold build() {
    const auto cells = static_cast<std::uint32_t>(partition_.size.size());
    for (std::uint32_t cell = 0; cell < group0_; ++cell) add_rank(cell);
    for (std::uint32_t cell = group0_; cell < flow0_; ++cell) add_group(cell);
    for (std::uint32_t cell = flow0_; cell < link0_; ++cell) add_flow(cell);
    add_links(cells);
    count_real();
    return std::move(fold_);
  }

 private:
  [[nodiscard]] std::uint32_t representative(std::uint32_t cell) const { return partition_.representative[cell]; }

  /// Distinct cells in [first, end) among the neighbours of a cell's representative, as numbers of their kind.
  [[nodiscard]] std::vector<std::uint32_t> neighbours(std::uint32_t cell, std::uint32_t first,
                                                      std::uint32_t end) const {
    std::vector<std::uint32_t> found;
    for (const Incidence::Edge edge : graph_.of(representative(cell))) {
      const std::uint32_t other = partition_.cell_of[edge.object];
      if (edge.role == Incidence::plain && other >= first && other < end) found.push_back(other - first);
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
  }

  void add_rank(std::uint32_t cell) {
    const std::uint32_t rank = representative(cell);
    fold_.ranks.push_back({static_cast<int>(traffic_.rank_stage[rank]),
                           traffic_.rank_speed.empty() ? 1 : traffic_.rank_speed[rank], partition_.size[cell],
                           neighbours(cell, flow0_, link0_), neighbours(cell, group0_, flow0_)});
  }

  void add_group(std::uint32_t cell) {
    fold_.groups.push_back({traffic_.groups[representative(cell) - graph_.first_group()], partition_.size[cell],
                            neighbours(cell, 0, group0_), neighbours(cell, flow0_, link0_)});
  }

  void add_flow(std::uint32_t cell) {
    const Traffic::Flow& flow = traffic_.flows[representative(cell) - graph_.first_flow()];
    const Traffic::FlowClass& kind = traffic_.classes[flow.flow_class];
    fold_.flows.push_back({kind.group,
                           kind.phase,
                           partition_.size[cell],
                           flow.instance == Traffic::none ? partition_.cell_of[flow.source] : Fold::none,
                           flow.instance == Traffic::none ? partition_.cell_of[flow.destination] : Fold::none,
                           kind.share,
                           kind.latency,
                           {}});
  }

  /// A class of links through one real link of it, and what crosses that one.
  struct LinkClass {
    std::uint32_t link = 0, links = 0;
    std::map<std::uint32_t, std::uint32_t> crossing;  ///< flow cell -> weight
  };

  /// Link cells by their lowest link, private ones among the others.
  void add_links(std::uint32_t cells) {
    std::vector<LinkClass> classes;
    for (std::uint32_t cell = link0_; cell < cells; ++cell) {
      classes.push_back({graph_.real_link[representative(cell) - graph_.first_link()], partition_.size[cell], {}});
      for (const Incidence::Edge edge : graph_.of(representative(cell)))
        classes.back().crossing[partition_.cell_of[edge.object] - flow0_] += edge.weight;
    }
    for (const auto& [rank, link] : graph_.private_links)
      if (representative(partition_.cell_of[rank]) == rank) classes.push_back(private_class(rank, link));
    std::sort(classes.begin(), classes.end(), [](const LinkClass& a, const LinkClass& b) { return a.link < b.link; });
    for (LinkClass& links : classes) add_link(links);
  }

  [[nodiscard]] LinkClass private_class(std::uint32_t rank, std::uint32_t link) const {
    LinkClass found{link, partition_.size[partition_.cell_of[rank]], {}};
    for (const Incidence::Edge edge : graph_.of(rank)) {
      if (edge.role == Incidence::first_private + traffic_.link_kind[link])
        found.crossing[partition_.cell_of[edge.object] - flow0_] += edge.weight;
    }
    return found;
  }

  /// Also gives each flow cell on it a hop.
  void add_link(LinkClass& links) {
    std::uint32_t divisor = 0;
    for (const auto& [flow, weight] : links.crossing) divisor = std::gcd(divisor, weight);
    const auto cell = static_cast<std::uint32_t>(fold_.links.size());
    for (const auto& [flow, weight] : links.crossing) fold_.flows[flow].hops.push_back({cell, weight / divisor});
    fold_.links.push_back({traffic_.link_names[traffic_.link_kind[links.link]], links.links,
                           traffic_.link_capacity[links.link], static_cast<double>(divisor) / traffic_.whole});
  }

  void count_real() {
    fold_.real_flows = traffic_.flows.size();
    fold_.real_messages = traffic_.messages();
    std::vector<bool> used(traffic_.link_kind.size(), false);
    for (const Hop& hop : traffic_.hops) used[hop.link] = true;
    fold_.real_links = static_cast<std::uint64_t>(std::count(used.begin(), used.end(), true));
  }

  const Traffic& traffic_;
  const Incidence& graph_;
  const Partition& partition_;
  std::uint32_t group0_ = 0, flow0_ = 0, link0_ = 0;  ///< first cell of each kind; ranks start at 0
  Fold fold_;
};

}  // namespace

Fold fold(const Traffic& traffic) {
  const Incidence graph = join(traffic);
  const Partition partition = refine(graph);
  check_equitable(graph, partition);
  return Quotient(traffic, graph, partition).build();
}

Fold unfolded(const Traffic& traffic) {
  const Incidence graph = join(traffic);
  return Quotient(traffic, graph, discrete(graph)).build();
}

}  // namespace gigaplan::network
