#include "sweep/expression.hpp"

#include <fmt/format.h>

#include <muParser.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <utility>

namespace gigaplan::sweep {
namespace {

/// A name in the text, and, for a text comparison, what it is compared with.
struct Variable {
  std::string name;
  std::optional<std::string> text;
  bool operator==(const Variable&) const = default;
};

bool word_begins(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_';
}
bool word_goes_on(char c) {
  return word_begins(c) || std::isdigit(static_cast<unsigned char>(c)) != 0;
}

std::string placed(const std::string& why, std::size_t at, const std::string& text) {
  return fmt::format("{} (at character {} of: {})", why, at + 1, text);
}

/// In words of ours: muParser's speak of what it was given, not of what the user wrote.
const char* fault_of(mu::EErrorCodes code) {
  switch (code) {
    case mu::ecUNEXPECTED_EOF: return "something is missing";
    case mu::ecMISSING_PARENS: return "a ( is not closed";
    case mu::ecUNEXPECTED_PARENS: return "this parenthesis does not fit here";
    case mu::ecMISSING_ELSE_CLAUSE:
    case mu::ecMISPLACED_COLON: return "? and : go together";
    case mu::ecTOO_MANY_PARAMS: return "this function takes fewer values";
    case mu::ecTOO_FEW_PARAMS: return "this function takes more values";
    case mu::ecUNASSIGNABLE_TOKEN: return "there is no such function, name or sign";
    default: return "this does not fit here";
  }
}

/// Translates into what muParser reads: each name becomes v0, v1, ...; a comparison with a text becomes one of them.
class Translator {
 public:
  explicit Translator(const std::string& text) : text_(text) {}

  std::string run() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '{') {
        const std::size_t begin = at_;
        operand(braces(), begin);
      } else if (word_begins(c)) {
        word();
      } else if (std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '.') {
        number();
      } else if (c == '"') {
        fail("a text can only be compared with a name: name == \"text\"");
      } else {
        sign();
      }
    }
    return result_;
  }

  /// What muParser says of its text, as a fault of ours.
  [[nodiscard]] BadExpression fault(const mu::Parser::exception_type& e) const {
    const bool there = e.GetPos() >= 0 && static_cast<std::size_t>(e.GetPos()) < origins_.size();
    return BadExpression{
        placed(fault_of(e.GetCode()), there ? origins_[static_cast<std::size_t>(e.GetPos())] : text_.size(), text_)};
  }

  std::vector<Variable> variables;

 private:
  [[noreturn]] void fail(const std::string& why) const { throw BadExpression(placed(why, at_, text_)); }

  /// \param from where it stands in the user's text
  void write(std::string_view translated, std::size_t from) {
    result_ += translated;
    origins_.resize(result_.size(), from);
  }

  std::string braces() {
    const auto end = text_.find('}', at_);
    if (end == std::string::npos) {
      fail("a { is not closed");
    }
    std::string name = text_.substr(at_ + 1, end - at_ - 1);
    if (name.empty()) {
      fail("nothing stands in the braces");
    }
    at_ = end + 1;
    return name;
  }

  void word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && word_goes_on(text_[at_])) {
      ++at_;
    }
    std::string name = text_.substr(begin, at_ - begin);
    const auto next = text_.find_first_not_of(" \t\n", at_);
    if (name == "and" || name == "or" || name == "not") {
      write(name == "and" ? " && " : name == "or" ? " || " : " ~ ", begin);
    } else if (next != std::string::npos && text_[next] == '(') {
      write(name, begin);  // a function; muParser knows whether there is one
    } else {
      operand(std::move(name), begin);
    }
  }

  void number() {
    const std::size_t begin = at_;
    const auto digits = [&](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '.'; };
    while (at_ < text_.size() && digits(text_[at_])) {
      ++at_;
    }
    if (at_ + 1 < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E') &&
        (digits(text_[at_ + 1]) || text_[at_ + 1] == '-' || text_[at_ + 1] == '+')) {
      at_ += 2;
      while (at_ < text_.size() && digits(text_[at_])) {
        ++at_;
      }
    }
    for (std::size_t i = begin; i < at_; ++i) {
      write(text_.substr(i, 1), i);
    }
  }

  void sign() {
    const std::string two = text_.substr(at_, 2);
    if (two == "==" || two == "!=" || two == "<=" || two == ">=" || two == "&&" || two == "||") {
      write(two, at_);
      at_ += 2;
      return;
    }
    const char c = text_[at_];
    if (c == '=') {
      fail("write == to compare");
    }
    constexpr std::string_view signs = " \t\r\n+-*/^<>!?:(),";
    if (signs.find(c) == std::string_view::npos) {
      fail("this sign means nothing here");
    }
    write(c == '\n' || c == '\r' || c == '\t' ? " " : text_.substr(at_, 1), at_);
    ++at_;
  }

  void operand(std::string name, std::size_t begin) {
    Variable variable{std::move(name), std::nullopt};
    const auto sign_at = text_.find_first_not_of(" \t\n", at_);
    bool negated = false;
    if (sign_at != std::string::npos) {
      const std::string two = text_.substr(sign_at, 2);
      const auto quote = text_.find_first_not_of(" \t\n", sign_at + 2);
      if ((two == "==" || two == "!=") && quote != std::string::npos && text_[quote] == '"') {
        const auto end = text_.find('"', quote + 1);
        if (end == std::string::npos) {
          at_ = quote;
          fail("a text is not closed");
        }
        variable.text = text_.substr(quote + 1, end - quote - 1);
        negated = two == "!=";
        at_ = end + 1;
      }
    }
    auto found = std::ranges::find(variables, variable);
    if (found == variables.end()) {
      variables.push_back(std::move(variable));
      found = std::prev(variables.end());
    }
    const auto index = found - variables.begin();
    write(negated ? fmt::format("(1 - v{})", index) : fmt::format("v{}", index), begin);
  }

  const std::string& text_;
  std::size_t at_ = 0;
  std::string result_;
  std::vector<std::size_t> origins_;  ///< of each character of result_ in text_
};

