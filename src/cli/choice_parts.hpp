// How do choices among runs stand on a page?
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "report/page.hpp"

namespace gigaplan::cli {

/// A JSON text as it is typed: words without their quotes.
[[nodiscard]] std::string typed(const std::string& json);

/// The number that a JSON text is; none if it is another thing.
[[nodiscard]] std::optional<double> number_of(const std::string& json);

/// "oversubscription=2, link_gbit_s=400".
[[nodiscard]] std::string named(const std::vector<std::string>& names, const std::vector<std::string>& values);

/// Three significant figures, sorted by the number; a dash for none.
[[nodiscard]] report::Cell number_cell(const std::optional<double>& value);

/// "12.3" for 12,300,000 €, sorted by the number.
[[nodiscard]] report::Cell millions_cell(double eur);

/// Sorted by value, the first `most` of them; of equals in their order.
[[nodiscard]] std::vector<report::Item> largest_first(std::vector<report::Item> items,
                                                      std::size_t most = std::numeric_limits<std::size_t>::max());

inline constexpr std::size_t most_bars = 40;

/// The largest first, most_bars of them. \param all how many there were, of which `items` holds the largest
[[nodiscard]] report::Chart best_chart(const std::string& title, const std::string& unit,
                                       std::vector<report::Item> items, std::size_t all);

}  // namespace gigaplan::cli
