// Is luck stratified, shared where it should be, and always the same?
#include "futures/draw.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "base/normal.hpp"

using namespace gigaplan;
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
  CHECK(correlation(fi, luck.of("/site/price")) == doctest::Approx(std::sqrt(0.5)).epsilon(0.05));
  CHECK(luck.of("/site/price", "fi", 0.5) == fi);
  CHECK(luck.of("/site/price", "fi", 1) == luck.of("/site/price"));
  CHECK(std::abs(correlation(fi, luck.of("/site/carbon", "fi", 0.5))) < 0.07);
}

TEST_CASE("what is half an owner's own is stratified as all else") {
  for (const std::size_t count : {2, 8, 200}) {
    Luck luck(3, count);
    for (const char* owner : {"fi", "es"}) {
      for (const double together : {0.0, 0.5, 0.9, 1.0}) {
        const auto shares = luck.of("/site/price", owner, together);
        std::set<int> parts;
        for (const double share : shares) {
          CHECK(share > 0);
          CHECK(share < 1);
          parts.insert(static_cast<int>(share * static_cast<double>(count)));
        }
        CHECK(parts.size() == count);
      }
    }
  }
  // Its mean is that of the distribution nearly to the digit, as of a sample that is not mixed: the values of 200
  // independent draws would have a standard error of 0.02.
  Luck luck(1, 200);
  double mean = 0;
  for (const double share : luck.of("/site/price", "fi", 0.5)) mean += share / 200;
  CHECK(std::abs(mean - 0.5) < 0.001);
  // Where in its part a value lies is chance, and another one for each owner.
  const auto fi = luck.of("/site/price", "fi", 0.5), es = luck.of("/site/price", "es", 0.5);
  double within = 0;
  for (const double share : fi) within += (share * 200 - std::floor(share * 200)) / 200;
  CHECK(std::abs(within - 0.5) < 0.08);  // 4 standard errors of 0.29 / sqrt(200)
  CHECK(fi != es);
}
