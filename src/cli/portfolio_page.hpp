// What does a page show of a programme's choice?
#pragma once

#include "io/report_writer.hpp"
#include "programme/study.hpp"
#include "report/page.hpp"

namespace gigaplan::cli {

/// The funded proposals and whose money they get, by country, what comes close, how the choice fares where the future
/// is another, what wider limits would bring, and a row a proposal. Precondition: study.solved()
[[nodiscard]] report::Page portfolio_page(const programme::Study& study, const programme::Asked& asked,
                                          const io::Versions& versions);

}  // namespace gigaplan::cli