double not_of(double x) {
  return x == 0 ? 1 : 0;
}

}  // namespace

Value value_of(const nlohmann::json& json) {
  if (json.is_number()) {
    return json.get<double>();
  }
  if (json.is_boolean()) {
    return json.get<bool>() ? 1.0 : 0.0;
  }
  return json.is_string() ? Value(json.get<std::string>()) : Value();
}

struct Expression::Parsed {
  std::vector<Variable> variables;
  std::vector<double> values;  ///< muParser holds pointers to them
  std::vector<std::string> names;
  mu::Parser parser;
};

Expression::Expression(const std::string& text) : text_(text), parsed_(std::make_unique<Parsed>()) {
  constexpr std::size_t longest = 4000;
  if (text.size() > longest) {
    throw BadExpression(fmt::format("an expression of more than {} characters", longest));
  }
  if (text.find_first_not_of(" \t\n") == std::string::npos) {
    throw BadExpression("an empty expression");
  }
  Translator translator(text);
  const std::string translated = translator.run();
  Parsed& p = *parsed_;
  p.variables = translator.variables;
  p.values.assign(p.variables.size(), 1);
  for (const Variable& variable : p.variables) {
    if (std::ranges::find(p.names, variable.name) == p.names.end()) {
      p.names.push_back(variable.name);
    }
  }
  try {
    constexpr int below_comparisons = mu::prCMP - 1;
    p.parser.DefineInfixOprt("!", not_of);
    p.parser.DefineInfixOprt("~", not_of, below_comparisons);  // the word: not a == b is not (a == b)
    for (std::size_t i = 0; i < p.values.size(); ++i) {
      p.parser.DefineVar(fmt::format("v{}", i), &p.values[i]);
    }
    p.parser.SetExpr(translated);
    int results = 0;
    (void)p.parser.Eval(results);  // only now is it parsed
    if (results != 1) {
      throw BadExpression(fmt::format("more than one expression: {}", text));
    }
  } catch (const mu::Parser::exception_type& e) {
    throw translator.fault(e);
  }
}

Expression::Expression(Expression&&) noexcept = default;
Expression& Expression::operator=(Expression&&) noexcept = default;
Expression::~Expression() = default;

const std::vector<std::string>& Expression::names() const {
  return parsed_->names;
}

double Expression::evaluate(const Lookup& lookup) const {
  Parsed& p = *parsed_;
  for (std::size_t i = 0; i < p.variables.size(); ++i) {
    const auto& [name, text] = p.variables[i];
    const Value value = lookup(name);
    if (text) {
      const auto* is = std::get_if<std::string>(&value);
      p.values[i] = is != nullptr && *is == *text ? 1 : 0;
    } else if (const auto* number = std::get_if<double>(&value)) {
      p.values[i] = *number;
    } else if (const auto* is = std::get_if<std::string>(&value)) {
      throw BadExpression(
          fmt::format(R"({} is the text "{}", not a number; compare it with {} == "...")", name, *is, name));
    } else {
      throw BadExpression(fmt::format("{} has no value", name));
    }
  }
  double result = 0;
  try {
    result = p.parser.Eval();
  } catch (const mu::Parser::exception_type& e) {
    throw BadExpression(fmt::format("{} (in: {})", e.GetMsg(), text_));
  }
  if (!std::isfinite(result)) {
    throw BadExpression(fmt::format("the result is no finite number (of: {})", text_));
  }
  return result;
}

}  // namespace gigaplan::sweep
