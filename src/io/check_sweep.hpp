// Does a sweep make sense, and a rule?
#pragma once

#include "base/issue.hpp"
#include "model/rules.hpp"
#include "model/sweep.hpp"

namespace gigaplan::io {

/// What keys say together: an axis has values, a range or options, a design what it needs, names are columns and
/// differ. Pointers of the issues are into the sweep's file.
[[nodiscard]] Issues check_sweep(const SweepSpec& spec);

/// Each rule has a condition, and only one; bounds are in order.
[[nodiscard]] Issues check_rules(const RuleBook& book);

}  // namespace gigaplan::io
