// How does JSON text become a value, with every fault told in plain words?
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "base/issue.hpp"

namespace gigaplan::io {

using Json = nlohmann::json;

inline constexpr std::size_t nesting_limit = 64;
inline constexpr std::size_t value_limit = 1'000'000;  ///< a scenario has a few hundred values

struct ParsedJson {
  Json value;
  Issues issues;          ///< syntax (line and column), duplicate keys (pointer), nesting, numbers no double can hold
  bool complete = false;  ///< `value` is whole; it may be so in spite of duplicate keys (the last one counts)
};

/// Strict JSON (RFC 8259). Whole numbers written as 8.0 or 8e3 become integers, so that they hash and compare alike.
/// \param file the name that issues carry
[[nodiscard]] ParsedJson parse_json(const std::string& text, const std::string& file);

/// What stands at a JSON Pointer; null if nothing does, or if it is no pointer. nlohmann's own throws for an index that
/// is no number, or too large.
[[nodiscard]] const Json* value_at(const Json& document, const std::string& pointer);

/// The value in one line for a message: `"fi"`, `12.5`, `an object`.
[[nodiscard]] std::string show_value(const Json& value);

}  // namespace gigaplan::io
