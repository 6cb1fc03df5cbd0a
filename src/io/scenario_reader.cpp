#include "io/scenario_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "io/assumptions.hpp"
#include "io/attach.hpp"
#include "io/check.hpp"
#include "io/hash.hpp"
#include "io/override.hpp"
#include "io/reader.hpp"
#include "io/resolve.hpp"
#include "io/text.hpp"

namespace gigaplan::io {
namespace {

/// A finding about the scenario as a whole lies where the user can mend it: in the scenario, unless a file that it
/// extends or attaches, or the command line, gave the value.
void locate(Issue& issue, const Document& document, const std::string& scenario_file) {
  const Origin origin = origin_of(document, issue.pointer);
  if (origin.source->kind == Source::Kind::catalogue || origin.source->name.empty()) {
    issue.file = scenario_file;
  } else {
    issue.file = origin.source->name;
    if (origin.source->kind == Source::Kind::attached) {
      issue.pointer = place_of(origin);
    }
  }
}

/// The same finding can be met twice, e.g. when a reference is tried again after an override.
void drop_repeated(Issues& issues) {
  Issues unique;
  for (Issue& issue : issues) {
    if (std::ranges::find(unique, issue) == unique.end()) {
      unique.push_back(std::move(issue));
    }
  }
  issues = std::move(unique);
}

/// Beyond this, more findings only hide the first ones.
void cap(Issues& issues, const std::string& file) {
  constexpr std::size_t limit = 200;
  if (issues.size() > limit) {
    const std::size_t more = issues.size() - limit;
    issues.resize(limit);
    issues.push_back(
        {.file = file, .message = fmt::format("and {} more findings", more), .remedy = "mend these first"});
  }
}

void read(Document& document, const std::string& file, LoadedScenario& loaded) {
  Defaults defaults;
  Scenario scenario;
  Reader reader(document, "scenario", loaded.issues, defaults);
  reader.begin();
  describe(reader, scenario);
  reader.end();
  Issues citations = check_citations(document, defaults, false);
  loaded.issues.insert(loaded.issues.end(), citations.begin(), citations.end());
  if (has_errors(loaded.issues)) {
    return;
  }
  for (Issue& issue : check_scenario(scenario)) {
    locate(issue, document, file);
    loaded.issues.push_back(std::move(issue));
  }
  if (has_errors(loaded.issues)) {
    return;
  }
  loaded.scenario = std::move(scenario);
  loaded.resolved_json = document.value.dump();
  loaded.sha256 = sha256(loaded.resolved_json);
  loaded.assumptions = list_assumptions(document, defaults);
}

}  // namespace

ScenarioBase::ScenarioBase(const std::filesystem::path& file, const std::vector<Override>& overrides,
                           const Catalogue& catalogue)
    : file_(file.string()), catalogue_(catalogue) {
  Resolver resolver(catalogue, issues_);
  std::optional<Document> document = resolver.load_file(file, "scenario", Source::Kind::scenario);
  folder_ = resolver.folder();
  if (!document) {
    return;
  }
  for (const Override& change : overrides) {
    apply_override(*document, change, resolver, issues_);
  }
  document_ = std::make_shared<const Document>(std::move(*document));
}

LoadedScenario ScenarioBase::with(const std::vector<Override>& more) const {
  LoadedScenario loaded;
  loaded.issues = issues_;
  if (document_) {
    Document document = *document_;
    Resolver resolver(catalogue_, loaded.issues, folder_);
    for (const Override& change : more) {
      apply_override(document, change, resolver, loaded.issues);
    }
    read(document, file_, loaded);
  }
  cap(loaded.issues, file_);
  drop_repeated(loaded.issues);
  return loaded;
}

LoadedScenario load_scenario(const std::filesystem::path& file, const std::vector<Override>& overrides,
                             const Catalogue& catalogue) {
  return ScenarioBase(file, overrides, catalogue).with({});
}

std::optional<Override> parse_override(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == std::string::npos) {
    return std::nullopt;
  }
  return Override{.pointer = text.substr(0, equals), .value = text.substr(equals + 1)};
}

std::vector<std::filesystem::path> files_named_by(const Override& change, const std::filesystem::path& scenario) {
  std::vector<std::filesystem::path> files;
  const auto above = pointer_tokens(change.pointer);
  const ParsedJson parsed = parse_json(change.value, "");
  const Json value = parsed.complete ? parsed.value : Json(change.value);
  const Json leaves = value.flatten();
  for (const auto& [pointer, leaf] : leaves.items()) {
    auto whole = above.value_or(std::vector<std::string>());
    std::ranges::move(pointer_tokens(pointer).value_or(std::vector<std::string>()), std::back_inserter(whole));
    if (leaf.is_string() && names_file(whole)) {
      files.push_back(scenario.parent_path() / leaf.get<std::string>());
    }
  }
  return files;
}

}  // namespace gigaplan::io
