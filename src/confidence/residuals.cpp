#include "confidence/residuals.hpp"

#include <fmt/format.h>

#include <cmath>
#include <system_error>

#include "io/files.hpp"
#include "io/object_reader.hpp"

namespace gigaplan::confidence {
namespace {

using io::Json;
using io::Malformed;
using io::ObjectReader;

constexpr const char* format = "gigaplan-residuals/1";
constexpr double largest = 5;  ///< of a logarithm: a prediction that is off by a factor of 150 is none

/// Texts are shown, some of them.
std::string shown(const ObjectReader& row, const char* key) {
  return printable(row.text(key));
}

double positive(const ObjectReader& row, const char* key) {
  const double value = row.number(key);
  if (!(value > 0)) throw Malformed(row.at(key), "expected a number above 0, got " + io::show_value(value));
  return value;
}

/// None if it is null.
std::optional<double> logarithm(const ObjectReader& row, const char* key) {
  if (row.has(key) && row.json()[key].is_null()) return std::nullopt;
  const double value = row.number(key);
  if (!(std::abs(value) <= largest))
    throw Malformed(row.at(key), "expected a logarithm from -5 to 5, got " + io::show_value(value));
  return value;
}

Residual row_of(const ObjectReader& row) {
  if (!row.has("moe")) throw Malformed(row.pointer(), "\"moe\" is missing");
  const auto without_series = logarithm(row, "without_series");
  if (!without_series) throw Malformed(row.at("without_series"), "expected a logarithm from -5 to 5, got null");
  return {.id = shown(row, "id"),
          .series = shown(row, "series"),
          .family = shown(row, "family"),
          .architecture = shown(row, "architecture"),
          .chip = shown(row, "chip"),
          .stack = shown(row, "stack"),
          .precision = shown(row, "precision"),
          .chips = positive(row, "chips"),
          .sequence_length = positive(row, "sequence_length"),
          .moe = row.flag("moe", false),
          .without_series = *without_series,
          .without_stack = logarithm(row, "without_stack"),
          .without_architecture = logarithm(row, "without_architecture"),
          .with_one_row = logarithm(row, "with_one_row")};
}

}  // namespace

Residuals read_residuals(const std::filesystem::path& catalogue) {
  const auto file = catalogue / "residuals.json";
  std::error_code fault;
  Residuals residuals;
  if (!std::filesystem::exists(file, fault)) return residuals;
  residuals.issues =
      io::read_object_file(file, format, "take the file that comes with gigaplan, or leave it out",
                           [&](const ObjectReader& whole, const io::Complain&) {
                             const Json& rows = whole.list("rows");
                             for (std::size_t i = 0; i < rows.size(); ++i)
                               residuals.rows.push_back(row_of(ObjectReader(rows[i], fmt::format("/rows/{}", i))));
                           });
  if (has_errors(residuals.issues)) residuals.rows.clear();
  return residuals;
}

}  // namespace gigaplan::confidence
