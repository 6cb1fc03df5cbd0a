#include "accuracy/cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <system_error>

#include "io/files.hpp"
#include "io/object_reader.hpp"
#include "io/parse.hpp"

namespace gigaplan::accuracy {
namespace {

using io::Json;
namespace fs = std::filesystem;

constexpr const char* format = "gigaplan-cases/1";

using Reader = io::ObjectReader;
using io::Malformed;

double positive(const Reader& reader, const char* key) {
  const double value = reader.number(key);
  if (!(value > 0)) throw Malformed(reader.pointer() + "/" + key, "expected a number above 0");
  return value;
}

std::optional<double> maybe_positive(const Reader& reader, const char* key) {
  return reader.has(key) ? std::optional(positive(reader, key)) : std::nullopt;
}

/// Is it the second of two words, and not the first?
bool second(const Reader& reader, const char* key, const char* otherwise, const char* first, const char* word) {
  const auto text = reader.text(key, otherwise);
  if (text != first && text != word)
    throw Malformed(reader.pointer() + "/" + key, fmt::format(R"(expected "{}" or "{}")", first, word));
  return text == word;
}

CollectiveTruth collective(const Reader& c, const Reader& published) {
  CollectiveTruth truth;
  const double chips = positive(c, "chips");
  if (chips < 2 || chips > 1e6 || chips != std::floor(chips))
    throw Malformed(c.pointer() + "/chips", "expected a whole number from 2 to 1,000,000");
  truth.chips = static_cast<int>(chips);
  truth.in_network = second(c, "algorithm", nullptr, "ring", "in_network");
  const Json& pairs = published.list("bus_bandwidth_gbyte_s");
  if (pairs.empty()) throw Malformed(published.pointer() + "/bus_bandwidth_gbyte_s", "holds nothing to compare with");
  for (const Json& point : pairs) {
    if (!point.is_array() || point.size() != 2 || !point[0].is_number() || !point[1].is_number() ||
        !(point[0].get<double>() > 0) || !(point[1].get<double>() > 0))
      throw Malformed(published.pointer() + "/bus_bandwidth_gbyte_s", "expected pairs of bytes and GB/s, above 0");
    truth.bus_gbyte_s.emplace_back(point[0].get<double>(), point[1].get<double>());
  }
  return truth;
}

BillTruth bill(const Reader& published) {
  BillTruth truth;
  for (const char* kind : {"switches", "cables"}) {
    const Reader counts = published.object(kind);
    for (const auto& [name, count] : counts.json().items())
      truth.counts.emplace_back(name + " " + kind, positive(counts, name.c_str()));
  }
  if (truth.counts.empty()) throw Malformed(published.pointer(), "holds nothing to compare with");
  return truth;
}

/// Share of the inlet's power that is lost before the meter.
double conversion_loss(const Reader& published) {
  const double loss = maybe_positive(published, "conversion_loss").value_or(0);
  if (loss >= 1) throw Malformed(published.pointer() + "/conversion_loss", "expected less than 1");
  return loss;
}

PowerTruth power(const Reader& c, const Reader& published) {
  const PowerTruth truth{.node_w = positive(published, "node_w"),
                         .maximum = second(published, "statistic", "mean", "mean", "max"),
                         .conversion_loss = conversion_loss(published),
                         .compute = maybe_positive(c, "compute_share")};
  if (truth.compute > 1) throw Malformed(c.pointer() + "/compute_share", "expected no more than 1");
  return truth;
}

InterruptionsTruth interruptions(const Reader& published) {
  InterruptionsTruth truth{positive(published, "count"), positive(published, "days"), false, {}};
  if (published.has("by_cause")) {
    const Reader causes = published.object("by_cause");
    truth.chips_only = causes.json().size() == 1 && causes.has("chip");
    for (const auto& [name, count] : causes.json().items())
      if (!truth.chips_only) truth.by_cause.emplace_back(name, positive(causes, name.c_str()));
  }
  return truth;
}

FailureTruth failures(const Reader& published) {
  const FailureTruth truth{maybe_positive(published, "mttf_h"),
                           maybe_positive(published, "failures_per_1000_node_days"), maybe_positive(published, "days")};
  if (!truth.mttf_h && !truth.per_1000_node_days)
    throw Malformed(published.pointer(), R"(neither "mttf_h" nor "failures_per_1000_node_days")");
  return truth;
}

Truth truth_of(const std::string& kind, const Reader& c) {
  const Reader published = c.object("published");
  if (kind == "step") return StepTruth{positive(published, "step_time_s")};
  if (kind == "collective") return collective(c, published);
  if (kind == "node_power") return power(c, published);
  if (kind == "energy")
    return EnergyTruth{positive(published, "energy_kwh"), conversion_loss(published), positive(c, "tokens")};
  if (kind == "interruptions") return interruptions(published);
  if (kind == "mttf") return failures(published);
  if (kind == "bill") return bill(published);
  if (kind == "memory")
    return MemoryTruth{positive(published, "state_gibyte"), positive(published, "activations_gibyte")};
  throw Malformed(c.pointer() + "/kind",
                  fmt::format("\"{}\" cannot be predicted; say in left_out why it is kept", kind));
}

/// Each key of cluster and training replaces that of the base scenario.
std::vector<Setting> changes_of(const Reader& scenario) {
  std::vector<Setting> changes;
  for (const auto& [part, value] : scenario.json().items()) {
    if (!value.is_object()) {
      changes.push_back({pointer_append("", part), value.dump()});
      continue;
    }
    for (const auto& [key, inner] : value.items())
      changes.push_back({pointer_append(pointer_append("", part), key), inner.dump()});
  }
  return changes;
}

std::string named(const Json& reference) {
  if (reference.is_string()) return reference.get<std::string>();
  if (reference.is_object() && reference.contains("extends") && reference["extends"].is_string())
    return reference["extends"].get<std::string>();
  return "";
}

Case read_case(const Reader& c, const std::string& group, const std::string& source) {
  Case result;
  result.id = c.text("id");
  result.group = group;
  result.kind = c.text("kind");
  result.left_out = c.text("left_out", "");
  result.where = c.text("where", "");
  result.source = c.has("source") ? c.object("source").text("title") : source;
  result.chip = c.text("chip", "");
  result.family = c.text("family", "");
  result.series = c.text("series", "");
  result.release = c.text("stack_release", "");
  result.layout_stated = c.flag("layout_stated", true);
  if (!result.left_out.empty()) return result;
  result.calibrates = second(c, "role", nullptr, "test", "calibration");
  if (c.has("scenario")) {
    const Reader scenario = c.object("scenario");
    result.changes = changes_of(scenario);
    if (scenario.has("training")) result.stack = named(scenario.object("training").json().value("stack", Json()));
  }
  result.truth = truth_of(result.kind, c);
  return result;
}

void read_file(const fs::path& file, CaseSet& set, std::set<std::string>& ids) {
  const auto issues = io::read_object_file(
      file, format, "see tests/validation/cases/README.md", [&](const Reader& whole, const io::Complain& complain) {
        const auto group = whole.text("group"), source = whole.object("source").text("title");
        const Json& cases = whole.list("cases");
        for (std::size_t i = 0; i < cases.size(); ++i) {
          try {
            auto c = read_case(Reader(cases[i], fmt::format("/cases/{}", i)), group, source);
            if (!ids.insert(c.id).second) throw Malformed(fmt::format("/cases/{}/id", i), "there is another " + c.id);
            set.cases.push_back(std::move(c));
          } catch (const Malformed& e) {
            complain(e);
          }
        }
      });
  set.issues.insert(set.issues.end(), issues.begin(), issues.end());
}

}  // namespace

CaseSet read_cases(const fs::path& folder) {
  CaseSet set;
  set.base = folder / "base.json";
  std::error_code fault;
  std::vector<fs::path> files;
  for (fs::directory_iterator entry(folder, fault), end; !fault && entry != end; entry.increment(fault))
    if (entry->path().extension() == ".json" && entry->path() != set.base) files.push_back(entry->path());
  if (fault || files.empty()) {
    set.issues.push_back({Severity::error, folder.string(), "",
                          fault ? "cannot be listed: " + fault.message() : "holds no cases (*.json)",
                          "name a folder of validation cases with --cases"});
    return set;
  }
  if (!fs::is_regular_file(set.base, fault)) {
    set.issues.push_back({Severity::error, set.base.string(), "", "there is no such file",
                          "it is the scenario that cases change; see tests/validation/cases/README.md"});
  }
  std::ranges::sort(files);
  std::set<std::string> ids;
  for (const auto& file : files) read_file(file, set, ids);
  if (set.cases.empty() && !has_errors(set.issues)) {
    set.issues.push_back({Severity::error, folder.string(), "", "its files hold no cases",
                          "name a folder of validation cases with --cases"});
  }
  return set;
}

}  // namespace gigaplan::accuracy
