// What does an expression over columns and pointers say?
#pragma once

#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

namespace gigaplan::sweep {

/// A text that is no expression, or a value that it cannot be computed with. what() says which, in plain words.
struct BadExpression : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Nothing there (null), a number, or a text.
using Value = std::variant<std::monostate, double, std::string>;

/// A JSON value as expressions see it: true is 1 and false 0; null, lists and objects are nothing.
[[nodiscard]] Value value_of(const nlohmann::json& json);

/// The value of a name: a column, or what stands in braces ("/finance/capex_eur"). \throws BadExpression if unknown
using Lookup = std::function<Value(const std::string& name)>;

/// Arithmetic and comparison of numbers as muParser has them (+ - * / ^, < <= == != >= >, && || !, ?:, sqrt, log, min,
/// max ...), `and`, `or`, `not` (which bind less than comparisons), names, {names with any characters}, and text
/// comparisons: name == "text", name != "text".
class Expression {
 public:
  /// \throws BadExpression with the position of the fault
  explicit Expression(const std::string& text);
  Expression(Expression&&) noexcept;
  Expression& operator=(Expression&&) noexcept;
  Expression(const Expression&) = delete;
  Expression& operator=(const Expression&) = delete;
  ~Expression();

  [[nodiscard]] const std::string& text() const { return text_; }
  /// In the order in which they first stand, each once.
  [[nodiscard]] const std::vector<std::string>& names() const;
  /// \throws BadExpression where a value is null, a text is used as a number, or the result is no number
  [[nodiscard]] double evaluate(const Lookup& lookup) const;

 private:
  struct Parsed;
  std::string text_;
  std::unique_ptr<Parsed> parsed_;
};

}  // namespace gigaplan::sweep
