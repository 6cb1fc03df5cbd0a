// How do commands get their scenario, and tell the user what is wrong with it?
#pragma once

#include <optional>
#include <string_view>

#include "cli/commands.hpp"
#include "confidence/residuals.hpp"
#include "io/scenario_reader.hpp"

namespace gigaplan::cli {

/// "error: ..." on stderr, safe on a terminal.
void complain(std::string_view text);

/// Prints issues on stderr, then how many of each kind there are.
void print_issues(const Issues& issues);

/// The changes that --set asks for; a text that is none becomes an issue.
[[nodiscard]] std::vector<Setting> parse_overrides(const std::vector<std::string>& texts, Issues& issues);

/// The catalogue, or none after telling the user where it was looked for.
[[nodiscard]] std::optional<io::Catalogue> open_catalogue(const std::filesystem::path& executable);

/// Reads and checks a scenario; all issues go to stderr. None if there are errors: the command then ends with 2.
[[nodiscard]] std::optional<io::LoadedScenario> load(const ScenarioArguments& arguments,
                                                     const std::filesystem::path& executable);

/// How far predictions of published steps are off. None after telling what is wrong with the catalogue's file.
[[nodiscard]] std::optional<confidence::Residuals> load_residuals(const std::filesystem::path& executable);

}  // namespace gigaplan::cli
