// Is a wider limit worth what solving anew gives?
#include "portfolio/shadow.hpp"

#include <doctest/doctest.h>

using namespace gigaplan::portfolio;

namespace {

Candidate austrian(const std::string& id, double value, double least_eur) {
  return {.id = id,
          .site = id,
          .country = "AT",
          .region = id,
          .asked_eur = {least_eur, 0, 0},
          .least_eur = least_eur,
          .value = value};
}

}  // namespace

TEST_CASE("100 million more, or one more site") {
  Problem p;
  p.candidates = {austrian("a", 5, 4e8), austrian("b", 4, 3e8), austrian("c", 2, 2e8), austrian("d", 1, 1e8)};
  p.limits.eu_eur = 6e8;
  p.limits.max_sites = 2;
  p.limits.max_per_country = 4;
  const auto choice = *choose(p);
  CHECK(choice.chosen == Chosen{0, 2});
  const auto wider = widen(p, choice);
  REQUIRE(wider.size() == 3);
  CHECK(wider[0].limit == "eu_eur");
  CHECK(wider[0].by == 100e6);
  CHECK(wider[0].portfolio.chosen == Chosen{0, 1});
  CHECK(wider[0].gain == 2);
  CHECK(wider[1].limit == "max_sites");
  CHECK(wider[1].gain == 0);  // 600 million buy b, c and d, 7 together, too
  CHECK(wider[2].limit == "max_per_country");
  CHECK(wider[2].gain == 0);
}
