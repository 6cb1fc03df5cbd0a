// What does a page show of a comparison?
#pragma once

#include <string>
#include <vector>

#include "futures/outputs.hpp"
#include "io/report_writer.hpp"
#include "report/page.hpp"

namespace gigaplan::cli {

/// A scenario that was compared, as plain values.
struct Contender {
  std::string label, file, sha256;
  std::string site, country;
  futures::Uncertainty uncertainty;
};

/// No scenario is better than another in any future that counts.
[[nodiscard]] bool as_good_as_each_other(const futures::Comparison& comparison);

[[nodiscard]] std::vector<Contender> contenders_of(const std::vector<futures::Subject>& subjects);

/// The answer first; then ranking, all figures side by side, what moves each scenario, what makes the difference,
/// break-even points, shares of the variance, every uncertain figure with its source. \param contenders as in
/// `comparison`, at least one
[[nodiscard]] report::Page compare_page(const std::vector<Contender>& contenders, const futures::Comparison& comparison,
                                        const futures::Asked& asked, const io::Versions& versions);

}  // namespace gigaplan::cli
