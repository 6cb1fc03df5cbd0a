// In which forms does the comparison of predictions with measurements leave?
#pragma once

#include <string>

#include "accuracy/evaluate.hpp"

namespace gigaplan::accuracy {

/// One document: version, groups with their errors, every case with its figures. docs/accuracy-howto.md tells of its
/// keys. The same evaluation gives the same bytes.
[[nodiscard]] std::string accuracy_json(const Evaluation& evaluation, const std::string& version);

/// One line a figure: id, kind, group, series, family, stack, release, chip, chips, role, layout_stated, what, unit,
/// predicted, published, error, low, high, source, where, left_out, failure, and what steps are predicted to take by
/// fits that did not see them, and the interval stated without the step's series. RFC 4180, but for lines that end with
/// a line feed alone.
[[nodiscard]] std::string accuracy_csv(const Evaluation& evaluation);

/// Predicted against published step times, logarithmic, coloured by family; calibration rows hollow. An SVG document.
[[nodiscard]] std::string accuracy_svg(const Evaluation& evaluation);

}  // namespace gigaplan::accuracy
