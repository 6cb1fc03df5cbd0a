#include "io/parse.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "io/text.hpp"

namespace gigaplan::io {
namespace {

/// Builds the value from the parser's events and notes what a plain parse would let pass: duplicate keys, deep nesting.
class Builder {  // the members' names are those that nlohmann::json::sax_parse calls
 public:
  explicit Builder(std::string file) : file_(std::move(file)) {}

  bool null() { return add(nullptr); }
  bool boolean(bool value) { return add(value); }
  bool number_integer(Json::number_integer_t value) { return add(value); }
  bool number_unsigned(Json::number_unsigned_t value) { return add(value); }
  bool number_float(double value, const std::string& /*text*/) {
    constexpr double exact_integers = 9'007'199'254'740'992.0;  // 2^53
    if (value == std::trunc(value) && std::abs(value) < exact_integers) {
      return value < 0 ? add(static_cast<Json::number_integer_t>(value))
                       : add(static_cast<Json::number_unsigned_t>(value));
    }
    return add(value);
  }
  bool string(std::string& value) { return add(std::move(value)); }
  bool binary(Json::binary_t& /*value*/) { return false; }
  bool start_object(std::size_t /*size*/) { return open(Json::object()); }
  bool key(std::string& name) {
    Level& level = levels_.back();
    level.token = name;
    if (level.value->contains(name)) {
      issues_.push_back({.file = file_,
                         .pointer = pointer(),
                         .message = "this key stands twice in its object",
                         .remedy = "remove one of them"});
    }
    return issues_.size() < issue_limit;
  }
  bool end_object() { return close(); }
  bool start_array(std::size_t /*size*/) { return open(Json::array()); }
  bool end_array() { return close(); }
  bool parse_error(std::size_t position, const std::string& token, const nlohmann::detail::exception& error) {
    error_position_ = position;
    error_token_ = token;
    error_text_ = error.what();
    return false;
  }

  [[nodiscard]] Json take_value() { return std::move(root_); }
  [[nodiscard]] Issues take_issues() { return std::move(issues_); }
  [[nodiscard]] bool syntax_error() const { return error_position_.has_value(); }
  [[nodiscard]] std::size_t error_position() const { return error_position_.value_or(0); }
  [[nodiscard]] const std::string& error_token() const { return error_token_; }
  [[nodiscard]] const std::string& error_text() const { return error_text_; }

 private:
  struct Level {
    Json* value;
    std::string token;  ///< key that the next value belongs to
  };
  static constexpr std::size_t issue_limit = 100;

  bool add(Json value) { return place(std::move(value)) != nullptr; }

