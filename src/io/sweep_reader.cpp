#include "io/sweep_reader.hpp"

#include <fmt/format.h>

#include <utility>

#include "io/check_sweep.hpp"
#include "io/fields.hpp"
#include "io/files.hpp"
#include "io/reader.hpp"

namespace gigaplan::io {
namespace {

namespace fs = std::filesystem;

/// The file as a document; none if it cannot be read or is no object.
std::optional<Document> read_document(const fs::path& file, const std::string& kind, Issues& issues) {
  FileText text = read_text(file);
  issues.insert(issues.end(), text.issues.begin(), text.issues.end());
  if (has_errors(text.issues)) {
    return std::nullopt;
  }
  ParsedJson parsed = parse_json(text.text, file.string());
  issues.insert(issues.end(), parsed.issues.begin(), parsed.issues.end());
  if (!parsed.complete) {
    return std::nullopt;
  }
  if (!parsed.value.is_object()) {
    issues.push_back({.file = file.string(),
                      .message = fmt::format("expected an object, got {}", show_value(parsed.value)),
                      .remedy = fmt::format("write {{ ... }}; gigaplan schema {} prints its keys", kind)});
    return std::nullopt;
  }
  parsed.value.erase("$schema");  // for editors
  return document_of(std::move(parsed.value),
                     std::make_shared<const Source>(Source{.name = file.string(), .kind = Source::Kind::scenario}));
}

template <class T>
std::optional<T> read(const fs::path& file, const std::string& kind, Issues (*check)(const T&), Issues& issues,
                      std::string& canonical) {
  auto document = read_document(file, kind, issues);
  if (!document) {
    return std::nullopt;
  }
  Defaults defaults;
  T value;
  Reader reader(*document, kind, issues, defaults);
  reader.begin();
  describe(reader, value);
  reader.end();
  if (has_errors(issues)) {
    return std::nullopt;
  }
  for (Issue& issue : check(value)) {
    issue.file = file.string();
    issues.push_back(std::move(issue));
  }
  canonical = document->value.dump();
  return has_errors(issues) ? std::nullopt : std::optional<T>(std::move(value));
}

/// Each of them is simulated some thirty times.
Issues check_measured(const MeasuredSteps& steps) {
  constexpr std::size_t most = 100;
  if (steps.measurements.size() <= most) {
    return {};
  }
  return {{.pointer = "/measurements",
           .message = fmt::format("{} measurements are more than {}", steps.measurements.size(), most),
           .remedy = "keep those that are most like the scenario"}};
}

}  // namespace

LoadedSweep load_sweep(const fs::path& file) {
  LoadedSweep loaded;
  loaded.spec = read<SweepSpec>(file, "sweep", check_sweep, loaded.issues, loaded.canonical_json);
  if (loaded.spec) {
    loaded.scenario = (file.parent_path() / loaded.spec->scenario).lexically_normal();
  }
  return loaded;
}

LoadedRules load_rules(const fs::path& file) {
  LoadedRules loaded;
  std::string unused;
  loaded.book = read<RuleBook>(file, "rules", check_rules, loaded.issues, unused);
  return loaded;
}

LoadedMeasured load_measured(const fs::path& file) {
  LoadedMeasured loaded;
  std::string unused;
  loaded.steps = read<MeasuredSteps>(file, "measured", check_measured, loaded.issues, unused);
  return loaded;
}

}  // namespace gigaplan::io
