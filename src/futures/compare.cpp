#include "futures/compare.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <utility>

#include "futures/break_even.hpp"
#include "futures/difference.hpp"

namespace gigaplan::futures {
namespace {

/// The steps of a comparison, one after the other; a signal ends them.
class Comparing {
 public:
  Comparing(const std::vector<Subject>& subjects, const CompareOptions& options)
      : subjects_(subjects), options_(options), luck_(options.seed, options.futures) {
    for (const auto& subject : subjects) {
      result_.scenarios.emplace_back();
      result_.scenarios.back().central = subject.central();
    }
  }

  Comparison run() {
    expect();
    futures();
    sort();
    if (going()) influences();
    if (going()) groups();
    if (going()) differences();
    if (going()) break_evens();
    return std::move(result_);
  }

 private:
  void expect();
  void futures();
  void sort();
  void influences();
  void groups();
  void differences();
  void break_evens();
  void keep_draws(std::size_t subject, const std::vector<Task>& tasks);
  std::vector<Answer> simulate(const char* what, const std::vector<Task>& tasks);
  [[nodiscard]] bool going() const { return result_.stop == batch::Stop::finished; }
  [[nodiscard]] std::optional<double> decides(const Values& values) const {
    return values.empty() ? std::nullopt : values[options_.by];
  }

