#include "programme/study.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace gigaplan::programme {
namespace {

void tell(const Asked& asked, const char* what, double share) {
  if (asked.progress) {
    asked.progress(what, share);
  }
}

}  // namespace

Valued value_of(const std::vector<std::string>& ids, const std::vector<futures::Sample>& samples) {
  Valued valued;
  valued.futures.resize(samples.size());
  std::size_t futures = 0;
  for (std::size_t s = 0; s < samples.size(); ++s) {
    const auto value = samples[s].central.empty() ? std::nullopt : samples[s].central.front();
    if (!value && valued.without.empty()) {
      valued.without = ids[s];
    }
    valued.central.push_back(value.value_or(0));
    futures = std::max(futures, samples[s].values.size());
  }
  for (std::size_t k = 0; k < futures; ++k) {
    std::vector<double> column;
    for (std::size_t s = 0; s < samples.size(); ++s) {
      const auto& values = samples[s].values;
      if (k >= values.size() || values[k].empty() || !values[k].front()) {
        if (valued.left_out++ == 0) {
          valued.why_left_out =
              fmt::format("{}, future {}: {}", ids[s], k,
                          samples[s].impossible.empty() ? "it has no such figure" : samples[s].impossible);
        }
        break;
      }
      column.push_back(*values[k].front());
    }
    if (column.size() == samples.size()) {
      valued.kept.push_back(k);
    }
    for (std::size_t s = 0; column.size() == samples.size() && s < samples.size(); ++s) {
      valued.futures[s].push_back(column[s]);
    }
  }
  return valued;
}

Study study(portfolio::Problem problem, Valued valued, const Asked& asked) {
  for (std::size_t i = 0; i < problem.candidates.size(); ++i) {
    problem.candidates[i].value = valued.central[i];
    problem.candidates[i].futures = valued.futures[i];
  }
  Study result{.problem = std::move(problem), .valued = std::move(valued)};
  tell(asked, "the best sets", 0);
  result.sets = portfolio::best_sets(result.problem, 1 + asked.alternatives);
  if (!result.solved()) {
    result.conflict = portfolio::explain(result.problem);
    return result;
  }
  tell(asked, "the best set of each future", 0.2);
  std::vector<portfolio::Chosen> chosen;
  chosen.reserve(result.sets.size());
  for (const auto& set : result.sets) {
    chosen.push_back(set.chosen);
  }
  result.robustness = portfolio::robustness(result.problem, chosen);
  if (!result.robustness.sets.empty()) {
    result.robust = portfolio::paid(result.problem, result.robustness.sets[result.robustness.least_regret].chosen);
  }
  tell(asked, "wider limits", 0.9);
  result.wider = portfolio::widen(result.problem, result.sets.front());
  return result;
}

}  // namespace gigaplan::programme
