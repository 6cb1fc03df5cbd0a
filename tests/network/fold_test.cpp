// Is the fold exact?
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <stdexcept>
#include <tuple>
#include <vector>

#include "base/random.hpp"
#include "examples.hpp"
#include "network/check.hpp"
#include "network/fold.hpp"
#include "network/incidence.hpp"
#include "network/presolve.hpp"
#include "network/refine.hpp"
#include "network/traffic.hpp"

using namespace gigaplan;
using namespace gigaplan::network;

namespace {

/// A max-min problem: flow f uses `weight` times the capacity of each of its links.
struct Problem {
  std::vector<std::vector<std::pair<std::uint32_t, double>>> hops;  ///< (link, weight) of each flow
  std::vector<double> capacity;
};

/// Progressive filling (Bertsekas & Gallager, Data Networks, section 6.5.2): all rates rise together; the flows of the
/// first link that fills up stay where they are. Inactive flows get -1.
std::vector<double> max_min_rates(const Problem& problem, const std::vector<bool>& active) {
  std::vector<double> rate(problem.hops.size(), -1), left = problem.capacity, load(left.size(), 0);
  std::vector<std::vector<std::uint32_t>> flows_of(left.size());
  std::size_t rising = 0;
  for (std::uint32_t f = 0; f < active.size(); ++f) {
    if (!active[f]) continue;
    ++rising;
    for (const auto& [link, weight] : problem.hops[f]) load[link] += weight, flows_of[link].push_back(f);
  }
  while (rising > 0) {
    double level = std::numeric_limits<double>::infinity();
    for (std::size_t link = 0; link < left.size(); ++link)
      if (load[link] > 1e-6) level = std::min(level, left[link] / load[link]);
    REQUIRE(std::isfinite(level));
    for (std::size_t link = 0; link < left.size(); ++link) {
      if (load[link] <= 1e-6 || left[link] / load[link] > level * (1 + 1e-10)) continue;
      for (const std::uint32_t f : flows_of[link]) {
        if (rate[f] >= 0) continue;
        rate[f] = level;
        --rising;
        for (const auto& [other, weight] : problem.hops[f]) left[other] -= level * weight, load[other] -= weight;
      }
    }
  }
  return rate;
}

/// The real thing: every flow, every link, no presolve.
Problem whole(const Traffic& t) {
  Problem problem;
  for (std::size_t f = 0; f < t.flows.size(); ++f) {
    problem.hops.emplace_back();
    std::map<std::uint32_t, double> taken;
    for (const Hop& hop : t.hops_of(f)) taken[hop.link] += static_cast<double>(hop.weight) / t.whole;
    problem.hops.back().assign(taken.begin(), taken.end());
  }
  for (const ByteRate capacity : t.link_capacity) problem.capacity.push_back(capacity.base());
  return problem;
}

Problem quotient(const Fold& fold) {
  Problem problem;
  for (const Fold::FlowCell& flow : fold.flows) {
    problem.hops.emplace_back();
    for (const Fold::Hop& hop : flow.hops) problem.hops.back().push_back({hop.link_cell, hop.weight});
  }
  for (const Fold::LinkCell& link : fold.links) problem.capacity.push_back(link.capacity.base() / link.divisor);
  return problem;
}

/// Flow cell of each real flow, as fold() numbers them.
std::vector<std::uint32_t> flow_cells(const Traffic& t) {
  const Incidence graph = join(t);
  const Partition partition = refine(graph);
  std::vector<std::uint32_t> cells(partition.cell_of.begin() + graph.first_flow(),
                                   partition.cell_of.begin() + graph.first_link());
  const std::uint32_t first = *std::min_element(cells.begin(), cells.end());
  for (std::uint32_t& cell : cells) cell -= first;
  return cells;
}

void check_rates(const Traffic& t, const Fold& f, const std::vector<std::uint32_t>& cell_of) {
  const Problem real = whole(t), folded = quotient(f);
  for (std::size_t kind = 0; kind <= group_count; ++kind) {  // each kind alone, then all together
    const auto on = [&](Group group) { return kind == group_count || group == static_cast<Group>(kind); };
    std::vector<bool> active, active_cell;
    for (const Traffic::Flow& flow : t.flows) active.push_back(on(t.classes[flow.flow_class].group));
    for (const Fold::FlowCell& cell : f.flows) active_cell.push_back(on(cell.group));
    const std::vector<double> expected = max_min_rates(real, active), found = max_min_rates(folded, active_cell);
    double worst = 0;
    for (std::size_t flow = 0; flow < expected.size(); ++flow)
      worst = std::max(worst, std::abs(found[cell_of[flow]] / expected[flow] - 1));
    CHECK(worst < 1e-9);
  }
}

/// Straight from the definition, on the traffic's own arrays: what is in a cell looks the same from everywhere.
void check_cells(const Traffic& t, const Fold& f, const std::vector<std::uint32_t>& cell_of) {
  using Counts = std::map<std::uint32_t, std::uint64_t>;
  std::vector<Counts> of_rank(t.rank_stage.size()), of_group(t.groups.size()), of_link(t.link_kind.size());
  for (std::uint32_t flow = 0; flow < t.flows.size(); ++flow) {
    if (t.flows[flow].instance == Traffic::none) ++of_rank[t.flows[flow].source][cell_of[flow]];
    if (t.flows[flow].instance != Traffic::none) ++of_group[t.flows[flow].instance][cell_of[flow]];
    for (const Hop& hop : t.hops_of(flow)) of_link[hop.link][cell_of[flow]] += hop.weight;
  }
  // Links: how many have which capacity and carry how many flows of which cells.
  const std::vector<std::uint8_t> keep = links_that_may_bind(t);
  std::map<std::tuple<std::string, double, Counts>, std::uint64_t> links, link_cells;
  for (std::size_t link = 0; link < keep.size(); ++link)
    if (keep[link]) ++links[{t.link_names[t.link_kind[link]], t.link_capacity[link].base(), of_link[link]}];
  std::vector<Counts> crossing(f.links.size());
  for (std::uint32_t cell = 0; cell < f.flows.size(); ++cell)
    for (const Fold::Hop& hop : f.flows[cell].hops)
      crossing[hop.link_cell][cell] =
          static_cast<std::uint64_t>(std::llround(hop.weight * f.links[hop.link_cell].divisor * t.whole));
  for (std::size_t cell = 0; cell < f.links.size(); ++cell)
    link_cells[{f.links[cell].name, f.links[cell].capacity.base(), crossing[cell]}] += f.links[cell].links;
  CHECK(links == link_cells);
  // Ranks and groups: which flow cells they have, and how many of each.
  std::map<std::pair<int, std::vector<std::uint32_t>>, std::uint64_t> ranks, rank_cells;
  const auto keys = [](const Counts& counts) {
    std::vector<std::uint32_t> cells;
    for (const auto& entry : counts) cells.push_back(entry.first);
    return cells;
  };
  for (std::size_t rank = 0; rank < of_rank.size(); ++rank)
    ++ranks[{static_cast<int>(t.rank_stage[rank]), keys(of_rank[rank])}];
  for (const Fold::RankCell& cell : f.ranks) rank_cells[{cell.stage, cell.flows}] += cell.ranks;
  CHECK(ranks == rank_cells);
  std::map<std::pair<Group, std::vector<std::uint32_t>>, std::uint64_t> groups, group_cells;
  for (std::size_t group = 0; group < of_group.size(); ++group) ++groups[{t.groups[group], keys(of_group[group])}];
  for (const Fold::GroupCell& cell : f.groups) group_cells[{cell.group, cell.flows}] += cell.groups;
  CHECK(groups == group_cells);
}

void check_counts(const Traffic& t, const Fold& f) {
  std::uint64_t ranks = 0, groups = 0, flows = 0;
  std::map<Group, std::uint64_t> by_group, expected;
  for (const auto& cell : f.ranks) ranks += cell.ranks;
  for (const auto& cell : f.groups) groups += cell.groups;
  for (const auto& cell : f.flows) flows += cell.flows, by_group[cell.group] += cell.flows;
  for (const auto& flow : t.flows) ++expected[t.classes[flow.flow_class].group];
  CHECK(ranks == t.rank_stage.size());
  CHECK(groups == t.groups.size());
  CHECK(flows == t.flows.size());
  CHECK(f.real_flows == t.flows.size());
  CHECK(f.real_messages == t.messages());
  CHECK(by_group == expected);
  for (const auto& cell : f.ranks) {
    std::set<Group> kinds;
    for (const std::uint32_t group : cell.groups) CHECK(kinds.insert(f.groups[group].group).second);
    for (const std::uint32_t flow : cell.flows) CHECK(&f.ranks[f.flows[flow].source] == &cell);
  }
}

int pick(RandomStream& random, std::initializer_list<int> choices) {
  return *(choices.begin() + random.bits() % choices.size());
}

struct Scene {
  Topology topology;
  StepProgram program;
};

/// A random plan of 64 to 512 chips on a random fabric that holds it.
Scene random_scene(RandomStream& random) {
  for (;;) {
    ParallelPlan p;
    p.tensor = pick(random, {1, 2, 4, 8});
    p.context = pick(random, {1, 1, 2, 3});
    p.pipeline = pick(random, {1, 2, 3, 4, 8});
    p.data = pick(random, {2, 4, 6, 8, 12, 16, 32});
    p.expert = pick(random, {1, 1, 2, 4, 8, 12, 16});
    p.interleave = pick(random, {1, 2});
    p.order = pick(random, {0, 1}) != 0 ? RankOrder::pipeline_inner : RankOrder::data_inner;
    Node node = examples::node8();
    node.chips_per_node = pick(random, {4, 8});
    node.nics.per_node = pick(random, {1, 2, 4, 4});
    node.scale_up.domain_chips = node.chips_per_node * pick(random, {1, 1, 2, 3});
    FabricSpec spec = examples::fabric(pick(random, {2, 3}), pick(random, {16, 24, 64}), pick(random, {2, 3, 4, 5, 8}),
                                       pick(random, {1, 2, 3}));
    spec.leaf_oversubscription = pick(random, {10, 10, 12, 15, 20}) / 10.0;
    spec.spine_oversubscription = pick(random, {10, 12, 15, 20, 30}) / 10.0;
    const long nodes = (p.world() + node.chips_per_node - 1) / node.chips_per_node + pick(random, {0, 0, 1});
    if (p.world() < 64 || p.world() > 512 || p.stage_ranks() % p.expert != 0) continue;
    if (has_errors(check_fabric(node, nodes, spec))) continue;
    return {build_topology(node, nodes, spec), examples::program(p)};
  }
}

}  // namespace

