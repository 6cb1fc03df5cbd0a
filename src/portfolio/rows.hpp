// How do the limits of a programme become rows of a linear program?
#pragma once

#include "portfolio/problem.hpp"
#include "portfolio/program.hpp"

namespace gigaplan::portfolio {

/// A program whose first columns are the candidates, 0 or 1, with `each` as objective, and whose rows are the limits.
///
/// Grants are no columns of it. Money may be cut down to what a proposal needs least, so a set can be paid if and only
/// if its needs flow through what each asks of each instrument into the budgets. By max-flow min-cut that is one
/// inequality for each set of instruments: what cannot come from elsewhere fits into their budgets. With member states'
/// budgets, one column for each country and such set takes the larger of its two sides.
[[nodiscard]] Program program_of(const Problem& problem, const std::vector<double>& each);

}  // namespace gigaplan::portfolio
