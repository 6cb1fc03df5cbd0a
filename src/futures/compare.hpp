// Which of several scenarios is best, how sure is that, and what makes the difference?
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "futures/simulate.hpp"
#include "futures/statistics.hpp"

namespace gigaplan::futures {

struct CompareOptions {
  std::size_t by = 0;            ///< place of the figure that decides
  bool lower_is_better = false;  ///< of it
  std::size_t futures = 200;
  std::uint64_t seed = 1;
  std::vector<std::string> break_even = {"/site/electricity/wholesale_eur_per_mwh"};
  std::size_t sobol = 0;  ///< base sample; 0: no Sobol indices
  int workers = 1;
  /// \param what readable \param share of all that will be simulated, 0..1
  std::function<void(const std::string& what, double share)> progress;
};

/// What one uncertain figure does alone, all others as they stand.
struct Influence {
  std::string pointer, source;
  Spread spread;                          ///< of the figure; of the step's time: its factor
  std::optional<double> at_low, at_high;  ///< the figure that decides
  [[nodiscard]] double swing() const;     ///< |at_high - at_low|; 0 if one is missing
};

/// What a group of figures explains of the variance.
struct GroupInfluence {
  std::string group;
  Sobol indices;
};

/// One scenario among the others.
struct Compared {
  Values central;                                          ///< by figure
  std::vector<std::vector<std::optional<double>>> values;  ///< by figure, then by future
  std::vector<std::optional<Summary>> summaries;           ///< by figure
  std::vector<std::vector<double>> drawn;                  ///< by dimension of the subject, then by future
  Rank rank;
  std::size_t failed = 0;             ///< futures that no scenario could be made of
  std::string why_failed;             ///< the first
  std::vector<Influence> influences;  ///< largest swing first
  std::vector<GroupInfluence> groups;
};

/// What the figure that decides would gain or lose if a part of one scenario were as in another.
struct Part {
  std::string name;              ///< "electricity", "climate", "funding", ...
  std::optional<double> change;  ///< of the first scenario's figure; none if there is none then
  bool fits = true;              ///< false: no scenario can be made of it alone
  bool operator==(const Part&) const = default;
};

struct Difference {
  std::size_t of = 0, to = 0;   ///< scenarios
  std::optional<double> total;  ///< central figure of `to` less that of `of`; none where one of them has none
  std::vector<Part> parts;      ///< largest first; what they do not explain together is `together`
  double together = 0;          ///< 0 without a total
};

/// At which value of a figure of one scenario it is as good as another.
struct BreakEven {
  std::string pointer;
  std::size_t of = 0, rival = 0;
  double now = 0;
  std::optional<double> value;  ///< none between `least` and `most`
  double least = 0, most = 0;   ///< tried
};

struct Comparison {
  std::vector<Compared> scenarios;  ///< as given
  std::vector<std::size_t> order;   ///< best first: by probability of being best, then by the central figure
  std::vector<Difference> differences;
  std::vector<BreakEven> break_evens;
  std::size_t runs = 0;
  batch::Stop stop = batch::Stop::finished;
};

/// Simulates the futures of all, and what follows from them. Precondition: at least one subject; `by` is a figure.
[[nodiscard]] Comparison compare(const std::vector<Subject>& subjects, const CompareOptions& options);

/// The topic that a figure belongs to: "power price and carbon", "prices of hardware", ...
[[nodiscard]] std::string topic_of(const std::string& pointer);

}  // namespace gigaplan::futures
