// At which value of a figure is a scenario as good as another?
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "futures/compare.hpp"

namespace gigaplan::futures {

/// Narrows the place where a scenario's deciding figure crosses that of its rival, in rounds of simulations that run
/// side by side: first over the whole range, then between the two neighbours that lie on both sides. What is left is
/// interpolated. Of several crossings it finds the lowest.
class BreakEvenSearch {
 public:
  static constexpr std::size_t rounds = 3;
  static constexpr std::size_t points = 9;  ///< simulated in a round

  /// From 0 to three times the figure in either scenario. None if a scenario has no such figure, or not the one that
  /// decides. \param of whose figure is varied
  [[nodiscard]] static std::optional<BreakEvenSearch> of(const std::vector<Subject>& subjects,
                                                         const std::string& pointer, std::size_t of, std::size_t rival,
                                                         std::size_t by);

  /// What the next round simulates; nothing once it is known that there is no crossing.
  [[nodiscard]] std::vector<Task> tasks() const;
  /// \param values of the deciding figure, one a task
  void learn(const std::vector<std::optional<double>>& values);
  [[nodiscard]] BreakEven result() const;

 private:
  [[nodiscard]] std::vector<double> places() const;

  BreakEven found_;
  double goal_ = 0;
  double least_ = 0, most_ = 0;
  bool crosses_ = true;
};

}  // namespace gigaplan::futures
