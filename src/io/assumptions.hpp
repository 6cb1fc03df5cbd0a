// Where does each number of a resolved scenario come from?
#pragma once

#include <vector>

#include "io/document.hpp"
#include "io/reader.hpp"
#include "model/provenance.hpp"

namespace gigaplan::io {

/// One row for each number outside citations, sorted by pointer. The nearest object around it that cites it counts;
/// there, the most specific field, and the first of equals. Without a citation it is the reader's default, the command
/// line's, or the scenario's own choice; a catalogue figure without one is `assumed`.
[[nodiscard]] std::vector<Assumption> list_assumptions(const Document& document, const Defaults& defaults);

/// Citations that name nothing, and ranges that do not hold their figure. \param catalogue also: figures without a
/// citation, `read` and `computed` ones without a title, `assumed` ones without a reason
[[nodiscard]] Issues check_citations(const Document& document, const Defaults& defaults, bool catalogue);

}  // namespace gigaplan::io
