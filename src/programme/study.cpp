#include "programme/study.hpp"

#include <fmt/format.h>

#include <utility>

namespace gigaplan::programme {
namespace {

std::vector<futures::Task> tasks_of(const std::vector<futures::Subject>& subjects, const Asked& asked) {
  futures::Luck luck(asked.seed, asked.futures);
  std::vector<futures::Task> tasks;
  for (std::size_t s = 0; s < subjects.size(); ++s) {
    const auto shares = subjects[s].draw(luck);
    for (std::size_t k = 0; k < asked.futures; ++k) {
      std::vector<double> future;
      future.reserve(shares.size());
      for (const auto& dimension : shares) {
        future.push_back(dimension[k]);
      }
      tasks.push_back({s, subjects[s].at(future)});
    }
  }
  return tasks;
}

void add_centres(Valued& valued, const std::vector<futures::Subject>& subjects) {
  for (const auto& subject : subjects) {
    const auto& value = subject.central().front();
    if (!value && valued.without.empty()) {
      valued.without = subject.label();
    }
    valued.central.push_back(value.value_or(0));
  }
}

void tell(const Asked& asked, const char* what, double share) {
  if (asked.progress) {
    asked.progress(what, share);
  }
}

}  // namespace

Valued value_of(const std::vector<futures::Subject>& subjects, const Asked& asked) {
  Valued valued;
  valued.futures.resize(subjects.size());
  add_centres(valued, subjects);
  if (asked.futures == 0 || !valued.without.empty()) {
    return valued;
  }
  const auto tasks = tasks_of(subjects, asked);
  futures::Running running{.workers = asked.workers, .progress = {}};
  running.progress = [&](const batch::Progress& p) {
    tell(asked, "futures", static_cast<double>(p.finished + p.failed) / static_cast<double>(tasks.size()));
  };
  const auto simulated = futures::simulate(subjects, tasks, running);
  valued.stop = simulated.stop;
  if (valued.stop != batch::Stop::finished) {
    return valued;
  }
  for (std::size_t k = 0; k < asked.futures; ++k) {
    std::vector<double> column;
    for (std::size_t s = 0; s < subjects.size(); ++s) {
      const auto& answer = simulated.answers[s * asked.futures + k];
      if (answer.values.empty() || !answer.values.front()) {
        if (valued.left_out++ == 0) {
          valued.why_left_out = fmt::format("{}, future {}: {}", subjects[s].label(), k,
                                            answer.failure.empty() ? "it has no such figure" : answer.failure);
        }
        break;
      }
      column.push_back(*answer.values.front());
    }
    for (std::size_t s = 0; column.size() == subjects.size() && s < subjects.size(); ++s) {
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
