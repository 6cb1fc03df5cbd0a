// How does a person read an input: its name, its range?
#pragma once

#include <string>

namespace gigaplan::cli {

/// The last key without its unit, behind what it belongs to: "/cluster/node/chip/price_eur" is "chip price",
/// "/finance/project/market/tenants/0/share" "tenants 1 share". \param owners how many keys before the last are told
[[nodiscard]] std::string input_name(const std::string& pointer, int owners = 1);

/// With its unit: "7.75 to 11.9 million €/MW", "5 to 10 %", "0.9 to 1.1 × as predicted" for the step's time.
[[nodiscard]] std::string input_range(const std::string& pointer, double low, double high);

}  // namespace gigaplan::cli
