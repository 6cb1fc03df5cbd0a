// How does a person read a figure of a report: its name, its unit, a handy size?
#pragma once

#include <optional>
#include <span>
#include <string>

namespace gigaplan::cli {

/// The last words of a figure's pointer: "/investment/indicators/project_npv_eur" is "project NPV". What /finance says
/// of public money is a share of all that is bought, whatever caps and limits a project has:
/// "/finance/public_money_eur" is "public money, by shares".
[[nodiscard]] std::string figure_name(const std::string& pointer);

/// In what report.json gives it: "tokens/public €", "€", "MW"; empty for a ratio.
[[nodiscard]] std::string figure_unit(const std::string& pointer);

/// "1.23 million", "45.6", "none".
[[nodiscard]] std::string figure_value(const std::optional<double>& number);

/// With its unit: "5.05 million tokens/public €", "-€527 million", "7.10 % a year", "none".
[[nodiscard]] std::string figure_text(const std::string& pointer, const std::optional<double>& number);

/// "investment: project NPV": where two parts have a figure of the same name.
[[nodiscard]] std::string figure_title(const std::string& pointer);

/// The same in two columns of a table: "1.25 million" and "MWh/year", "7.10" and "% a year".
[[nodiscard]] std::string table_value(const std::string& pointer, const std::optional<double>& number);
[[nodiscard]] std::string table_unit(const std::string& pointer);

/// A unit in which values stand with few digits.
struct Scale {
  double factor = 1;  ///< value as it is × factor = value in `unit`
  std::string unit;
  bool operator==(const Scale&) const = default;
};

/// Shares as percents; the rest in millions, billions ... as fits the largest: "million tokens/€". \param values as in
/// report.json
[[nodiscard]] Scale scale_of(const std::string& pointer, std::span<const double> values);

/// Warns of intervals from few futures; empty from futures::rough_below on.
[[nodiscard]] std::string rough_note(std::size_t futures);

}  // namespace gigaplan::cli
