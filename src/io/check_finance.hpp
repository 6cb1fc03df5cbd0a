// Do the figures of money fit together?
#pragma once

#include "base/issue.hpp"
#include "model/finance.hpp"

namespace gigaplan::io {

/// Shares that do not add up, terms that contradict each other; pointers into the scenario.
[[nodiscard]] Issues check_finance(const FinanceSpec& finance);

}  // namespace gigaplan::io
