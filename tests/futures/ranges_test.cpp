// Do the ranges of one run say what its futures say?
#include "futures/ranges.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "example.hpp"

using namespace gigaplan;
using namespace gigaplan::futures;

namespace {

FuturesResult ranges_of(const std::vector<Subject>& one, std::uint64_t seed, int workers) {
  auto stop = batch::Stop::finished;
  auto result = ranges(one, gigaplan::test::question(), 5, seed, {.workers = workers, .progress = {}}, stop);
  REQUIRE(stop == batch::Stop::finished);
  return *result;
}

}  // namespace

TEST_CASE("ranges hold their median, state the scenario as it stands, and depend on the seed alone") {
  std::vector<Subject> one;
  one.push_back(gigaplan::test::subject("fi"));
  const auto found = ranges_of(one, 1, 2);
  CHECK(found == ranges_of(one, 1, 1));
  CHECK_FALSE(found.figures == ranges_of(one, 2, 2).figures);
  CHECK(found.futures == 5);
  CHECK(found.failed == 0);
  CHECK(found.drawn == one.front().dimensions());
  REQUIRE(found.figures.size() == gigaplan::test::question().figures.size());
  bool any = false;
  for (std::size_t i = 0; i < found.figures.size(); ++i) {
    const auto& range = found.figures[i];
    INFO(range.pointer);
    CHECK(range.stated == one.front().central()[i]);
    CHECK(range.low <= range.median);
    CHECK(range.median <= range.high);
    any = any || range.low < range.high;
  }
  CHECK(any);
}
