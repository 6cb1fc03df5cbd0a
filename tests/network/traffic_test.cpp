// Do the flows of a collective carry what its algorithm sends?
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <stdexcept>

#include "examples.hpp"
#include "network/loads.hpp"
#include "network/ranks.hpp"
#include "network/routing.hpp"
#include "network/traffic.hpp"

using namespace gigaplan;
using namespace gigaplan::network;

namespace {

ParallelPlan plan(int tensor, int context, int pipeline, int data, int expert, RankOrder order) {
  ParallelPlan p;
  p.tensor = tensor;
  p.context = context;
  p.pipeline = pipeline;
  p.data = data;
  p.expert = expert;
  p.order = order;
  return p;
}

Topology eight_chip_nodes(long nodes) {
  return build_topology(examples::node8(), nodes, examples::fabric(2, 64, 4));
}

/// A program of one stage that begins `bytes` on one group.
StepProgram single(const ParallelPlan& p, Group group, double bytes) {
  StepProgram result{p, StepProgram{}.stages};
  result.stages.resize(static_cast<std::size_t>(p.pipeline));
  Instruction begin;
  begin.kind = Instruction::Kind::begin;
  begin.group = group;
  begin.wire_bytes = Bytes{bytes};
  for (auto& stage : result.stages) stage.push_back(begin);
  return result;
}

struct Message {
  std::uint32_t flow = 0, source = 0;
  std::string first;  ///< kind of its first link
  std::size_t hops = 0;
};

std::vector<Message> messages(const Traffic& t) {
  std::vector<Message> result;
  for (std::uint32_t f = 0; f < t.flows.size(); ++f) {
    for (std::uint32_t m = t.message_offset[f]; m < t.message_offset[f + 1]; ++m) {
      const auto hops = t.hops_of_message(m);
      result.push_back({f, t.message_source[m], t.link_names[t.link_kind[hops.front().link]], hops.size()});
    }
  }
  return result;
}

/// Σ share of the messages of one rank over each kind of first link.
std::map<std::string, double> shares(const Traffic& t, std::uint32_t rank) {
  std::map<std::string, double> sum;
  for (const Message& m : messages(t))
    if (m.source == rank) sum[m.first] += t.classes[t.flows[m.flow].flow_class].share;
  return sum;
}

/// Latency of the flow whose messages begin on a kind of link.
double latency_us(const Traffic& t, const std::string& first) {
  for (const Message& m : messages(t))
    if (m.first == first) return t.classes[t.flows[m.flow].flow_class].latency.in(unit::microsecond);
  return -1;
}

/// The chip at whose scale-up switch or NIC a message ends: the index of its last link among its kind (a NIC a chip).
std::uint32_t destination(const Traffic& t, const Routing& r, std::size_t message) {
  const std::uint32_t last = t.hops_of_message(message).back().link;
  return last - r.first[t.link_kind[last]];
}

}  // namespace

TEST_CASE("ranks are numbered as the order says, and places are their inverse") {
  for (RankOrder order : {RankOrder::pipeline_inner, RankOrder::data_inner}) {
    const ParallelPlan p = plan(2, 3, 4, 5, 1, order);
    std::set<std::uint32_t> seen;
    for (int d = 0; d < 5; ++d)
      for (int s = 0; s < 4; ++s)
        for (int c = 0; c < 3; ++c)
          for (int t = 0; t < 2; ++t) {
            const std::uint32_t rank = rank_of(p, {t, c, s, d});
            const int outer = order == RankOrder::pipeline_inner ? d * 4 + s : s * 5 + d;
            CHECK(rank == static_cast<std::uint32_t>((outer * 3 + c) * 2 + t));
            CHECK(place_of(p, rank) == RankPlace{t, c, s, d});
            seen.insert(rank);
          }
    CHECK(seen.size() == 120);
  }
}

