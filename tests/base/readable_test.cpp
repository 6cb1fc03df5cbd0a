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
  CHECK(figures(-0.0) == "0");
}

TEST_CASE("as short as it can be, and never with an exponent that nobody reads") {
  CHECK(plain(5) == "5");
  CHECK(plain(2.5) == "2.5");
  CHECK(plain(-0.0) == "0");
  CHECK(plain(50000) == "50,000");
  CHECK(plain(18741.7) == "18,741.7");
  CHECK(plain(7.75e6) == "7,750,000");
  CHECK(plain(34413123) == "34,413,100");  // six digits
  CHECK(plain(34413123, 10) == "34,413,123");
  CHECK(plain(11.85, 3) == "11.8");  // 11.85 is a bit less as a double
  CHECK(fixed(1234.56, 1) == "1,234.6");
  CHECK(fixed(-0.04, 1) == "0.0");
  CHECK(fixed(-12, 1) == "-12.0");
}

TEST_CASE("words from a million on") {
  CHECK(words(999'000) == "999,000");
  CHECK(words(1'552'198) == "1.55 million");
  CHECK(words(7.38e9) == "7.38 billion");
  CHECK(words(1.437e16) == "14.4 quadrillion");
  CHECK(euros(310e6 * unit::euro) == "€310 million");
  CHECK(euros(-972e6 * unit::euro) == "-€972 million");
  CHECK(euros(-0.0 * unit::euro) == "€0");
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
