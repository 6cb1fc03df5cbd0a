// What does a person read of a network's sizes?
#pragma once

#include <string>

#include "cli/terminal.hpp"
#include "sweep/sizing.hpp"

namespace gigaplan::cli {

/// The short names of what can be sized, for --help.
[[nodiscard]] std::string describe_network_keys();

/// A table with a line a variant; the front from the cheapest on, with what the next step up costs and brings; the
/// best by tokens per euro.
[[nodiscard]] std::string summarise_sizing(const sweep::Sizing& sizing, const Style& style);

}  // namespace gigaplan::cli
