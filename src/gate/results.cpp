#include "gate/results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_map>
#include <utility>

#include "io/files.hpp"
#include "io/parse.hpp"
#include "io/text.hpp"
#include "sweep/figures.hpp"
#include "sweep/folder.hpp"
#include "sweep/store.hpp"

namespace gigaplan::gate {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

std::string shown(const std::string& json) {
  const Json value = Json::parse(json);
  return value.is_string() ? value.get<std::string>() : json;
}

fs::path file_in(const fs::path& place) {
  std::error_code error;
  if (!fs::is_directory(place, error)) {
    return place;
  }
  for (const fs::path& file : {sweep::results_file(place), place / "report.json"}) {
    if (fs::is_regular_file(file, error)) {
      return file;
    }
  }
  throw BadResults(
      fmt::format("{}: holds neither results.sqlite (of a sweep) nor report.json (of a run)", place.string()));
}

/// Pointers of all single values, with their columns.
void list_columns(const Json& value, const std::string& here, std::unordered_map<std::string, std::string>& columns) {
  if (value.is_object()) {
    for (const auto& [key, inside] : value.items()) {
      list_columns(inside, pointer_append(here, key), columns);
    }
  } else if (!value.is_array()) {
    columns.emplace(sweep::column_of(here), here);
  }
}

}  // namespace

struct Results::Inside {
  std::optional<sweep::Store> store;
  std::vector<Entry> entries;
  std::vector<std::string> axes;
  std::vector<std::vector<std::string>> cells;  ///< of each run of a sweep
  std::vector<std::string> hashes;
  std::vector<std::uint64_t> runs;
  std::unordered_map<std::string, std::size_t> by_key;
  Json report;  ///< the only one, or that of `loaded`
  std::optional<std::size_t> loaded;
  std::unordered_map<std::string, std::string> columns;  ///< column → pointer

  void read_sweep(const fs::path& file) {
    store = sweep::Store::read(file);
    axes = store->layout().axes;
    store->each([&](const sweep::Row& row) {
      Entry entry{.key = {}, .label = {}, .status = sweep::status_name(row.status)};
      for (std::size_t i = 0; i < axes.size(); ++i) {
        entry.key += row.cells[i] + "\n";
        entry.label += fmt::format("{}{} = {}", i == 0 ? "" : ", ", axes[i], shown(row.cells[i]));
      }
      entry.key += std::to_string(row.replicate);
      entry.label += row.replicate > 0 ? fmt::format(", replicate {}", row.replicate) : "";
      by_key.emplace(entry.key, entries.size());
      entries.push_back(std::move(entry));
      cells.push_back(row.cells);
      hashes.push_back(row.scenario_sha256);
      runs.push_back(row.run);
    });
  }

  void read_report(const fs::path& file) {
    const auto text = io::read_text(file);
    if (has_errors(text.issues)) {
      throw BadResults(fmt::format("{}: {}", file.string(), text.issues.front().message));
    }
    report = io::parse_json(text.text, file.string()).value;
    if (!report.is_object() || report.value("schema", Json()) != "gigaplan/report/1") {
      throw BadResults(fmt::format(R"({}: is no report of this version of gigaplan ("schema": "gigaplan/report/1"))",
                                   file.string()));
    }
    report.erase("assumptions");
    const Json* name = io::value_at(report, "/scenario/name");
    entries.push_back({.key = "",
                       .label = name != nullptr && name->is_string() ? name->get<std::string>() : "report",
                       .status = "done"});
    by_key.emplace("", 0);
    loaded = 0;
    list_columns(report, "", columns);
  }

  void load(std::size_t entry) {
    if (loaded == entry) {
      return;
    }
    const auto text = entries[entry].status == "done" ? store->report(hashes[entry]) : std::nullopt;
    report = text ? io::parse_json(*text, "").value : Json();
    loaded = entry;
    if (columns.empty() && report.is_object()) {
      list_columns(report, "", columns);
    }
  }
};

Results::Results(const fs::path& place) : inside_(std::make_unique<Inside>()) {
  const fs::path file = file_in(place);
  const std::string head = io::first_bytes(file, 15);
  if (head == "SQLite format 3") {
    inside_->read_sweep(file);
  } else {
    inside_->read_report(file);
  }
}
Results::Results(Results&&) noexcept = default;
Results& Results::operator=(Results&&) noexcept = default;
Results::~Results() = default;

const std::vector<Entry>& Results::entries() const {
  return inside_->entries;
}

std::optional<std::size_t> Results::find(const std::string& key) const {
  const auto found = inside_->by_key.find(key);
  return found == inside_->by_key.end() ? std::nullopt : std::optional(found->second);
}

const Json& Results::report(std::size_t entry) const {
  inside_->load(entry);
  return inside_->report;
}

sweep::Value Results::value(std::size_t entry, const std::string& name) const {
  Inside& in = *inside_;
  if (const auto axis = std::ranges::find(in.axes, name); axis != in.axes.end()) {
    return sweep::value_of(Json::parse(in.cells[entry][static_cast<std::size_t>(axis - in.axes.begin())]));
  }
  if (name == "status") {
    return in.entries[entry].status;
  }
  if (name == "run" && !in.runs.empty()) {
    return static_cast<double>(in.runs[entry]);
  }
  in.load(entry);
  std::string pointer = name;
  if (!name.starts_with('/')) {
    const auto column = in.columns.find(name);
    if (column == in.columns.end()) {
      if (!in.report.is_object()) {
        return {};  // the run is not done, and so has no figures
      }
      std::vector<std::string> known = in.axes;
      for (const auto& [key, unused] : in.columns) {
        known.push_back(key);
      }
      std::ranges::sort(known);
      const auto near = io::closest(name, known);
      throw sweep::BadExpression(fmt::format(
          "there is no \"{}\" in these results; {}", io::shortened(name),
          near ? fmt::format("did you mean {}?", *near) : "use an axis, a column or {/json/pointer} of report.json"));
    }
    pointer = column->second;
  }
  if (!io::pointer_tokens(pointer)) {
    throw sweep::BadExpression(fmt::format("\"{}\" is no JSON Pointer", io::shortened(pointer)));
  }
  const Json* found = io::value_at(in.report, pointer);
  if (in.report.is_object() && found == nullptr) {
    throw sweep::BadExpression(fmt::format("the report has nothing at {}", io::shortened(pointer)));
  }
  return found != nullptr ? sweep::value_of(*found) : sweep::Value();
}

}  // namespace gigaplan::gate
