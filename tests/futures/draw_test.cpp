// Is luck stratified, shared where it should be, and always the same?
#include "futures/draw.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "futures/spread.hpp"

using namespace gigaplan::futures;

namespace {

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double x = normal_quantile(a[i]), y = normal_quantile(b[i]);
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return ab / std::sqrt(aa * bb);
}

}  // namespace

TEST_CASE("one future lies in each part of a figure's distribution") {
  Luck luck(7, 50);
  std::set<int> parts;
  for (const double share : luck.of("/a")) {
    CHECK(share > 0);
    CHECK(share < 1);
    parts.insert(static_cast<int>(share * 50));
  }
  CHECK(parts.size() == 50);
}

TEST_CASE("the same figure has the same luck, another one its own") {
  Luck one(1, 400), again(1, 400), other(2, 400);
  CHECK(one.of("/a") == again.of("/a"));
  CHECK(one.of("/a") != other.of("/a"));
  CHECK(std::abs(correlation(one.of("/a"), one.of("/b"))) < 0.15);
  CHECK_FALSE(std::ranges::is_sorted(one.of("/a")));
}

TEST_CASE("figures of two owners move together as much as is asked") {
  Luck luck(1, 2000);
  const auto fi = luck.of("/site/price", "fi", 0.5), es = luck.of("/site/price", "es", 0.5);
  CHECK(correlation(fi, es) == doctest::Approx(0.5).epsilon(0.1));
  CHECK(luck.of("/site/price", "fi", 0.5) == fi);
  const auto all = luck.of("/site/price", "fi", 1);
  for (std::size_t i = 0; i < all.size(); ++i) CHECK(all[i] == doctest::Approx(luck.of("/site/price")[i]));
}