  const std::vector<Subject>& subjects_;
  const CompareOptions& options_;
  Luck luck_;
  Comparison result_;
  std::map<std::string, std::size_t> expected_;  ///< runs of the parts that are still to come
};

/// How many runs each part will take. Who is best is not known yet: the first stands for it, whoever it is.
void Comparing::expect() {
  const std::size_t rivals = subjects_.size() - 1;
  for (const auto& subject : subjects_) {
    expected_["futures"] += options_.futures;
    expected_["one figure at a time"] += 2 * subject.dimensions();
    std::set<std::string> topics;
    for (std::size_t i = 0; i < subject.dimensions(); ++i) topics.insert(topic_of(subject.dimension(i)));
    if (options_.sobol > 0) expected_["shares of the variance"] += options_.sobol * (topics.size() + 2);
  }
  for (std::size_t s = 1; s < subjects_.size(); ++s)
    expected_["what makes the difference"] += exchanges(subjects_.front(), subjects_[s]).size();
  expected_["break-even points"] =
      BreakEvenSearch::rounds * BreakEvenSearch::points * 2 * rivals * options_.break_even.size();
}

std::vector<Answer> Comparing::simulate(const char* what, const std::vector<Task>& tasks) {
  std::size_t& expected = expected_[what];
  expected -= std::min(expected, tasks.size());
  std::size_t later = what == std::string("break-even points") ? expected : 0;
  for (const auto& [part, runs] : expected_) later += part == what ? 0 : runs;
  Running running{.workers = options_.workers, .progress = {}};
  running.progress = [&](const batch::Progress& p) {
    const auto all = static_cast<double>(result_.runs + tasks.size() + later);
    if (options_.progress && !tasks.empty())
      options_.progress(what, static_cast<double>(result_.runs + p.finished) / all);
  };
  auto simulated = futures::simulate(subjects_, tasks, running);
  result_.stop = simulated.stop;
  result_.runs += tasks.size();
  return std::move(simulated.answers);
}

void Comparing::futures() {
  std::vector<Task> tasks;
  for (std::size_t s = 0; s < subjects_.size(); ++s) {
    const auto more = tasks_of(s, subjects_[s], luck_);
    keep_draws(s, more);
    tasks.insert(tasks.end(), more.begin(), more.end());
  }
  const auto answers = simulate("futures", tasks);
  std::vector<std::vector<std::optional<double>>> deciding;
  for (std::size_t s = 0; s < subjects_.size(); ++s) {
    Compared& c = result_.scenarios[s];
    c.values.resize(c.central.size());
    for (std::size_t k = 0; k < options_.futures; ++k) {
      const Answer& answer = answers[s * options_.futures + k];
      if (!answer.failure.empty() && c.failed++ == 0) c.why_failed = answer.failure;
      for (std::size_t f = 0; f < c.central.size(); ++f)
        c.values[f].push_back(answer.values.empty() ? std::nullopt : answer.values[f]);
    }
    for (const auto& values : c.values) c.summaries.push_back(summarise(values));
    deciding.push_back(c.values[options_.by]);
  }
  const auto ranks = rank(deciding, options_.lower_is_better);
  for (std::size_t s = 0; s < subjects_.size(); ++s) result_.scenarios[s].rank = ranks[s];
}

/// As a scenario was made of them: whole where a figure has to be.
void Comparing::keep_draws(std::size_t subject, const std::vector<Task>& tasks) {
  auto& drawn = result_.scenarios[subject].drawn;
  drawn.resize(subjects_[subject].dimensions());
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    for (const Task& task : tasks) {
      const auto& settings = task.change.settings;
      drawn[i].push_back(i < settings.size() ? std::stod(settings[i].value) : task.change.step_time_factor);
    }
  }
}

void Comparing::sort() {
  result_.order.resize(subjects_.size());
  std::iota(result_.order.begin(), result_.order.end(), std::size_t{0});
  const auto merit = [&](std::size_t s) {
    const auto value = decides(result_.scenarios[s].central);
    return value ? (options_.lower_is_better ? -*value : *value) : -std::numeric_limits<double>::infinity();
  };
  std::ranges::stable_sort(result_.order, [&](std::size_t a, std::size_t b) {
    const double best_a = result_.scenarios[a].rank.best, best_b = result_.scenarios[b].rank.best;
    return best_a != best_b ? best_a > best_b : merit(a) > merit(b);
  });
}

void Comparing::influences() {
  std::vector<Task> tasks;
  for (std::size_t s = 0; s < subjects_.size(); ++s) {
    for (std::size_t i = 0; i < subjects_[s].dimensions(); ++i) {
      const Spread spread = subjects_[s].spread(i);
      for (const double value : {spread.low, spread.high}) tasks.push_back({s, subjects_[s].with(i, value)});
    }
  }
  const auto answers = simulate("one figure at a time", tasks);
  std::size_t at = 0;
  for (std::size_t s = 0; s < subjects_.size(); ++s) {
    auto& influences = result_.scenarios[s].influences;
    for (std::size_t i = 0; i < subjects_[s].dimensions(); ++i, at += 2) {
      const auto& drawn = subjects_[s].uncertainty().drawn;
      influences.push_back({.pointer = subjects_[s].dimension(i),
                            .source = i < drawn.size() ? drawn[i].source : "the interval of its prediction",
                            .spread = subjects_[s].spread(i),
                            .at_low = decides(answers[at].values),
                            .at_high = decides(answers[at + 1].values)});
    }
    std::ranges::stable_sort(influences, std::greater<>(), &Influence::swing);
  }
}

void Comparing::groups() {
  if (options_.sobol == 0) return;
  Luck luck_a(options_.seed, options_.sobol), luck_b(options_.seed + 1, options_.sobol);
  for (std::size_t s = 0; s < subjects_.size() && going(); ++s) {
    const auto& subject = subjects_[s];
    const auto a = subject.draw(luck_a), b = subject.draw(luck_b);
    std::map<std::string, std::vector<bool>> members;
    for (std::size_t i = 0; i < subject.dimensions(); ++i) {
      auto& group = members[topic_of(subject.dimension(i))];
      group.resize(subject.dimensions());
      group[i] = true;
    }
    std::vector<Task> tasks;
    const auto add = [&](const auto& from_b) {
      for (std::size_t k = 0; k < options_.sobol; ++k) {
        std::vector<double> future;
        for (std::size_t i = 0; i < subject.dimensions(); ++i) future.push_back(from_b(i) ? b[i][k] : a[i][k]);
        tasks.push_back({s, subject.at(future)});
      }
    };
    add([](std::size_t) { return false; });
    add([](std::size_t) { return true; });
    for (const auto& [name, group] : members) add([&](std::size_t i) { return group[i]; });
    const auto answers = simulate("shares of the variance", tasks);
    const auto sample = [&](std::size_t block) {
      std::vector<std::optional<double>> values;
      for (std::size_t k = 0; k < options_.sobol; ++k)
        values.push_back(decides(answers[block * options_.sobol + k].values));
      return values;
    };
    std::size_t block = 2;
    for (const auto& [name, group] : members) {
      if (const auto indices = sobol(sample(0), sample(1), sample(block++)))
        result_.scenarios[s].groups.push_back({name, *indices});
    }
    std::ranges::stable_sort(result_.scenarios[s].groups, std::greater<>(),
                             [](const GroupInfluence& g) { return g.indices.total; });
  }
}

void Comparing::differences() {
  const std::size_t best = result_.order.front();
  std::vector<Task> tasks;
  for (const std::size_t other : result_.order) {
    if (other == best) continue;
    Difference difference{.of = best, .to = other, .parts = {}};
    for (auto& exchange : exchanges(subjects_[best], subjects_[other])) {
      difference.parts.push_back({exchange.name, {}, true});
      tasks.push_back({best, {std::move(exchange.settings), 1, false}});
    }
    result_.differences.push_back(std::move(difference));
  }
  const auto answers = simulate("what makes the difference", tasks);
  const auto step = [](double from, double to) { return same(from, to) ? 0 : to - from; };
  std::size_t at = 0;
  for (auto& d : result_.differences) {
    const auto here = decides(subjects_[d.of].central()), there = decides(subjects_[d.to].central());
    if (here && there) d.total = step(*here, *there);
    d.together = d.total.value_or(0);
    for (auto& part : d.parts) {
      const auto& answer = answers[at++];
      part.fits = answer.failure.empty();
      const auto value = decides(answer.values);
      if (!value || !here) continue;
      part.change = step(*here, *value);
      if (d.total) d.together -= *part.change;
    }
    std::ranges::stable_sort(d.parts, std::greater<>(), [](const Part& p) { return std::abs(p.change.value_or(0)); });
  }
}

void Comparing::break_evens() {
  const std::size_t best = result_.order.front();
  std::vector<BreakEvenSearch> searches;
  for (const auto& pointer : options_.break_even) {
    for (const std::size_t other : result_.order) {
      if (other == best) continue;
      for (const auto& [of, rival] : {std::pair(other, best), std::pair(best, other)}) {
        if (auto search = BreakEvenSearch::of(subjects_, pointer, of, rival, options_.by))
          searches.push_back(std::move(*search));
      }
    }
  }
  for (std::size_t round = 0; round < BreakEvenSearch::rounds && going(); ++round) {
    std::vector<Task> tasks;
    std::vector<std::size_t> counts;
    for (const auto& search : searches) {
      const auto more = search.tasks();
      counts.push_back(more.size());
      tasks.insert(tasks.end(), more.begin(), more.end());
    }
    const auto answers = simulate("break-even points", tasks);
    std::size_t at = 0;
    for (std::size_t i = 0; i < searches.size(); ++i) {
      std::vector<std::optional<double>> values;
      for (std::size_t k = 0; k < counts[i]; ++k) values.push_back(decides(answers[at++].values));
      searches[i].learn(values);
    }
  }
  for (const auto& search : searches) result_.break_evens.push_back(search.result());
}

}  // namespace

double Influence::swing() const {
  return at_low && at_high ? std::abs(*at_high - *at_low) : 0;
}

Comparison compare(const std::vector<Subject>& subjects, const CompareOptions& options) {
  return Comparing(subjects, options).run();
}

}  // namespace gigaplan::futures