TEST_CASE("the fold of random plans on random fabrics is equitable, complete and exact") {
  RandomStream random(2026, "folds");
  std::size_t flows = 0, cells = 0;
  for (int i = 0; i < 40; ++i) {
    const Scene scene = random_scene(random);
    const Traffic t = make_traffic(scene.program, scene.topology);
    const Fold f = fold(t);
    CAPTURE(i);
    const std::vector<std::uint32_t> cell_of = flow_cells(t);
    check_counts(t, f);
    check_cells(t, f, cell_of);
    check_rates(t, f, cell_of);
    CHECK(f == fold(t));
    flows += t.flows.size();
    cells += f.flows.size();
  }
  CHECK(cells < flows);
}

TEST_CASE("unfolded, every object is its own cell, and the rates are those of the whole") {
  RandomStream random(7, "unfolded");
  for (int i = 0; i < 8; ++i) {
    const Scene scene = random_scene(random);
    const Traffic t = make_traffic(scene.program, scene.topology);
    const Fold f = unfolded(t);
    std::vector<std::uint32_t> itself(t.flows.size());
    for (std::uint32_t flow = 0; flow < itself.size(); ++flow) itself[flow] = flow;
    CHECK(f.flows.size() == t.flows.size());
    CHECK(f.ranks.size() == t.rank_stage.size());
    check_counts(t, f);
    check_cells(t, f, itself);
    check_rates(t, f, itself);
  }
}

