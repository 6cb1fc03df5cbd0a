// What does a decision maker read of a run?
#pragma once

#include "io/report_writer.hpp"
#include "model/result.hpp"
#include "model/scenario.hpp"
#include "report/page.hpp"

namespace gigaplan::report {

/// The answer, then a section for each part of the report.
[[nodiscard]] Page run_page(const Scenario& scenario, const Report& report, const io::Versions& versions);

/// What computed a page, for Page::origin.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> origin_of(const io::Versions& versions);

}  // namespace gigaplan::report
