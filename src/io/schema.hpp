// Which keys may a file hold? As a JSON Schema for editors, and as a page for people.
#pragma once

#include <string>
#include <vector>

namespace gigaplan::io {

/// "scenario" and one for each kind of catalogue entry: "chip", "node", "model", "stack", "site", "switch", "fabric",
/// "power-chain", "cooling", "reliability", "costs", "programme", "market".
[[nodiscard]] const std::vector<std::string>& schema_kinds();

/// JSON Schema (draft 2020-12) of a kind, from the same field descriptions that the reader uses; two-space indented,
/// with a final newline. Empty if the kind is unknown; plurals ("chips") are understood.
[[nodiscard]] std::string json_schema(const std::string& kind);

/// Markdown reference of every key: type, unit, range, default, meaning.
[[nodiscard]] std::string reference_page();

}  // namespace gigaplan::io
