// What does a page show of a programme's choice?
#pragma once

#include <string>
#include <vector>

#include "io/report_writer.hpp"
#include "programme/study.hpp"
#include "report/page.hpp"

namespace gigaplan::cli {

/// Where the proposals stand, in the order of the study's candidates.
struct ProposalFiles {
  std::string folder;  ///< its name alone: a page is sent around
  std::vector<std::string> names, sha256;
  std::vector<std::string> changes;  ///< of --set, the same for all
};

/// The funded proposals and whose money they get, by country, what comes close, how the choice fares where the future
/// is another, what wider limits would bring, a row a proposal, and whose scenarios these are. Precondition:
/// study.solved()
[[nodiscard]] report::Page portfolio_page(const programme::Study& study, const programme::Asked& asked,
                                          const ProposalFiles& files, const io::Versions& versions);

}  // namespace gigaplan::cli
