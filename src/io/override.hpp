// What does `--set /json/pointer=value` change?
#pragma once

#include <string>

#include "io/resolve.hpp"
#include "io/scenario_reader.hpp"

namespace gigaplan::io {

/// Puts the override's value into the document; references on the way are expanded already. Unknown keys are left for
/// the reader to find. Issues have the file "--set".
void apply_override(Document& document, const Override& change, Resolver& resolver, Issues& issues);

}  // namespace gigaplan::io
