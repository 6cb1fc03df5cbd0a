// What would the parameters be, had the fit not seen a series, a stack or an architecture?
#pragma once

#include <filesystem>

#include "whole_fit.hpp"

namespace gigaplan::calibration {

/// Fits once more without each of them in turn, and once more with one row of each series alone. Writes the values as
/// gigaplan-left-out/1, which `gigaplan accuracy` reads. docs/calibration.md has the method and the format.
/// \param whole fit to all rows
void write_left_out(const std::filesystem::path& file, const std::vector<Row>& rows,
                    const std::vector<Parameter>& parameters, const Converged& whole, const Loss& loss, int workers);

}  // namespace gigaplan::calibration
