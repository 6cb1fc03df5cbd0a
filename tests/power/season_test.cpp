// Does a day know its place in a year of 365?
#include "power/season.hpp"

#include <doctest/doctest.h>

using gigaplan::power::hour_of_year;

TEST_CASE("hours from 1 January on, without 29 February") {
  CHECK(hour_of_year("2028-01-01") == 0);
  CHECK(hour_of_year("2028-02-28") == 24 * 58);   // 31 + 28 - 1
  CHECK(hour_of_year("2028-02-29") == 24 * 59);   // read as 1 March
  CHECK(hour_of_year("2028-03-01") == 24 * 59);   // 31 + 28
  CHECK(hour_of_year("2028-07-01") == 24 * 181);  // 31 + 28 + 31 + 30 + 31 + 30
  CHECK(hour_of_year("2027-12-31") == 8760 - 24);
}