  Json* place(Json value) {
    if (++values_ > value_limit) {
      return refuse(fmt::format("holds more than {} values", value_limit),
                    "a scenario has a few hundred; is this the right file?");
    }
    if (levels_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    Level& level = levels_.back();
    if (level.value->is_array()) {
      level.value->push_back(std::move(value));
      return &level.value->back();
    }
    return &((*level.value)[level.token] = std::move(value));
  }

  bool open(Json empty) {
    if (levels_.size() >= nesting_limit) {
      refuse(fmt::format("is nested more than {} levels deep", nesting_limit), "a scenario needs fewer than ten");
      return false;
    }
    Json* value = place(std::move(empty));
    if (value != nullptr) {
      levels_.push_back({.value = value, .token = {}});
    }
    return value != nullptr;
  }

  bool close() {
    levels_.pop_back();
    return true;
  }

  Json* refuse(std::string message, std::string remedy) {
    issues_.push_back(
        {.file = file_, .pointer = pointer(), .message = std::move(message), .remedy = std::move(remedy)});
    return nullptr;
  }

  /// Of the value that comes next: the last list holds its predecessors, an outer one already what is being built.
  [[nodiscard]] std::string pointer() const {
    std::string result;
    for (const Level& level : levels_) {
      const std::size_t index = level.value->size() - (&level == &levels_.back() ? 0U : 1U);
      result = pointer_append(result, level.value->is_array() ? std::to_string(index) : level.token);
    }
    return shortened(result, 400);
  }

  std::string file_;
  Json root_;
  std::vector<Level> levels_;
  Issues issues_;
  std::size_t values_ = 0;
  std::optional<std::size_t> error_position_;
  std::string error_token_, error_text_;
};

/// What a person would call the fault. \param rest the text from the fault on \param before what precedes it
Issue explain(const Builder& builder, const std::string& text) {
  const std::size_t position = std::min(builder.error_position(), text.size());
  const std::string& token = builder.error_token();
  const std::string& what = builder.error_text();
  const auto says = [&](const char* part) { return what.find(part) != std::string::npos; };
  const std::string rest = position > 0 ? text.substr(position - 1, 40) : text.substr(0, 40);
  const std::string near = token.empty() ? rest : token;
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
    return {.message = "the file is empty", .remedy = "write a JSON object: { ... }"};
  }
  if (says("number overflow")) {
    return {.message = fmt::format("the number {} is too large for a computer's arithmetic", shortened(token)),
            .remedy = "write a number below 1e308"};
  }
  if (near.starts_with("//") || near.starts_with("/*") || rest.starts_with("/")) {
    return {.message = "JSON has no comments", .remedy = R"(use "description", or the "why" of a citation)"};
  }
  if (near.starts_with("NaN") || near.starts_with("Inf") || near.starts_with("-I") || near.starts_with("-N") ||
      rest.starts_with("NaN") || rest.starts_with("Infinity") || rest.starts_with("N") || rest.starts_with("I")) {
    return {.message = "JSON has neither NaN nor Infinity", .remedy = "write a number, or leave the key out"};
  }
  if (says("; expected end of input")) {
    return {.message = fmt::format("something follows the end of the value: {}", shortened(rest)),
            .remedy = "a file holds one JSON object"};
  }
  if (position >= text.size() && (says("end of input") || says("missing closing quote"))) {
    return {.message = "the file ends too early", .remedy = "was it cut off? close what is open: \", ] and }"};
  }
  if (says("missing closing quote") || says("control character")) {
    return {.message = "a text runs past the end of its line", .remedy = "close it with \", write \\n for a new line"};
  }
  if (rest.starts_with("'")) {
    return {.message = "texts stand in double quotes in JSON", .remedy = "write \"...\" instead of '...'"};
  }
  if (says("unexpected '}'") || says("unexpected ']'")) {
    return {.message = fmt::format("unexpected {}", token.substr(token.empty() ? 0 : token.size() - 1)),
            .remedy = "is there a comma after the last item, or a value missing?"};
  }
  return {.message = fmt::format("this is not JSON: {}", shortened(near)),
          .remedy = "check commas, colons, quotes and brackets just before it"};
}

Issue syntax_issue(const Builder& builder, const std::string& text, const std::string& file) {
  Issue issue = explain(builder, text);
  const std::size_t end = std::min(builder.error_position(), text.size());
  std::size_t line = 1;
  std::size_t column = 0;
  for (std::size_t i = 0; i < end; ++i) {
    line += text[i] == '\n' ? 1 : 0;
    column = text[i] == '\n' ? 0 : column + 1;
  }
  issue.file = file;
  issue.message = fmt::format("line {}, column {}: {}", line, std::max<std::size_t>(column, 1), issue.message);
  return issue;
}

}  // namespace

ParsedJson parse_json(const std::string& text, const std::string& file) {
  Builder builder(file);
  const bool complete = Json::sax_parse(text, &builder);
  ParsedJson result;
  if (builder.syntax_error()) {
    result.issues.push_back(syntax_issue(builder, text, file));
  }
  Issues others = builder.take_issues();
  result.issues.insert(result.issues.end(), others.begin(), others.end());
  result.complete = complete;
  if (complete) {
    result.value = builder.take_value();
  }
  return result;
}

const Json* value_at(const Json& document, const std::string& pointer) {
  const auto tokens = pointer_tokens(pointer);
  const Json* at = tokens ? &document : nullptr;
  for (std::size_t i = 0; at != nullptr && i < tokens->size(); ++i) {
    const std::string& token = (*tokens)[i];
    if (at->is_object()) {
      const auto member = at->find(token);
      at = member != at->end() ? &*member : nullptr;
    } else {
      std::size_t index = 0;
      const auto [end, fault] = std::from_chars(token.data(), token.data() + token.size(), index);
      const bool number = fault == std::errc() && end == token.data() + token.size() && std::to_string(index) == token;
      at = at->is_array() && number && index < at->size() ? &(*at)[index] : nullptr;
    }
  }
  return at;
}

std::string show_value(const Json& value) {
  switch (value.type()) {
    case Json::value_t::null: return "null";
    case Json::value_t::boolean: return value.get<bool>() ? "true" : "false";
    case Json::value_t::object: return value.empty() ? "an empty object" : "an object";
    case Json::value_t::array: return value.empty() ? "an empty list" : "a list";
    case Json::value_t::number_float: return show(value.get<double>());
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned: return value.dump();
    default: return shortened(value.dump());
  }
}

}  // namespace gigaplan::io
