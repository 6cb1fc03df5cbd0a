// How is a mixed-integer linear program solved, to proven optimality and without a word on the terminal?
#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <vector>

namespace gigaplan::portfolio {

struct Column {
  double low = 0, high = 1;
  double objective = 0;
  bool whole = false;  ///< takes whole numbers only
};

struct Term {
  std::size_t column = 0;
  double factor = 0;
};

/// Sum of its terms ≤ most.
struct Row {
  std::vector<Term> terms;
  double most = 0;
};

/// Maximise the objective over columns that keep the rows.
struct Program {
  std::vector<Column> columns;
  std::vector<Row> rows;
  std::size_t add(const Column& column);  ///< its place
  void at_most(std::vector<Term> terms, double most);
  void at_least(std::vector<Term> terms, double least);
};

struct Solution {
  std::vector<double> values;  ///< one a column; whole ones are exactly so
  double objective = 0;
  double bound = 0;  ///< no solution has more
  long nodes = 0;    ///< of the search tree
};

/// The solver gave up for a reason that is none of the program's.
struct SolverFailure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The optimum with no gap left; none if the program has no solution. Rows hold within 1e-9 of their largest factor.
/// COIN-OR CBC (Forrest & Lougee-Heimer 2005) on one thread: the same program gives the same solution.
/// \throws SolverFailure
[[nodiscard]] std::optional<Solution> maximise(const Program& program);

}  // namespace gigaplan::portfolio
