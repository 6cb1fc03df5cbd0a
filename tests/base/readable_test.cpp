#include "base/readable.hpp"

#include <doctest/doctest.h>

using namespace gigaplan;

TEST_CASE("three significant figures, with commas between thousands") {
  CHECK(figures(0) == "0");
  CHECK(figures(0.0045678) == "0.00457");
  CHECK(figures(12.345) == "12.3");
  CHECK(figures(999.4) == "999");
  CHECK(figures(-101234) == "-101,000");
  CHECK(whole(1234567) == "1,234,567");
  CHECK(whole(-999) == "-999");
}

TEST_CASE("words from a million on") {
  CHECK(words(999'000) == "999,000");
  CHECK(words(1'552'198) == "1.55 million");
  CHECK(words(7.38e9) == "7.38 billion");
  CHECK(words(1.437e16) == "14.4 quadrillion");
  CHECK(euros(310e6 * unit::euro) == "€310 million");
  CHECK(counted(1, "run") == "1 run");
  CHECK(counted(2000, "run") == "2,000 runs");
}

TEST_CASE("times in the unit that suits them") {
  CHECK(duration(0.0000123 * unit::second) == "12.3 µs");
  CHECK(duration(0.787 * unit::second) == "787 ms");
  CHECK(duration(69 * unit::second) == "69.0 s");
  CHECK(duration(150 * unit::second) == "2.50 min");
  CHECK(duration(3 * unit::hour) == "3.00 h");
}
