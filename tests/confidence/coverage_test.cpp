// Do nine of ten published steps fall inside the interval that was stated without their series?
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "rows.hpp"

using namespace gigaplan;
using namespace gigaplan::confidence;

namespace {

Subject subject_of(const Residual& row) {
  return {.chip = row.chip,
          .chip_name = row.chip,
          .stack = row.stack,
          .stack_name = row.stack,
          .precision = row.precision,
          .chips = row.chips,
          .sequence_length = row.sequence_length,
          .moe = row.moe};
}

struct Coverage {
  int rows = 0, inside = 0;
  double width = 0;  ///< sum of ln(high / low)
  [[nodiscard]] double share() const { return static_cast<double>(inside) / rows; }
};

}  // namespace

TEST_CASE("the stated intervals hold between 85 and 95 % of the published steps") {
  const auto residuals = read_residuals(std::string(GIGAPLAN_SOURCE_DIR) + "/scenarios/catalogue");
  CHECK(residuals.issues.empty());
  REQUIRE(residuals.rows.size() > 200);
  std::map<std::string, Coverage> coverage;
  for (const Residual& row : residuals.rows) {
    const auto c = confidence_of(subject_of(row), residuals.rows, {.excluded_series = row.series});
    REQUIRE(c.has_value());
    CHECK(c->low <= 1);
    CHECK(c->high >= 1);
    const double factor = std::exp(row.without_series);
    for (const auto& name :
         {std::string("all"), std::string(row.moe ? "mixture of experts" : "dense"), "  " + row.family}) {
      ++coverage[name].rows;
      coverage[name].inside += c->low <= factor && factor <= c->high ? 1 : 0;
      coverage[name].width += std::log(c->high / c->low);
    }
  }
  for (const auto& [name, of] : coverage)
    MESSAGE(name << ": " << of.inside << " of " << of.rows << " inside (" << 100 * of.share() << " %), mean width "
                 << 100 * of.width / of.rows << " %");
  for (const char* name : {"all", "dense"}) {
    CHECK(coverage[name].share() >= 0.85);
    CHECK(coverage[name].share() <= 0.95);
  }
}
