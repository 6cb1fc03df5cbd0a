// How is a comparison kept in files?
#pragma once

#include <string>
#include <vector>

#include "futures/compare.hpp"

namespace gigaplan::futures {

/// What was asked, for whoever reads the answer.
struct Asked {
  std::string version;  ///< of gigaplan
  std::vector<sweep::Figure> figures;
  CompareOptions options;
  int every = 0;  ///< hours of a year that a future simulates
};

/// gigaplan-comparison/1 (docs/compare.md): ranking, figures with their intervals, influences, differences, break-even
/// points. Deterministic.
[[nodiscard]] std::string comparison_json(const std::vector<Subject>& subjects, const Comparison& comparison,
                                          const Asked& asked);

/// One row a scenario and future, with a header line: "scenario,future,<figure>,...". A cell is empty where there is no
/// figure.
[[nodiscard]] std::string futures_csv(const std::vector<Subject>& subjects, const Comparison& comparison,
                                      const Asked& asked);

/// What each future drew, row by row as futures_csv() has them: a column an uncertain figure, in its own unit (its key
/// says which); the step's time as a factor. compare.json's "draws" says which pointer a column is. A cell is empty
/// where a scenario does not draw that.
[[nodiscard]] std::string draws_csv(const std::vector<Subject>& subjects, const Comparison& comparison,
                                    const Asked& asked);

}  // namespace gigaplan::futures