TEST_CASE("every rank is in one group of each kind, with the right company") {
  for (RankOrder order : {RankOrder::pipeline_inner, RankOrder::data_inner}) {
    const ParallelPlan p = plan(2, 3, 4, 10, 6, order);
    for (Group group : {Group::tensor, Group::context, Group::data, Group::expert, Group::expert_data}) {
      CAPTURE(group_names[static_cast<std::size_t>(group)]);
      const GroupList list = groups_of(group, p, std::vector<bool>(4, true));
      CHECK(list.members.size() == 240);
      CHECK(std::set<std::uint32_t>(list.members.begin(), list.members.end()).size() == 240);
      for (std::size_t first = 0; first < list.members.size(); first += list.size) {
        const auto begin = list.members.begin() + static_cast<std::ptrdiff_t>(first);
        CHECK(std::is_sorted(begin, begin + list.size));
        const RankPlace a = place_of(p, *begin);
        const auto index = [&](const RankPlace& at) { return (at.data * 3 + at.context) * 2 + at.tensor; };
        for (auto member = begin; member != begin + list.size; ++member) {
          const RankPlace b = place_of(p, *member);
          CHECK(b.pipeline == a.pipeline);
          if (group == Group::tensor) CHECK((b.data == a.data && b.context == a.context));
          if (group == Group::context) CHECK((b.data == a.data && b.tensor == a.tensor));
          if (group == Group::data) CHECK(b.tensor == a.tensor);
          if (group == Group::expert) CHECK(index(b) / 6 == index(a) / 6);
          if (group == Group::expert_data) CHECK(index(b) % 6 == index(a) % 6);
        }
      }
    }
    std::vector<bool> one(4, false);
    one[2] = true;
    for (const std::uint32_t rank : groups_of(Group::tensor, p, one).members) CHECK(place_of(p, rank).pipeline == 2);
  }
  CHECK_THROWS_AS((void)groups_of(Group::expert, plan(1, 1, 1, 8, 3, RankOrder::data_inner), {true}),
                  std::invalid_argument);
}

TEST_CASE("a ring sends all its bytes once: (r-1)/r to the neighbour, 1/r over the NIC") {
  // DP 32 on 8-chip nodes: r = 8, D = 4.
  const ParallelPlan p = plan(1, 1, 1, 32, 1, RankOrder::pipeline_inner);
  const Traffic t = make_traffic(single(p, Group::data, 1), eight_chip_nodes(4));
  CHECK(t.groups.size() == 1);
  CHECK(t.flows.size() == 2);  // what stays local, what does not
  CHECK(t.messages() == 64);
  for (std::uint32_t rank = 0; rank < 32; ++rank) {
    const auto sum = shares(t, rank);
    CHECK(sum.at("scale-up up") == doctest::Approx(7.0 / 8));
    CHECK(sum.at("nic up") == doctest::Approx(1.0 / 8));
  }
  const Routing r = make_routing(eight_chip_nodes(4));
  for (std::size_t m = 0; m < t.messages(); ++m) {
    const std::uint32_t from = t.message_source[m], to = destination(t, r, m);
    if (m < t.message_offset[1])
      CHECK(to == from / 8 * 8 + (from + 1) % 8);
    else
      CHECK(to == (from + 8) % 32);
  }
  // Four nodes are one unit, so one leaf a rail: 7 local steps of 2 µs; a chunk that goes round passes 31 of 32 edges,
  // of which 28 are local and 4 take 5 + 0.3 µs.
  CHECK(latency_us(t, "scale-up up") == doctest::Approx(14));
  CHECK(latency_us(t, "nic up") == doctest::Approx((28 * 2 + 4 * 5.3) * 31 / 32));
}

TEST_CASE("the latency of a ring is the mean over its edges, not the longest edge") {
  // TP 8, DP 8 over 8 nodes, 4 nodes a leaf: 6 edges under a leaf (5.3 µs), 2 over a spine (5.9 µs); 7 steps.
  const ParallelPlan p = plan(8, 1, 1, 8, 1, RankOrder::pipeline_inner);
  const Traffic t = make_traffic(single(p, Group::data, 1), eight_chip_nodes(8));
  CHECK(t.flows.size() == 8);  // a ring a tensor rank
  CHECK(t.messages() == 64);
  REQUIRE(t.classes.size() == 1);
  CHECK(t.classes[0].share == 1);
  CHECK(t.classes[0].latency.in(unit::microsecond) == doctest::Approx((6 * 5.3 + 2 * 5.9) * 7 / 8));
}

