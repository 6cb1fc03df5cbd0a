// Which options have `check` and `diff`?
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "cli/commands.hpp"

namespace gigaplan::cli {

void add_check(CLI::App& app, CheckArguments& check, const std::function<void()>& run);
void add_diff(CLI::App& app, DiffArguments& diff, const std::function<void()>& run);

}  // namespace gigaplan::cli
