// Published steps that never were, and scenarios that ask about them.
#pragma once

#include <string>
#include <vector>

#include "confidence/confidence.hpp"

namespace rows {

using namespace gigaplan;
using confidence::Residual;

/// A dense bf16 step on 64 H100s.
inline Residual row(const std::string& series, double residual) {
  return {.id = series,
          .series = series,
          .family = "hopper dense",
          .architecture = "hopper",
          .chip = "h100",
          .stack = "nemo",
          .precision = "bf16",
          .chips = 64,
          .sequence_length = 4096,
          .moe = false,
          .without_series = residual,
          .without_stack = 2 * residual,
          .without_architecture = 3 * residual,
          .with_one_row = residual / 2};
}

/// ... that has been measured 40 times, 4 in each of 10 series: -0.19, -0.18, ..., 0.2.
inline std::vector<Residual> forty() {
  std::vector<Residual> all;
  for (int k = 1; k <= 40; ++k) all.push_back(row("series " + std::to_string(k % 10), (k - 20) / 100.0));
  return all;
}

/// A scenario that is just like the rows.
inline Scenario scenario() {
  Scenario s;
  s.cluster.node.chip = {.id = "h100", .name = "H100"};
  s.training.stack.id = "nemo";
  s.training.stack.name = "NeMo";
  s.training.plan.data = 64;
  s.training.sequence_length = 4096;
  return s;
}

}  // namespace rows