TEST_CASE("members that domains hold unequally form one plain ring") {
  // DP 12 on 8-chip nodes: 8 + 4. Ten local edges of 2 µs, two under a leaf... of different rails: 7 -> 8 and 11 -> 0.
  const ParallelPlan p = plan(1, 1, 1, 12, 1, RankOrder::pipeline_inner);
  const Traffic t = make_traffic(single(p, Group::data, 1), eight_chip_nodes(2));
  REQUIRE(t.flows.size() == 1);
  REQUIRE(t.messages() == 12);
  CHECK(t.classes[0].share == 1);
  CHECK(t.classes[0].latency.in(unit::microsecond) == doctest::Approx((10 * 2 + 2 * 5.9) * 11 / 12));
  for (const Message& m : messages(t)) {
    const bool remote = m.source == 7 || m.source == 11;
    CHECK(m.hops == (remote ? 4 : 2));  // rails 7 and 0, 3 and 0: over a spine
  }
}

TEST_CASE("an all-to-all gathers messages on the rail of their destination") {
  // EP 32, r = 8, D = 4: of 31 equal messages a rank sends 7 to each local peer's rail share. NIC: 3 x 8/31. Scale-up:
  // 7 local messages and 7 x 3 that change rail: 28/31. What crosses NICs: 24 of 31 messages.
  const ParallelPlan p = plan(1, 1, 1, 32, 32, RankOrder::pipeline_inner);
  const Traffic t = make_traffic(single(p, Group::expert, 1), eight_chip_nodes(4));
  CHECK(t.flows.size() == 2);
  CHECK(t.messages() == 32 * 4);
  for (std::uint32_t rank = 0; rank < 32; ++rank) {
    const auto sum = shares(t, rank);
    CHECK(sum.at("nic up") == doctest::Approx(24.0 / 31));
    CHECK(sum.at("scale-up up") == doctest::Approx(28.0 / 31));
  }
  const Routing r = make_routing(eight_chip_nodes(4));
  for (std::size_t m = t.message_offset[1]; m < t.messages(); ++m)
    CHECK(t.message_source[m] % 8 == destination(t, r, m) % 8);
  CHECK(latency_us(t, "scale-up up") == doctest::Approx(2));
  CHECK(latency_us(t, "nic up") == doctest::Approx(2 + 5.3));
  // Within one domain: everything local, share 1. One member a domain: everything over NICs, 1/3 each, no gathering.
  const Traffic inside = make_traffic(single(plan(1, 1, 1, 8, 8, p.order), Group::expert, 1), eight_chip_nodes(1));
  CHECK(inside.messages() == 8);
  CHECK(inside.classes.at(0).share == 1);
  const Traffic apart = make_traffic(single(plan(8, 1, 1, 4, 1, p.order), Group::data, 1), eight_chip_nodes(4));
  CHECK(apart.messages() == 32);
}

TEST_CASE("an all-to-all over unequal domains goes pair by pair") {
  const ParallelPlan p = plan(1, 1, 1, 12, 12, RankOrder::pipeline_inner);
  const Traffic t = make_traffic(single(p, Group::expert, 1), eight_chip_nodes(2));
  CHECK(t.messages() == 12 * 11);
  for (std::uint32_t rank = 0; rank < 12; ++rank) {
    const auto sum = shares(t, rank);
    CHECK(sum.at("scale-up up") == doctest::Approx((rank < 8 ? 7.0 : 3.0) / 11));
    CHECK(sum.at("nic up") == doctest::Approx((rank < 8 ? 4.0 : 8.0) / 11));
  }
}

TEST_CASE("pipeline messages go to the same rank of the neighbouring stage, and only where a stage sends") {
  for (RankOrder order : {RankOrder::pipeline_inner, RankOrder::data_inner})
    for (int interleave : {1, 2}) {
      ParallelPlan p = plan(8, 1, 4, 4, 1, order);
      p.interleave = interleave;
      const Traffic t = make_traffic(examples::program(p), eight_chip_nodes(16));
      std::array<int, group_count> count{}, senders_found{};
      for (const Traffic::Flow& flow : t.flows) {
        const Group group = t.classes[flow.flow_class].group;
        count[static_cast<std::size_t>(group)] += static_cast<int>(t.hops_of(&flow - t.flows.data()).size() / 2);
        if (!is_pipeline(group)) continue;
        ++senders_found[static_cast<std::size_t>(group)];
        RankPlace place = place_of(p, flow.source);
        place.pipeline = (place.pipeline + (group == Group::pipeline_next ? 1 : 3)) % 4;
        CHECK(place_of(p, flow.destination) == place);
        CHECK(flow.instance == Traffic::none);
      }
      const int senders =
          interleave > 1 ? 128 : 96;  // plain 1F1B: the last stage sends nothing on, the first nothing back
      CHECK(senders_found[static_cast<std::size_t>(Group::pipeline_next)] == senders);
      CHECK(senders_found[static_cast<std::size_t>(Group::pipeline_previous)] == senders);
      CHECK(count[static_cast<std::size_t>(Group::tensor)] == 128);  // messages of two hops: up and down
      CHECK(count[static_cast<std::size_t>(Group::context)] == 0);
    }
}

