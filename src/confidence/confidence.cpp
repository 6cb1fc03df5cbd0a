#include "confidence/confidence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <set>

namespace gigaplan::confidence {
namespace {

constexpr double share_below = 0.95;                     ///< 5 % above, and as many below the lower bound
constexpr double most_of_a_series = 6, least_rows = 20;  // of four series, then

using Column = std::function<std::optional<double>(const Residual&)>;
using Choose = std::function<bool(const Residual&)>;

/// Rows of one kind.
struct Pool {
  Weighted residuals;
  double weight = 0;
  std::size_t series = 0;
};

Pool pool_of(const std::vector<const Residual*>& rows, const Choose& belongs, const Column& column) {
  std::map<std::string, double> sizes;
  for (const auto* row : rows)
    if (belongs(*row) && column(*row)) ++sizes[row->series];
  Pool pool;
  pool.series = sizes.size();
  for (const auto* row : rows) {
    if (!belongs(*row) || !column(*row)) continue;
    pool.residuals.emplace_back(*column(*row), std::min(1.0, most_of_a_series / sizes[row->series]));
    pool.weight += pool.residuals.back().second;
  }
  return pool;
}

std::string capital(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

/// The scenario, seen from the rows.
class Question {
 public:
  Question(const Subject& subject, const std::vector<Residual>& all, const Knowledge& knowledge)
      : subject_(subject), knowledge_(knowledge) {
    for (const auto& row : all)
      if (knowledge.excluded_series.empty() || row.series != knowledge.excluded_series) rows_.push_back(&row);
    for (const auto* row : rows_)
      if (row->chip == subject.chip) architecture_ = row->architecture;
  }

  [[nodiscard]] std::optional<StepConfidence> answer() const {
    for (const auto& choice : choices()) {
      const Pool pool = pool_of(rows_, choice.belongs, choice.column);
      if (pool.weight < least_rows) continue;
      Weighted mirrored = pool.residuals;
      for (auto& residual : mirrored) residual.first = -residual.first;
      return StepConfidence{
          .low = std::min(1.0, std::exp(-upper_bound(std::move(mirrored), share_below))),
          .high = std::max(1.0, std::exp(upper_bound(pool.residuals, share_below))),
          .rows = pool.residuals.size(),
          .series = pool.series,
          .basis = fmt::format("{}: {} published steps of {} series", choice.text, pool.residuals.size(), pool.series),
          .outside = outside()};
    }
    return std::nullopt;
  }

 private:
  [[nodiscard]] std::vector<std::string> outside() const {
    std::vector<std::string> reasons;
    if (rows_.empty()) return reasons;
    if (!knowledge_.has_measurement) add_never_measured(reasons);
    const auto compare = [&](double value, double Residual::*member, const char* what, const char* measured) {
      double most = 0;
      for (const auto* row : rows_) {
        if (row->moe == subject_.moe) most = std::max(most, row->*member);
      }
      if (most == 0 || value <= most) return;
      reasons.push_back(fmt::format("{} {}, the largest measured {} {} has {}", grouped(value), what, kind(), measured,
                                    grouped(most)));
    };
    compare(subject_.chips, &Residual::chips, "chips", "run");
    compare(subject_.sequence_length, &Residual::sequence_length, "tokens a sequence", "run");
    return reasons;
  }

  struct Choice {
    std::string text;
    Choose belongs;
    Column column;
  };

  /// From the narrowest to the widest.
  [[nodiscard]] std::vector<Choice> choices() const {
    const Choose alike = [this](const Residual& row) { return row.moe == subject_.moe; };
    const Choose near = [this](const Residual& row) {
      return row.moe == subject_.moe && row.architecture == architecture_;
    };
    const std::string name = capital(architecture_);
    const auto measured = [](const Residual& row) { return row.with_one_row; };
    const auto [known, column] = ordinary();
    std::vector<Choice> all;
    if (knowledge_.has_measurement && !name.empty())
      all.push_back({fmt::format("{}, {}, with a measurement of your own", kind(), name), near, measured});
    if (knowledge_.has_measurement)
      all.push_back({fmt::format("{}, all architectures, with a measurement of your own", kind()), alike, measured});
    if (!name.empty()) all.push_back({fmt::format("{}, {}, {}", kind(), name, known), near, column});
    const auto instead = name.empty() ? "" : fmt::format(" (too few steps of {})", name);
    all.push_back({fmt::format("{}, all architectures{}, {}", kind(), instead, known), alike, column});
    all.push_back({fmt::format("all models and architectures (too few {} steps), {}", kind(), known),
                   [](const Residual&) { return true; }, column});
    return all;
  }

  /// Without a measurement: what is known, and the fit that saw as little.
  [[nodiscard]] std::pair<const char*, Column> ordinary() const {
    if (architecture_.empty())
      return {"architecture not known", [](const Residual& row) { return row.without_architecture; }};
    if (!stack_known()) return {"stack not known", [](const Residual& row) { return row.without_stack; }};
    return {"stack known", [](const Residual& row) { return std::optional(row.without_series); }};
  }

  [[nodiscard]] bool any(const Choose& belongs) const {
    return std::ranges::any_of(rows_, [&](const Residual* row) { return belongs(*row); });
  }
  [[nodiscard]] bool stack_known() const {
    return any([&](const Residual& row) { return row.moe == subject_.moe && row.stack == subject_.stack; });
  }
  [[nodiscard]] const char* kind() const { return subject_.moe ? "mixture-of-experts" : "dense"; }

  /// A figure with commas between thousands.
  [[nodiscard]] static std::string grouped(double value) {
    std::string text = fmt::format("{:.0f}", value);
    for (std::size_t i = text.size(); i > 3; i -= 3) text.insert(i - 3, ",");
    return text;
  }

  void add_never_measured(std::vector<std::string>& reasons) const {
    if (architecture_.empty()) reasons.push_back(fmt::format("the chip {} was never measured", subject_.chip_name));
    if (!stack_known()) {
      const bool other = any([&](const Residual& row) { return row.stack == subject_.stack; });
      reasons.push_back(fmt::format("the stack {} was never measured{}{}", subject_.stack_name, other ? " with a " : "",
                                    other ? std::string(kind()) + " model" : ""));
    }
    const auto same = [&](const Residual& row) {
      return row.architecture == architecture_ && row.precision == subject_.precision;
    };
    if (!architecture_.empty() && !any(same))
      reasons.push_back(fmt::format("{} was never measured on {}", subject_.precision, capital(architecture_)));
  }

  const Subject& subject_;
  const Knowledge& knowledge_;
  std::vector<const Residual*> rows_;
  std::string architecture_;  ///< empty: no row has the chip
};

}  // namespace

/// Split-conformal prediction (Vovk, Gammerman & Shafer 2005, Algorithmic Learning in a Random World; Lei, G'Sell,
/// Rinaldo, Tibshirani & Wasserman 2018, Distribution-Free Predictive Inference for Regression, JASA 113:1094): of n
/// residuals and the next one each rank is as likely, so that the share is taken of n + 1. Rows that count less: of the
/// sum of weights and 1 for the next row (Barber, Candes, Ramdas & Tibshirani 2023, Conformal Prediction Beyond
/// Exchangeability, Annals of Statistics 51:816).
double upper_bound(Weighted residuals, double share) {
  std::ranges::sort(residuals);
  double weight = 1;
  for (const auto& residual : residuals) weight += residual.second;
  constexpr double rounding = 1e-9;
  double below = 0;
  for (const auto& [value, own] : residuals) {
    below += own;
    if (below >= share * weight - rounding) return value;
  }
  return residuals.back().first;
}

std::string precision_name(Precision precision) {
  constexpr std::array names = {"bf16", "fp8", "fp4", "fp32", "tf32"};  // in the order of Precision
  return names.at(static_cast<std::size_t>(precision));
}

Subject subject_of(const Scenario& scenario) {
  const auto& job = scenario.training;
  return {.chip = scenario.cluster.node.chip.id,
          .chip_name = scenario.cluster.node.chip.name,
          .stack = job.stack.id,
          .stack_name = job.stack.name,
          .precision = precision_name(job.precision),
          .chips = static_cast<double>(job.plan.world()),
          .sequence_length = static_cast<double>(job.sequence_length),
          .moe = job.model.experts.has_value()};
}

std::optional<StepConfidence> confidence_of(const Subject& subject, const std::vector<Residual>& rows,
                                            const Knowledge& knowledge) {
  return Question(subject, rows, knowledge).answer();
}

std::optional<StepConfidence> confidence_of(const Scenario& scenario, const std::vector<Residual>& rows,
                                            const Knowledge& knowledge) {
  return confidence_of(subject_of(scenario), rows, knowledge);
}

}  // namespace gigaplan::confidence