TEST_CASE("ranks that play the same part on a symmetric machine are one cell") {
  // One node, TP 8: one ring.
  ParallelPlan p;
  p.tensor = 8;
  Fold f = fold(make_traffic(examples::program(p), build_topology(examples::node8(), 1, examples::fabric(2, 64, 4))));
  REQUIRE(f.ranks.size() == 1);
  CHECK(f.ranks[0].ranks == 8);
  REQUIRE(f.groups.size() == 1);
  CHECK(f.groups[0].rank_cells == std::vector<std::uint32_t>{0});
  REQUIRE(f.flows.size() == 1);
  CHECK(f.flows[0].latency.in(unit::microsecond) == doctest::Approx(14));  // 7 steps of 2 µs
  REQUIRE(f.links.size() == 1);  // "scale-up down" carries one rank's message and never binds
  CHECK(f.links[0].name == "scale-up up");
  CHECK(f.links[0].links == 8);
  CHECK(f.real_links == 16);

  // TP 8, DP 4 under one leaf a rail: every chip sends one ring message each way. 1:1: no more than NIC and scale-up
  // bind.
  p.data = 4;
  f = fold(make_traffic(examples::program(p), build_topology(examples::node8(), 4, examples::fabric(2, 64, 4))));
  CHECK(f.ranks.size() == 1);
  CHECK(f.flows.size() == 2);
  CHECK(f.links.size() == 2);
}

