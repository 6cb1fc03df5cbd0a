#include "confidence/residuals.hpp"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>
#include <system_error>

#include "io/files.hpp"
#include "io/parse.hpp"

namespace gigaplan::confidence {
namespace {

using io::Json;

constexpr const char* format = "gigaplan-residuals/1";
constexpr double largest = 5;  ///< of a logarithm: a prediction that is off by a factor of 150 is none

/// A value that is not as the format says. what(): the reason.
struct Malformed : std::runtime_error {
  Malformed(std::string where, const std::string& why) : std::runtime_error(why), pointer(std::move(where)) {}
  std::string pointer;
};

/// The keys of one object.
class Keys {
 public:
  Keys(const Json& value, std::string pointer) : value_(value), pointer_(std::move(pointer)) {
    if (!value_.is_object()) throw Malformed(pointer_, "expected an object, got " + io::show_value(value_));
  }
  [[nodiscard]] std::string text(const char* key) const {
    const Json& found = at(key);
    if (!found.is_string()) throw wrong(key, "a text", found);
    return printable(found.get_ref<const std::string&>());  // some of them are shown
  }
  [[nodiscard]] bool flag(const char* key) const {
    const Json& found = at(key);
    if (!found.is_boolean()) throw wrong(key, "true or false", found);
    return found.get<bool>();
  }
  [[nodiscard]] double positive(const char* key) const {
    const Json& found = at(key);
    if (!found.is_number() || !(found.get<double>() > 0)) throw wrong(key, "a number above 0", found);
    return found.get<double>();
  }
  /// None if it is null.
  [[nodiscard]] std::optional<double> logarithm(const char* key) const {
    const Json& found = at(key);
    if (found.is_null()) return std::nullopt;
    if (!found.is_number() || !(std::abs(found.get<double>()) <= largest))
      throw wrong(key, "a logarithm from -5 to 5, or null", found);
    return found.get<double>();
  }
  [[nodiscard]] const Json& list(const char* key) const {
    const Json& found = at(key);
    if (!found.is_array()) throw wrong(key, "a list", found);
    return found;
  }
  [[nodiscard]] Malformed wrong(const char* key, const char* expected, const Json& got) const {
    return {pointer_ + "/" + key, fmt::format("expected {}, got {}", expected, io::show_value(got))};
  }

 private:
  [[nodiscard]] const Json& at(const char* key) const {
    const auto found = value_.find(key);
    if (found == value_.end()) throw Malformed(pointer_, fmt::format("\"{}\" is missing", key));
    return *found;
  }
  const Json& value_;
  std::string pointer_;
};

Residual row_of(const Keys& keys) {
  Residual row{.id = keys.text("id"),
               .series = keys.text("series"),
               .family = keys.text("family"),
               .architecture = keys.text("architecture"),
               .chip = keys.text("chip"),
               .stack = keys.text("stack"),
               .precision = keys.text("precision"),
               .chips = keys.positive("chips"),
               .sequence_length = keys.positive("sequence_length"),
               .moe = keys.flag("moe"),
               .without_series = 0,
               .without_stack = keys.logarithm("without_stack"),
               .without_architecture = keys.logarithm("without_architecture"),
               .with_one_row = keys.logarithm("with_one_row")};
  const auto without_series = keys.logarithm("without_series");
  if (!without_series) throw keys.wrong("without_series", "a logarithm", nullptr);
  row.without_series = *without_series;
  return row;
}

}  // namespace

Residuals read_residuals(const std::filesystem::path& catalogue) {
  const auto file = catalogue / "residuals.json";
  std::error_code fault;
  Residuals residuals;
  if (!std::filesystem::exists(file, fault)) return residuals;
  const auto read = io::read_text(file);
  residuals.issues = read.issues;
  if (has_errors(read.issues)) return residuals;
  const auto parsed = io::parse_json(read.text, file.string());
  residuals.issues.insert(residuals.issues.end(), parsed.issues.begin(), parsed.issues.end());
  if (has_errors(residuals.issues)) return residuals;
  try {
    const Keys whole(parsed.value, "");
    if (whole.text("format") != format) throw Malformed("/format", fmt::format("expected \"{}\"", format));
    const Json& rows = whole.list("rows");
    for (std::size_t i = 0; i < rows.size(); ++i)
      residuals.rows.push_back(row_of(Keys(rows[i], fmt::format("/rows/{}", i))));
  } catch (const Malformed& e) {
    residuals.rows.clear();
    residuals.issues.push_back({Severity::error, file.string(), e.pointer, e.what(),
                                "take the file that comes with gigaplan, or leave it out"});
  }
  return residuals;
}

}  // namespace gigaplan::confidence
