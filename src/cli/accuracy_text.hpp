// What does a person read of how far predictions are off?
#pragma once

#include <string>

#include "accuracy/evaluate.hpp"
#include "cli/terminal.hpp"

namespace gigaplan::cli {

/// Errors by group, split into rows that parameters were fitted to and rows that test them; the largest errors.
[[nodiscard]] std::string summarise_accuracy(const accuracy::Evaluation& evaluation, const Style& style);

/// docs/accuracy.md: what is compared and how, errors by group, and every figure beside the published one.
[[nodiscard]] std::string accuracy_page(const accuracy::Evaluation& evaluation);

}  // namespace gigaplan::cli
