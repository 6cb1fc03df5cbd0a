#include "cli/choice_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <utility>

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

report::Cell number_cell(const std::optional<double>& value) {
  return {value ? figures(*value) : "–", value};
}

report::Cell millions_cell(double eur) {
  return {fixed(eur / 1e6, 1), eur};
}

std::vector<report::Item> largest_first(std::vector<report::Item> items, std::size_t most) {
  std::ranges::stable_sort(items, std::greater(), &report::Item::value);
  items.resize(std::min(items.size(), most));
  return items;
}

report::Chart best_chart(const std::string& title, const std::string& unit, std::vector<report::Item> items,
                         std::size_t all) {
  return {"best", title, unit,
          all > most_bars ? fmt::format("The best {} of {}.", most_bars, whole(static_cast<double>(all)))
                          : std::string("The best first."),
          report::Ranking{largest_first(std::move(items), most_bars)}};
}

}  // namespace gigaplan::cli
