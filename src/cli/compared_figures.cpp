#include "cli/compared_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>
#include <string_view>
#include <utility>

#include "base/readable.hpp"
#include "futures/statistics.hpp"
#include "report/sections.hpp"

namespace gigaplan::cli {
namespace {

using Pairs = std::array<std::pair<std::string_view, std::string_view>, 13>;

std::string key_of(const std::string& pointer) {
  return pointer.substr(pointer.rfind('/') + 1);
}

/// Units that stand at the end of a key, or before its "per", and are told as unit.
std::string without_unit(const std::string& key) {
  constexpr std::array endings = {"_eur", "_mwh", "_mw", "_years", "_t", "_s"};
  const auto what = key.substr(0, key.find("_per_"));
  for (const std::string_view ending : endings) {
    if (key.size() > what.size() && key.ends_with(ending)) continue;  // "private euro per public euro"
    if (what.size() > ending.size() && what.ends_with(ending)) {
      return what.substr(0, what.size() - ending.size()) + key.substr(what.size());
    }
  }
  return key;
}

/// Words of a key as a person writes them.
std::string spelled(const std::string& key) {
  constexpr Pairs known = {{{"eur", "euro"},
                            {"npv", "NPV"},
                            {"irr", "IRR"},
                            {"dscr", "DSCR"},
                            {"co2", "CO2e"},
                            {"mfu", "MFU"},
                            {"pue", "PUE"},
                            {"kwh", "kWh"},
                            {"mwh", "MWh"},
                            {"tflops", "TFLOP/s"},
                            {"eflop", "EFLOP"},
                            {"pflop", "PFLOP"},
                            {"sme", "SME"}}};
  std::string text, word;
  for (std::istringstream words(key); std::getline(words, word, '_');) {
    const auto* const found = std::ranges::find(known, word, &Pairs::value_type::first);
    text += (text.empty() ? "" : " ") + (found == known.end() ? word : std::string(found->second));
  }
  return text;
}

/// What stands before or behind "per": "opex_eur" is €, "chip_hour" chip hour.
std::string part_unit(const std::string& part) {
  constexpr std::array<Pairs::value_type, 10> endings = {{{"public_eur", "public €"},
                                                          {"private_eur", "private €"},
                                                          {"eur", "€"},
                                                          {"kwh", "kWh"},
                                                          {"mwh", "MWh"},
                                                          {"model_tflops", "model TFLOP/s"},
                                                          {"model_eflop", "model EFLOP"},
                                                          {"model_pflop", "model PFLOP"},
                                                          {"sme_chip_hours", "chip-hours of SMEs"},
                                                          {"co2_t", "t"}}};
  for (const auto& [ending, unit] : endings)
    if (part == ending || part.ends_with("_" + std::string(ending))) return std::string(unit);
  return spelled(part);
}

bool is_rate(const std::string& key) {
  return key.ends_with("_irr") || key.ends_with("_irr_real");
}

bool is_share(const std::string& key) {
  constexpr std::array shares = {"mfu", "goodput", "chip_availability"};
  return std::ranges::find(shares, key) != shares.end() || key.ends_with("_share") || is_rate(key);
}

}  // namespace

std::string figure_name(const std::string& pointer) {
  const auto key = key_of(pointer);
  const bool of_shares = pointer == "/finance/" + key && key.find("public") != std::string::npos;
  return spelled(without_unit(key)) + (of_shares ? ", by shares" : "");
}

std::string figure_unit(const std::string& pointer) {
  const auto key = key_of(pointer);
  if (const auto per = key.find("_per_"); per != std::string::npos)
    return part_unit(key.substr(0, per)) + "/" + part_unit(key.substr(per + 5));
  if (key == "tokens_trained") return "tokens";
  if (key.ends_with("_t")) return "t";
  const auto unit = report::unit_of(pointer);
  return unit.starts_with("share") ? "" : unit;
}

std::string figure_value(const std::optional<double>& number) {
  return number ? (std::abs(*number) >= 1e6 ? words(*number) : figures(*number)) : "none";
}

std::string figure_text(const std::string& pointer, const std::optional<double>& number) {
  if (!number) return "none";
  const auto key = key_of(pointer), unit = figure_unit(pointer);
  if (is_share(key)) return figures(100 * *number) + (is_rate(key) ? " % a year" : " %");
  if (!unit.starts_with("€")) return figure_value(number) + (unit.empty() ? "" : " " + unit);
  return (*number < 0 ? "-€" : "€") + figure_value(std::abs(*number)) + unit.substr(std::string("€").size());
}

std::string figure_title(const std::string& pointer) {
  const auto end = pointer.find('/', 1);
  return end == std::string::npos ? figure_name(pointer) : pointer.substr(1, end - 1) + ": " + figure_name(pointer);
}

std::string table_value(const std::string& pointer, const std::optional<double>& number) {
  return number && is_share(key_of(pointer)) ? figures(100 * *number) : figure_value(number);
}

std::string table_unit(const std::string& pointer) {
  const auto key = key_of(pointer);
  return is_rate(key) ? "% a year" : is_share(key) ? "%" : figure_unit(pointer);
}

Scale scale_of(const std::string& pointer, std::span<const double> values) {
  const auto key = key_of(pointer);
  if (is_share(key)) return {100, is_rate(key) ? "% a year" : "%"};
  double largest = 0;
  for (const double value : values) largest = std::max(largest, std::abs(value));
  constexpr std::array<std::pair<double, std::string_view>, 4> sizes = {
      {{1e15, "quadrillion"}, {1e12, "trillion"}, {1e9, "billion"}, {1e6, "million"}}};
  const auto unit = figure_unit(pointer);
  for (const auto& [size, word] : sizes) {
    if (largest < size) continue;
    const std::string sized = unit.starts_with("€") ? "€ " + std::string(word) + unit.substr(std::string("€").size())
                                                    : std::string(word) + (unit.empty() ? "" : " " + unit);
    return {1 / size, sized};
  }
  return {1, unit};
}

std::string rough_note(std::size_t futures) {
  if (futures >= futures::rough_below) return "";
  return fmt::format(
      "Only {} futures: the ends of the intervals rest on the outermost one or two of them and are rough; --futures {} "
      "or more says more",
      futures, 5 * futures::rough_below);
}

}  // namespace gigaplan::cli