TEST_CASE("an oversubscribed trunk weighs as many flows as cross it") {
  // 8 nodes of 8 in two units of 4; EP 64, so each chip sends to the other 7 nodes, 4 of them over the leaf's uplinks,
  // which are 2 cables (2:1). 4 chips x 4 flows share 2 cables: an eighth of a cable each; a NIC shares out sevenths.
  ParallelPlan p;
  p.data = 64;
  p.expert = 64;
  FabricSpec spec = examples::fabric(2, 64, 4);
  spec.leaf_oversubscription = 2;
  StepProgram program = examples::program(p);
  std::erase_if(program.stages[0], [](const Instruction& i) { return i.group != Group::expert; });
  const Traffic t = make_traffic(program, build_topology(examples::node8(), 8, spec));
  const Fold f = fold(t);
  CHECK(f.ranks.size() == 1);
  CHECK(f.flows.size() == 2);  // local, over NICs
  const auto trunk = std::find_if(f.links.begin(), f.links.end(),
                                  [](const Fold::LinkCell& link) { return link.name == "leaf to spine"; });
  REQUIRE(trunk != f.links.end());
  CHECK(trunk->links == 16);
  CHECK(trunk->divisor == 16);
  const std::vector<double> rates = max_min_rates(quotient(f), std::vector<bool>(2, true));
  const double cable = 45e9;      // 400 Gbit/s at 90 %
  std::multiset<long> per_mille;  // of a cable
  for (const double rate : rates) per_mille.insert(std::lround(rate / cable * 1000));
  // The collective goes as fast as its trunk: 2/16 = 0.125, less than the NIC's seventh. Local 450 x 0.8 / 45 = 8.
  CHECK(per_mille == std::multiset<long>{125, 8000});
}