TEST_CASE("chips that share a NIC share its links, and stages in one domain use the scale-up links") {
  Node node = examples::node8();
  node.nics.per_node = 2;
  const ParallelPlan p = plan(4, 1, 2, 4, 1, RankOrder::pipeline_inner);
  const Traffic t = make_traffic(examples::program(p), build_topology(node, 4, examples::fabric(2, 64, 4)));
  std::map<std::uint32_t, int> flows_of_nic;
  for (std::size_t m = 0; m < t.messages(); ++m) {
    const std::uint32_t link = t.hops_of_message(m).front().link;
    if (t.link_names[t.link_kind[link]] == "nic up") ++flows_of_nic[link];
  }
  for (const Message& m : messages(t)) {
    const Group group = t.classes[t.flows[m.flow].flow_class].group;
    CHECK((m.first == "nic up") == (group == Group::data));  // stage 0 is chips 0-3, stage 1 chips 4-7 of each node
  }
  CHECK(flows_of_nic.size() == 8);
  for (const auto& [nic, flows] : flows_of_nic) CHECK(flows == 4);
}

TEST_CASE("a plan larger than the cluster is refused") {
  const ParallelPlan p = plan(8, 1, 1, 5, 1, RankOrder::pipeline_inner);
  CHECK_THROWS_AS((void)make_traffic(examples::program(p), eight_chip_nodes(4)), std::invalid_argument);
}

TEST_CASE("what leaves chips arrives at chips, and adds up to what flows carry") {
  const ParallelPlan p = plan(2, 2, 2, 16, 16, RankOrder::data_inner);
  const StepProgram program = examples::program(p);
  const Traffic t = make_traffic(program, build_topology(examples::node8(), 16, examples::fabric(3, 16, 4, 1)));
  std::array<double, trunk_kinds> sum{};
  const std::vector<Bytes> bytes = link_bytes(t, program);
  for (std::size_t link = 0; link < bytes.size(); ++link) sum[t.link_kind[link]] += bytes[link].base();
  const auto of = [&](TrunkKind kind) { return sum[static_cast<std::size_t>(kind)]; };
  CHECK(of(TrunkKind::scale_up_up) == doctest::Approx(of(TrunkKind::scale_up_down)));
  CHECK(of(TrunkKind::nic_up) == doctest::Approx(of(TrunkKind::nic_down)));
  CHECK(of(TrunkKind::leaf_up) == doctest::Approx(of(TrunkKind::leaf_down)));
  CHECK(of(TrunkKind::pod_up) == doctest::Approx(of(TrunkKind::pod_down)));
  double carried = 0;  // every stage begins 1 GB on each group it uses
  for (const Message& m : messages(t)) carried += 1e9 * t.classes[t.flows[m.flow].flow_class].share;
  CHECK(of(TrunkKind::scale_up_up) + of(TrunkKind::nic_up) == doctest::Approx(carried));
}

TEST_CASE("the busiest link of each kind comes first, with its bytes over capacity and time") {
  // DP 32, r = 8, D = 4, 80 GB a rank: 70 GB over the chip's scale-up link, 10 GB over each NIC, nothing above the
  // leaf.
  const ParallelPlan p = plan(1, 1, 1, 32, 1, RankOrder::pipeline_inner);
  const StepProgram program = single(p, Group::data, 80e9);
  const auto loads = link_loads(make_traffic(program, eight_chip_nodes(4)), program, 2.0 * unit::second);
  REQUIRE(loads.size() == 4);
  CHECK(loads[0].name == "nic up");  // 10 GB / (45 GB/s x 2 s)
  CHECK(loads[0].utilisation == doctest::Approx(10.0 / 90));
  CHECK(loads[0].links == 32);
  CHECK(loads[1].name == "nic down");
  CHECK(loads[2].name == "scale-up up");  // 70 GB / (360 GB/s x 2 s)
  CHECK(loads[2].utilisation == doctest::Approx(70.0 / 720));
  CHECK(loads[2].bytes.base() == doctest::Approx(70e9));
  CHECK(loads[3].name == "scale-up down");
}
