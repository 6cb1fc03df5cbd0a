// Commands about inputs: is it valid, what is in the catalogue, which keys are there?
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "cli/commands.hpp"
#include "cli/load.hpp"
#include "cli/terminal.hpp"
#include "io/catalogue.hpp"
#include "io/schema.hpp"
#include "io/text.hpp"

namespace gigaplan::cli {
namespace {

void print_list(const io::Catalogue& catalogue, const std::string& kind, const Style& s) {
  fmt::print("{}{}{}\n", s.bold, kind, s.reset);
  for (const auto& entry : io::list_entries(catalogue, kind)) {
    fmt::print("  {:<28} {}\n", entry.id, entry.name);
  }
}

int unknown_kind(const std::string& kind, const std::vector<std::string>& kinds) {
  const auto near = io::closest(kind, kinds);
  fmt::print(stderr, "error: \"{}\" is no kind; {}there are {}\n", printable(kind),
             near ? fmt::format("did you mean \"{}\"? ", *near) : "", fmt::join(kinds, ", "));
  return exit_bad_input;
}

}  // namespace

int validate_command(const std::vector<std::filesystem::path>& scenarios, const std::vector<std::string>& overrides,
                     const std::filesystem::path& executable) {
  int code = exit_done;
  for (const auto& scenario : scenarios) {
    const auto loaded = load({scenario, overrides}, executable);
    if (loaded) {
      fmt::print("ok: {}: {} chips, {} figures\n", scenario.string(),
                 whole(static_cast<double>(loaded->scenario->cluster.chips())), loaded->assumptions.size());
    } else {
      code = exit_bad_input;
    }
  }
  return code;
}

int catalogue_command(const std::string& name, const std::string& id, bool json,
                      const std::filesystem::path& executable) {
  const auto catalogue = open_catalogue(executable);
  if (!catalogue) {
    return exit_bad_input;
  }
  const auto& kinds = io::catalogue_kinds();
  const auto kind = io::catalogue_kind(name);
  const auto s = style(stdout_has_colour());
  if (name.empty()) {
    for (const auto& each : kinds) {
      print_list(*catalogue, each, s);
    }
    return exit_done;
  }
  if (kind.empty()) {
    return unknown_kind(name, kinds);
  }
  if (id.empty()) {
    print_list(*catalogue, kind, s);
    return exit_done;
  }
  const auto shown = io::show_entry(*catalogue, kind, id);
  print_issues(shown.issues);
  if (has_errors(shown.issues)) {
    return exit_bad_input;
  }
  fmt::print("{}", json ? shown.json : shown.text);
  return exit_done;
}

int schema_command(const std::string& kind) {
  const auto schema = io::json_schema(kind);
  if (schema.empty()) {
    return unknown_kind(kind, io::schema_kinds());
  }
  fmt::print("{}", schema);
  return exit_done;
}

}  // namespace gigaplan::cli
