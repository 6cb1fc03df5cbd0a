// How is a programme's choice kept in files?
#pragma once

#include <string>

#include "io/report_writer.hpp"
#include "programme/study.hpp"

namespace gigaplan::programme {

/// gigaplan/portfolio/1 (docs/portfolio.md). The same study gives the same bytes.
[[nodiscard]] std::string study_json(const Study& study, const Asked& asked, const io::Versions& versions);

/// One row a proposal, with a header line: what is known of it, what it gets, how often futures would choose it.
[[nodiscard]] std::string study_csv(const Study& study);

}  // namespace gigaplan::programme
