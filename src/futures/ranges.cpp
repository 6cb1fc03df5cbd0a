#include "futures/ranges.hpp"

#include "futures/statistics.hpp"

namespace gigaplan::futures {
std::optional<FuturesResult> ranges(const std::vector<Subject>& one, const Question& question, std::size_t count,
                                    std::uint64_t seed, const Running& running, batch::Stop& stop) {
  const Subject& subject = one.front();
  Luck luck(seed, count);
  const auto simulated = simulate(one, tasks_of(0, subject, luck), running);
  stop = simulated.stop;
  if (stop != batch::Stop::finished) return std::nullopt;
  FuturesResult result{
      .futures = count, .failed = 0, .seed = seed, .drawn = subject.dimensions(), .first_failure = {}, .figures = {}};
  for (const Answer& answer : simulated.answers)
    if (!answer.failure.empty() && result.failed++ == 0) result.first_failure = answer.failure;
  for (std::size_t f = 0; f < question.figures.size(); ++f) {
    std::vector<std::optional<double>> values;
    values.reserve(simulated.answers.size());
    for (const Answer& answer : simulated.answers)
      values.push_back(answer.values.empty() ? std::nullopt : answer.values[f]);
    const auto summary = summarise(values);
    if (!summary || !subject.central()[f]) continue;
    result.figures.push_back({question.figures[f].pointer, *subject.central()[f], summary->low, summary->median,
                              summary->high, summary->count});
  }
  return result;
}

}  // namespace gigaplan::futures
