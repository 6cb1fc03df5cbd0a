// Are numbers written as a person writes them?
#include "finance/readable.hpp"

#include <doctest/doctest.h>

using namespace gigaplan;
using namespace gigaplan::finance;

TEST_CASE("thousands are grouped, whatever the length and sign") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1000) == "1,000");
  CHECK(grouped(101376) == "101,376");
  CHECK(grouped(8.2e9) == "8,200,000,000");
  CHECK(grouped(-1234.4) == "-1,234");
  CHECK(grouped(-0.2) == "0");
}

TEST_CASE("money, power and shares carry their unit") {
  CHECK(readable(Money(35000)) == "35,000 EUR");
  CHECK(readable(Money(12.5)) == "12.50 EUR");
  CHECK(readable(Money(40)) == "40 EUR");
  CHECK(readable(166.7 * unit::megawatt) == "166.70 MW");
  CHECK(readable_per_megawatt(9.1e6 * unit::euro_per_megawatt) == "9,100,000 EUR/MW");
  CHECK(percent(0.085) == "8.5 %");
  CHECK(percent(0.1) == "10 %");
}
