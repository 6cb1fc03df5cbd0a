// What does `--set /json/pointer=value` change?
#pragma once

#include <optional>
#include <string>

#include "io/resolve.hpp"
#include "io/scenario_reader.hpp"

namespace gigaplan::io {

/// What an override's text stands for: JSON text, or a bare word. Text that looks like JSON and is not (say "{1") is an
/// issue.
[[nodiscard]] std::optional<Json> override_value(const Override& change, Issues& issues);

/// Puts the override's value into the document; references on the way are expanded already. Unknown keys are left for
/// the reader to find. Issues have the file "--set".
void apply_override(Document& document, const Override& change, Resolver& resolver, Issues& issues);

}  // namespace gigaplan::io
