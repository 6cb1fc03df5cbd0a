#include "cli/choice_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "base/readable.hpp"

namespace gigaplan::cli {

std::string typed(const std::string& json) {
  const bool word = json.size() > 2 && json.front() == '"' && json.find('\\') == std::string::npos;
  return word ? json.substr(1, json.size() - 2) : json;
}

std::optional<double> number_of(const std::string& json) {
  char* end = nullptr;
  const double value = std::strtod(json.c_str(), &end);
  return !json.empty() && *end == '\0' ? std::optional<double>(value) : std::nullopt;
}

std::string named(const std::vector<std::string>& names, const std::vector<std::string>& values) {
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < values.size(); ++i) {
    text += fmt::format("{}{}={}", i > 0 ? ", " : "", names[i], typed(values[i]));
  }
  return text;
}

report::Chart best_chart(const std::string& title, const std::string& unit, std::vector<report::Item> items,
                         std::size_t all) {
  std::ranges::stable_sort(items, [](const report::Item& a, const report::Item& b) { return a.value > b.value; });
  items.resize(std::min(items.size(), most_bars));
  return {"best", title, unit,
          all > most_bars ? fmt::format("The best {} of {}.", most_bars, whole(static_cast<double>(all)))
                          : std::string("The best first."),
          report::Ranking{std::move(items)}};
}

}  // namespace gigaplan::cli