TEST_CASE("a trunk that is short of a single cable still binds") {
  // Units of 8 nodes, 8 NICs a leaf, 8/7:1: 7 uplinks. A pipeline of two stages, one a unit: all 8 messages of a leaf
  // go up, so that each gets 7/8 of a cable.
  ParallelPlan p;
  p.tensor = 8;
  p.pipeline = 2;
  p.data = 8;
  p.order = RankOrder::data_inner;
  FabricSpec spec = examples::fabric(2, 64, 8);
  spec.leaf_oversubscription = 8.0 / 7;
  StepProgram program = examples::program(p);
  const Topology topology = build_topology(examples::node8(), 16, spec);
  REQUIRE(topology.shape.leaf_uplinks == 7);
  std::erase_if(program.stages[0], [](const Instruction& i) { return i.group != Group::pipeline_next; });
  program.stages[1].clear();
  const Traffic t = make_traffic(program, topology);
  const Fold f = fold(t);
  REQUIRE(f.flows.size() == 1);
  CHECK(max_min_rates(quotient(f), {true})[0] == doctest::Approx(45e9 * 7 / 8));
  check_rates(t, f, flow_cells(t));
}

TEST_CASE("presolve keeps what an oversubscribed fabric needs and drops what a non-blocking one does not") {
  ParallelPlan p;
  p.tensor = 8;
  p.data = 16;
  const StepProgram program = examples::program(p);
  const auto kinds = [&](double oversubscription) {
    FabricSpec spec = examples::fabric(2, 64, 1);  // a unit a node: all data traffic crosses the spines
    spec.nodes_per_unit = 2;
    spec.leaf_oversubscription = oversubscription;
    const Traffic t = make_traffic(program, build_topology(examples::node8(), 16, spec));
    const auto keep = links_that_may_bind(t);
    std::set<std::string> names;
    for (std::size_t link = 0; link < keep.size(); ++link)
      if (keep[link]) names.insert(t.link_names[t.link_kind[link]]);
    return names;
  };
  CHECK(kinds(1) == std::set<std::string>{"nic up", "scale-up up"});
  // 2:1 leaves one uplink for two nodes; but only one of them sends up, the other to its neighbour: still not binding.
  CHECK(kinds(2) == std::set<std::string>{"nic up", "scale-up up"});
}

TEST_CASE("a partition that is not equitable is caught") {
  ParallelPlan p;
  p.tensor = 4;
  p.pipeline = 2;
  p.data = 6;
  FabricSpec spec = examples::fabric(2, 64, 2);
  spec.leaf_oversubscription = 2;
  const Traffic t = make_traffic(examples::program(p), build_topology(examples::node8(), 6, spec));
  const Incidence graph = join(t);
  const Partition good = refine(graph);
  CHECK_NOTHROW(check_equitable(graph, good));
  REQUIRE(good.cell_of[0] != good.cell_of[4]);  // stage 0 and stage 1
  int caught = 0, tried = 0;
  for (std::uint32_t a = 0; a < good.size.size(); ++a)
    for (std::uint32_t b = a + 1; b < good.size.size(); ++b) {  // merge two cells: never equitable, or not the coarsest
      Partition bad = good;
      for (std::uint32_t& cell : bad.cell_of)
        if (cell == b) cell = a;
      bad.size[a] += bad.size[b];
      ++tried;
      try {
        check_equitable(graph, bad);
      } catch (const std::logic_error&) {
        ++caught;
      }
    }
  CHECK(tried > 0);
  CHECK(caught == tried);
}

TEST_CASE("98,304 chips fold into a few dozen flow cells") {
  // DESIGN: TP 8, PP 16, DP 768, stages on neighbouring nodes, three tiers, 2:1 at the spine.
  ParallelPlan p;
  p.tensor = 8;
  p.pipeline = 16;
  p.data = 768;
  FabricSpec spec = examples::fabric(3, 128, 64, 8);
  spec.spine_oversubscription = 2;
  const Topology topology = build_topology(examples::node8(), 12288, spec);
  CHECK(topology.chips == 98304);
  const Traffic t = make_traffic(examples::program(p), topology);
  const Fold f = fold(t);
  CHECK(f.real_messages == 2u * 98304 + 2u * 15 * 768 * 8);  // tensor and data rings; 15 of 16 stages send each way
  CHECK(f.flows.size() < 100);
  CHECK(f.links.size() < 100);
  check_counts(t, f);
}
