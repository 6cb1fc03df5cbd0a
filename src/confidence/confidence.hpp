// How sure is a predicted step time?
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "confidence/residuals.hpp"
#include "model/result.hpp"
#include "model/scenario.hpp"

namespace gigaplan::confidence {

/// A residual and how much it counts: 1, or less in a long series.
using Weighted = std::vector<std::pair<double, double>>;

/// What the interval looks at of a scenario.
struct Subject {
  std::string chip, chip_name, stack, stack_name;  ///< id and name
  std::string precision;                           ///< "bf16"
  double chips = 0;                                ///< of the job
  double sequence_length = 0;
  bool moe = false;  ///< mixture of experts
};

/// "bf16"
[[nodiscard]] std::string precision_name(Precision precision);

[[nodiscard]] Subject subject_of(const Scenario& scenario);

/// What is known of the scenario beside itself.
struct Knowledge {
  std::string excluded_series;   ///< as if it had never been measured; empty: none
  bool has_measurement = false;  ///< the prediction rests on a measured step of the same model, precision, chip, stack
};

/// The factors on a predicted time between which nine of ten measured ones lie, by how far predictions of published
/// steps were off where the fit did not see them. The rows are those like the scenario: dense or mixture of experts; of
/// its chip's architecture; and by a fit without the row's series where chip and stack are known, without its stack
/// where the stack is not, without its architecture where the chip is not. A chip or stack is known if a row has its
/// id, so that one which a scenario changes is not. Where that leaves fewer than 20 rows, a series counting as 6 at
/// most, rows of all architectures count, then those of all families. None if these are too few as well.
/// An own measurement counts by fits that saw one row of the series, where there are enough.
[[nodiscard]] std::optional<StepConfidence> confidence_of(const Subject& subject, const std::vector<Residual>& rows,
                                                          const Knowledge& knowledge = {});
[[nodiscard]] std::optional<StepConfidence> confidence_of(const Scenario& scenario, const std::vector<Residual>& rows,
                                                          const Knowledge& knowledge = {});

/// The value below which a share of what comes next lies, in the sense of split-conformal prediction: at least
/// `share` of the weights and of one more row, which may lie anywhere, are at or below it. The largest residual where
/// the rows are too few for that. Precondition: there are rows.
[[nodiscard]] double upper_bound(Weighted residuals, double share);

}  // namespace gigaplan::confidence
