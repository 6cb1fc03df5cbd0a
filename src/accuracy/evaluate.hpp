// How do all predictions stand against all measurements?
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "accuracy/predict.hpp"
#include "accuracy/statistics.hpp"
#include "accuracy/unseen.hpp"
#include "batch/pool.hpp"

namespace gigaplan::accuracy {

/// What a step is, apart from its case.
struct StepFacts {
  std::string precision;  ///< "bf16", "fp8", "fp4"
  int sequence_length = 0;
  bool experts = false;  ///< a mixture of experts
};

/// A case, predicted or not.
struct Result {
  Case of;
  std::vector<Point> points;
  std::string failure;    ///< why there is no prediction; empty if there is, or if the case is left out
  bool bad_case = false;  ///< the failure is the case's fault and not ours
  double chips = 0;       ///< of the cluster; 0 if there is no prediction
  StepFacts step;         ///< of a case that trains
  ByUnseen<std::optional<double>> unseen;  ///< seconds of a step whose layout is stated
  std::optional<Interval> interval;        ///< likewise: where nine of ten lie (intervals.hpp)
};

/// Cases that belong together: a family of steps, or a kind of figure.
struct Group {
  std::string name;
  ErrorSummary calibration, test;  ///< of figures whose layout is stated
  ErrorSummary guessed;            ///< of those whose layout is not: a test of the defaults as well
  ByUnseen<ErrorSummary> unseen;   ///< of steps, predicted by fits that did not see them; test and calibration alike
};

/// Published figures whose prediction has an interval, and how many of them lie in it.
struct Coverage {
  std::size_t figures = 0, inside = 0;
  bool operator==(const Coverage&) const = default;
};

struct Evaluation {
  std::vector<Result> results;  ///< in the order of the cases
  std::vector<Group> groups;    ///< families of steps first, then all dense steps and large runs, then other kinds
  batch::Stop stop = batch::Stop::finished;
  [[nodiscard]] std::size_t failures() const;
};

/// Predicts all cases that are not left out, each in a process of its own.
/// \param progress share done, 0..1
/// \param sets what steps are predicted with besides, as if they had not been seen
[[nodiscard]] Evaluation evaluate(const CaseSet& cases, const io::Catalogue& catalogue, int workers,
                                  const std::function<void(double)>& progress = {}, const UnseenSets& sets = {});

/// Of calibration, or of test figures.
[[nodiscard]] Coverage coverage(const std::vector<Result>& results, bool calibration);

/// Sums up results by family and kind.
[[nodiscard]] std::vector<Group> group_results(const std::vector<Result>& results);

}  // namespace gigaplan::accuracy
