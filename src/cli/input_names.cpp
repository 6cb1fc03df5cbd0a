#include "cli/input_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

#include "base/readable.hpp"
#include "report/sections.hpp"

namespace gigaplan::cli {
namespace {

constexpr const char* time_of_step = "/step/time_s";

std::vector<std::string> keys_of(const std::string& pointer) {
  std::vector<std::string> keys;
  std::string key;
  for (std::istringstream all(pointer); std::getline(all, key, '/');) {
    if (!key.empty()) keys.push_back(key);
  }
  return keys;
}

bool is_index(const std::string& key) {
  return std::ranges::all_of(key, [](unsigned char c) { return std::isdigit(c) != 0; });
}

/// What stands at the end of a key and is told as the range's unit; "per" takes all behind it along.
std::string without_range_unit(const std::string& key, const std::string& pointer) {
  if (report::unit_of(pointer).empty() && key.find("_per_") == std::string::npos) return key;
  constexpr std::array endings = {"_eur",   "_mwh", "_kwh", "_mw", "_kw",   "_us",      "_ms",     "_min",    "_years",
                                  "_gbyte", "_gib", "_m",   "_h",  "_s",    "_w",       "_c",      "_deg",    "_g",
                                  "_l",     "_k",   "_fte", "_m2", "_gbit", "_gbyte_s", "_gbit_s", "_tflop_s"};
  auto what = key.substr(0, key.find("_per_"));
  std::string_view longest;
  for (const std::string_view ending : endings)
    if (what.size() > ending.size() && what.ends_with(ending) && ending.size() > longest.size()) longest = ending;
  what.resize(what.size() - longest.size());
  return what;
}

std::string spelled_input(const std::string& key) {
  using Pair = std::pair<std::string_view, std::string_view>;
  constexpr std::array<Pair, 16> known = {{{"eur", "euro"},
                                           {"nics", "NICs"},
                                           {"it", "IT"},
                                           {"wan", "WAN"},
                                           {"pue", "PUE"},
                                           {"eib", "EIB"},
                                           {"irr", "IRR"},
                                           {"dscr", "DSCR"},
                                           {"ai", "AI"},
                                           {"bf16", "BF16"},
                                           {"fp8", "FP8"},
                                           {"fp4", "FP4"},
                                           {"gemm", "GEMM"},
                                           {"tdp", "TDP"},
                                           {"hbm", "HBM"},
                                           {"eu", "EU"}}};
  std::string text;
  std::string word;
  for (std::istringstream words(key); std::getline(words, word, '_');) {
    const auto* const found = std::ranges::find(known, word, &Pair::first);
    text += (text.empty() ? "" : " ") + (found == known.end() ? word : std::string(found->second));
  }
  return text;
}

}  // namespace

std::string input_name(const std::string& pointer, int owners) {
  if (pointer == time_of_step) return "step time";
  const auto keys = keys_of(pointer);
  if (keys.empty()) return pointer;
  std::string name = spelled_input(without_range_unit(keys.back(), pointer)), place;
  int told = 0;
  for (std::size_t i = keys.size() - 1; i-- > 0 && told < owners;) {
    if (is_index(keys[i])) {
      place = " " + std::to_string(std::stoul(keys[i].substr(0, 9)) + 1);
      continue;
    }
    name = fmt::format("{}{} {}", spelled_input(keys[i]), place, name);
    place.clear();
    ++told;
  }
  return name;
}

std::string input_range(const std::string& pointer, double low, double high) {
  constexpr int digits = 3;
  if (pointer == time_of_step) return fmt::format("{} to {} × as predicted", plain(low, digits), plain(high, digits));
  const auto unit = report::unit_of(pointer);
  constexpr std::string_view share = "share";
  if (unit.starts_with(share)) {
    return fmt::format("{} to {} %{}", plain(100 * low, digits), plain(100 * high, digits), unit.substr(share.size()));
  }
  constexpr std::array<std::pair<double, std::string_view>, 3> sizes = {
      {{1e12, " trillion"}, {1e9, " billion"}, {1e6, " million"}}};
  const double largest = std::max(std::abs(low), std::abs(high));
  const auto* const size = std::ranges::find_if(sizes, [&](const auto& s) { return largest >= s.first; });
  const double factor = size == sizes.end() ? 1 : 1 / size->first;
  return fmt::format("{} to {}{}{}", plain(low * factor, digits), plain(high * factor, digits),
                     size == sizes.end() ? std::string_view() : size->second, unit.empty() ? "" : " " + unit);
}

}  // namespace gigaplan::cli
