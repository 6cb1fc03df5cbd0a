#include "io/override.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "io/text.hpp"

namespace gigaplan::io {
namespace {

using Pointer = Json::json_pointer;

const std::string file_name = "--set";

Issue complaint(const std::string& pointer, std::string message, std::string remedy) {
  return {.file = file_name, .pointer = pointer, .message = std::move(message), .remedy = std::move(remedy)};
}

/// The item that a token names in a list, or an issue.
bool check_index(const Json& list, const std::string& token, const std::string& here, Issues& issues) {
  const bool digits = !token.empty() && token.size() < 10 && (token == "0" || token[0] != '0') &&
                      std::ranges::all_of(token, [](char c) { return c >= '0' && c <= '9'; });
  if (digits && std::stoul(token) < list.size()) {
    return true;
  }
  issues.push_back(
      complaint(here, fmt::format("the list has no item \"{}\"", shortened(token)),
                list.empty() ? "it is empty" : fmt::format("write an index from 0 to {}", list.size() - 1)));
  return false;
}

/// Sets the last token in its container. False if it cannot be.
bool put(Document& document, const std::string& parent, const std::string& token, Json value, const Origin& origin,
         Issues& issues) {
  const std::string here = pointer_append(parent, token);
  Json& container = document.value.at(Pointer(parent));
  if (container.is_array()) {
    if (!check_index(container, token, here, issues)) {
      return false;
    }
    container[std::stoul(token)] = std::move(value);
  } else if (!container.is_object()) {
    issues.push_back(complaint(here, fmt::format("{} is {}, which has no members", parent, show_value(container)),
                               "shorten the pointer"));
    return false;
  } else if (value.is_null()) {
    if (container.erase(token) == 0) {
      issues.push_back(complaint(here, "null removes a key, but there is no such key", "check the pointer"));
      return false;
    }
    forget_origins(document, here);
    drop_citations(document.value, here);
    return true;
  } else {
    container[token] = std::move(value);
  }
  drop_citations(document.value, here);
  const Document written = document_of(document.value.at(Pointer(here)), origin.source);
  forget_origins(document, here);
  for (const auto& [below, unused] : written.origins) {
    document.origins[here + below] = {.source = origin.source, .pointer = here + below};
  }
  return true;
}

/// Walks to the container of the last token, making objects that are not there yet (the reader knows which may be).
bool walk(Document& document, const std::vector<std::string>& tokens, const Origin& origin, std::string& parent,
          Issues& issues) {
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    Json& container = document.value.at(Pointer(parent));
    const std::string here = pointer_append(parent, tokens[i]);
    if (container.is_array()) {
      if (!check_index(container, tokens[i], here, issues)) {
        return false;
      }
    } else if (!container.is_object()) {
      issues.push_back(complaint(here, fmt::format("{} is {}, which has no members", parent, show_value(container)),
                                 "shorten the pointer"));
      return false;
    } else if (!container.contains(tokens[i])) {
      container[tokens[i]] = Json::object();
      document.origins[here] = {.source = origin.source, .pointer = here};
    }
    parent = here;
  }
  return true;
}

}  // namespace

std::optional<Json> override_value(const Override& change, Issues& issues) {
  const std::string& text = change.value;
  ParsedJson parsed = parse_json(text, file_name);
  if (parsed.complete && parsed.issues.empty()) {
    return std::move(parsed.value);
  }
  if (text.empty()) {
    issues.push_back(
        complaint(change.pointer, "no value after the =",
                  "write a number, true, false, a word, \"text\", [ ... ] or { ... }; null removes a key"));
    return std::nullopt;
  }
  const bool number_like =
      !text.empty() && (text[0] == '-' || text[0] == '+' || text[0] == '.' || (text[0] >= '0' && text[0] <= '9'));
  const bool date_like = text.find('-', 1) != std::string::npos;
  if (text[0] == '{' || text[0] == '[' || text[0] == '"' ||
      (number_like && !date_like && text.find_first_not_of("0123456789+-.eE") == std::string::npos)) {
    for (Issue& issue : parsed.issues) {
      issue.pointer = change.pointer;
      issue.message = fmt::format("the value {} is not JSON: {}", shortened(text), issue.message);
      issues.push_back(std::move(issue));
    }
    return std::nullopt;
  }
  return Json(text);
}

void apply_override(Document& document, const Override& change, Resolver& resolver, Issues& issues) {
  if (first_non_utf8(change.pointer) || first_non_utf8(change.value)) {
    issues.push_back(complaint("", "an override is not UTF-8", "set the terminal's language to UTF-8"));
    return;
  }
  auto tokens = pointer_tokens(change.pointer);
  if (!tokens || tokens->empty()) {
    issues.push_back(complaint(change.pointer, fmt::format("\"{}\" is no JSON Pointer to a key", change.pointer),
                               "write --set /part/key=value"));
    return;
  }
  if (tokens->size() > nesting_limit) {
    issues.push_back(
        complaint(shortened(change.pointer), "the pointer is too deep", "a scenario has fewer than ten levels"));
    return;
  }
  std::optional<Json> value = override_value(change, issues);
  if (!value) {
    return;
  }
  if (!value->is_null() && names_file(*tokens)) {
    value = Json{{tokens->back(), std::move(*value)}};
    tokens->pop_back();
  }
  const Origin origin{
      .source = std::make_shared<const Source>(Source{.name = file_name, .kind = Source::Kind::command_line}),
      .pointer = change.pointer};
  std::string parent;
  if (walk(document, *tokens, origin, parent, issues) &&
      put(document, parent, tokens->back(), std::move(*value), origin, issues)) {
    resolver.attach(document, "scenario");
    resolver.expand_below(document, description_of("scenario"), "");
  }
}

}  // namespace gigaplan::io
