#include "accuracy/intervals.hpp"

#include "confidence/confidence.hpp"

namespace gigaplan::accuracy {
namespace {

confidence::Subject subject_of(const Result& r) {
  return {.chip = r.of.chip,
          .chip_name = r.of.chip,
          .stack = r.of.stack,
          .stack_name = r.of.stack,
          .precision = r.step.precision,
          .chips = r.chips,
          .sequence_length = static_cast<double>(r.step.sequence_length),
          .moe = r.step.experts};
}

}  // namespace

void state_intervals(Evaluation& evaluation, const std::vector<confidence::Residual>& residuals) {
  for (auto& r : evaluation.results) {
    if (r.of.kind != "step" || !r.of.layout_stated || r.points.empty()) continue;
    const auto sure = confidence::confidence_of(subject_of(r), residuals, {.excluded_series = r.of.series});
    const double predicted = r.points.front().predicted;
    if (sure) r.interval = Interval{predicted * sure->low, predicted * sure->high};
  }
}

Coverage step_coverage(const Evaluation& evaluation) {
  Coverage coverage;
  for (const auto& r : evaluation.results) {
    if (!r.interval || r.of.calibrates) continue;
    ++coverage.figures;
    if (r.interval->contains(r.points.front().published)) ++coverage.inside;
  }
  return coverage;
}

}  // namespace gigaplan::accuracy
