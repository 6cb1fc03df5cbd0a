// Are typed ids safe? They compare, sort and hash, and do not turn into one another.
#include "base/id.hpp"

#include <doctest/doctest.h>

#include <concepts>
#include <type_traits>
#include <unordered_set>
#include <utility>

using namespace gigaplan;

namespace {

using LinkId = Id<struct LinkTag>;
using FlowId = Id<struct FlowTag>;

static_assert(!std::convertible_to<LinkId, FlowId> && !std::constructible_from<FlowId, LinkId>);
static_assert(!std::equality_comparable_with<LinkId, FlowId>);
static_assert(!std::convertible_to<std::size_t, LinkId> && std::constructible_from<LinkId, std::size_t>);
static_assert(!std::convertible_to<LinkId, std::size_t>);
static_assert(sizeof(LinkId) == 4 && std::is_trivially_copyable_v<LinkId>);  // millions of them lie in arrays

}  // namespace

TEST_CASE("an id made from nothing is not valid, and one made from an index is") {
  CHECK_FALSE(LinkId().valid());
  CHECK(LinkId(0).valid());
  CHECK(LinkId(0).index() == 0);
  CHECK(LinkId(102'399).index() == 102'399);
}

TEST_CASE("ids order as their indices, and no id comes after the invalid one") {
  CHECK(LinkId(3) == LinkId(3));
  CHECK(LinkId(3) != LinkId(4));
  CHECK(LinkId(3) < LinkId(4));
  CHECK(LinkId(4'000'000'000U) < LinkId());
}

TEST_CASE("equal ids share a hash, so that a set keeps one of them") {
  const std::unordered_set<LinkId> set{LinkId(7), LinkId(7), LinkId(8)};
  CHECK(set.size() == 2);
  CHECK(set.contains(LinkId(8)));
  CHECK_FALSE(set.contains(LinkId(9)));
}
