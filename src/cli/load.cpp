#include "cli/load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "cli/terminal.hpp"

namespace gigaplan::cli {

std::filesystem::path default_out(const std::filesystem::path& file) {
  const auto stem = file.stem();
  return std::filesystem::path("out") / (stem.empty() || stem.string().starts_with('.') ? "result" : stem);
}

void complain(std::string_view text) {
  fmt::print(stderr, "error: {}\n", printable(text));
}

void print_issues(const Issues& issues) {
  for (const auto& issue : issues) {
    fmt::print(stderr, "{}\n", to_string(issue));
  }
  const auto errors = std::ranges::count(issues, Severity::error, &Issue::severity);
  if (errors > 1) {
    fmt::print(stderr, "{} errors\n", errors);
  }
}

std::optional<io::Catalogue> open_catalogue(const std::filesystem::path& executable) {
  auto catalogue = io::find_catalogue(executable);
  if (!catalogue) {
    fmt::print(
        stderr,
        "error: no catalogue found: neither $GIGAPLAN_CATALOGUE nor a scenarios/catalogue folder beside or above "
        "{}; set GIGAPLAN_CATALOGUE to that folder\n",
        executable.string());
  }
  return catalogue;
}

std::vector<Setting> parse_overrides(const std::vector<std::string>& texts, Issues& issues) {
  std::vector<Setting> overrides;
  for (const auto& text : texts) {
    if (auto parsed = io::parse_override(text)) {
      overrides.push_back(std::move(*parsed));
    } else {
      issues.push_back({Severity::error, "--set", "", fmt::format("\"{}\" has no value", text),
                        "write it as /json/pointer=value, e.g. /cluster/nodes=1000"});
    }
  }
  return overrides;
}

std::optional<io::LoadedScenario> load(const ScenarioArguments& arguments, const std::filesystem::path& executable) {
  const auto catalogue = open_catalogue(executable);
  if (!catalogue) {
    return std::nullopt;
  }
  Issues malformed;
  const auto overrides = parse_overrides(arguments.overrides, malformed);
  auto loaded = io::load_scenario(arguments.scenario, overrides, *catalogue);
  loaded.issues.insert(loaded.issues.begin(), malformed.begin(), malformed.end());
  print_issues(loaded.issues);
  if (has_errors(loaded.issues) || !loaded.scenario) {
    return std::nullopt;
  }
  return loaded;
}

std::optional<confidence::Residuals> load_residuals(const std::filesystem::path& executable) {
  const auto catalogue = open_catalogue(executable);
  if (!catalogue) {
    return std::nullopt;
  }
  auto residuals = confidence::read_residuals(catalogue->root);
  print_issues(residuals.issues);
  return has_errors(residuals.issues) ? std::nullopt : std::optional(std::move(residuals));
}

}  // namespace gigaplan::cli
