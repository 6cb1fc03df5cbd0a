// Do ranks sit where a placement says?
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "examples.hpp"
#include "network/placement.hpp"

using namespace gigaplan;
using namespace gigaplan::network;

namespace {

TrainingJob job(int tensor, int data, PlacementKind kind) {
  TrainingJob result;
  result.plan.tensor = tensor;
  result.plan.data = data;
  result.placement.kind = kind;
  return result;
}

std::string told(const TrainingJob& j, long nodes) {
  const Issues issues = check_placement(j, examples::node8(), nodes, "/training/placement");
  return issues.empty() ? "" : to_string(issues[0]);
}

}  // namespace

TEST_CASE("packed: rank r on chip r; rail-aligned: groups do not straddle nodes") {
  const Node node = examples::node8();
  const auto packed = place_ranks(job(6, 4, PlacementKind::packed), node, 4, 1);
  for (std::uint32_t r = 0; r < packed.size(); ++r) CHECK(packed[r] == r);
  // Groups of 6 on nodes of 8: two chips of each node stay idle, and group g is on node g.
  const auto aligned = place_ranks(job(6, 4, PlacementKind::rail_aligned), node, 4, 1);
  REQUIRE(aligned.size() == 24);
  for (std::uint32_t r = 0; r < 24; ++r) CHECK(aligned[r] == r / 6 * 8 + r % 6);
  CHECK(told(job(6, 5, PlacementKind::rail_aligned), 4).find("offers 24 chips, the plan needs 30") !=
        std::string::npos);
  // Groups of 16 take two whole nodes.
  const auto wide = place_ranks(job(16, 2, PlacementKind::rail_aligned), node, 4, 1);
  for (std::uint32_t r = 0; r < 32; ++r) CHECK(wide[r] == r);
}

TEST_CASE("scattered: whole domains, every one once, by the seed") {
  Node node = examples::node8();
  node.scale_up.domain_chips = 16;
  const auto a = place_ranks(job(8, 16, PlacementKind::scattered), node, 16, 1);
  const auto b = place_ranks(job(8, 16, PlacementKind::scattered), node, 16, 1);
  const auto c = place_ranks(job(8, 16, PlacementKind::scattered), node, 16, 2);
  CHECK(a == b);
  CHECK(a != c);
  CHECK(std::set<std::uint32_t>(a.begin(), a.end()).size() == 128);
  for (std::size_t i = 0; i < a.size(); i += 16) {
    CHECK(a[i] % 16 == 0);
    for (std::size_t k = 0; k < 16; ++k) CHECK(a[i + k] == a[i] + k);
  }
}

TEST_CASE("given: the listed nodes in their order; each once, and there") {
  TrainingJob j = job(8, 3, PlacementKind::given);
  j.placement.nodes = {{5, 1}, {2, 2}};
  const auto chips = place_ranks(j, examples::node8(), 6, 1);
  REQUIRE(chips.size() == 24);
  CHECK(chips[0] == 40);
  CHECK(chips[8] == 16);
  CHECK(chips[23] == 31);
  CHECK(told(j, 6).empty());
  CHECK(told(j, 5).find("nodes 5 to 5 of 5") != std::string::npos);
  j.placement.nodes = {{2, 2}, {3, 1}};
  CHECK(told(j, 6).find("node 3 is there twice") != std::string::npos);
  j.placement.nodes = {{2, 2}};
  CHECK(told(j, 6).find("offers 16 chips, the plan needs 24") != std::string::npos);
  j.placement.kind = PlacementKind::packed;
  CHECK(told(j, 6).find("kind is not") != std::string::npos);
}
