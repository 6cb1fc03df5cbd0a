#include "futures/break_even.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "futures/statistics.hpp"

namespace gigaplan::futures {
namespace {

std::optional<double> figure_of(const Subject& subject, const std::string& pointer) {
  const auto& all = subject.loaded().assumptions;
  const auto found = std::ranges::find(all, pointer, &Assumption::pointer);
  return found == all.end() ? std::nullopt : std::optional(found->value);
}

}  // namespace

std::optional<BreakEvenSearch> BreakEvenSearch::of(const std::vector<Subject>& subjects, const std::string& pointer,
                                                   std::size_t of, std::size_t rival, std::size_t by) {
  const auto now = figure_of(subjects[of], pointer), theirs = figure_of(subjects[rival], pointer);
  const auto goal = subjects[rival].central()[by];
  const auto here = subjects[of].central()[by];
  if (!now || !goal || !here || same(*here, *goal)) return std::nullopt;  // equal as stated: nothing to look for
  BreakEvenSearch search;
  search.goal_ = *goal;
  search.most_ = 3 * std::max(std::abs(*now), std::abs(theirs.value_or(0)));
  if (search.most_ == 0) search.most_ = 1;
  search.found_ = {
      .pointer = pointer, .of = of, .rival = rival, .now = *now, .value = {}, .least = 0, .most = search.most_};
  return search;
}

std::vector<double> BreakEvenSearch::places() const {
  std::vector<double> all;
  all.reserve(points);
  for (std::size_t i = 0; i < points; ++i)
    all.push_back(least_ + (most_ - least_) * static_cast<double>(i) / static_cast<double>(points - 1));
  return all;
}

std::vector<Task> BreakEvenSearch::tasks() const {
  std::vector<Task> tasks;
  if (!crosses_) return tasks;
  for (const double place : places())
    tasks.push_back({found_.of, {{{found_.pointer, fmt::format("{}", place)}}, 1, false}});
  return tasks;
}

void BreakEvenSearch::learn(const std::vector<std::optional<double>>& values) {
  if (!crosses_) return;
  crosses_ = false;
  const auto all = places();
  std::optional<std::size_t> before;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!values[i]) continue;
    const double a = before ? *values[*before] - goal_ : 0, b = *values[i] - goal_;
    if (before && a * b <= 0 && a != b) {  // where both are 0 the two are equal all along: nothing breaks even there
      found_.value = all[*before] + (all[i] - all[*before]) * a / (a - b);
      least_ = all[*before];
      most_ = all[i];
      crosses_ = true;
      return;
    }
    before = i;
  }
  found_.value.reset();
}

BreakEven BreakEvenSearch::result() const {
  return found_;
}

}  // namespace gigaplan::futures
