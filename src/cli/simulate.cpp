#include "cli/simulate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "confidence/confidence.hpp"
#include "io/files.hpp"
#include "io/hash.hpp"
#include "sim/run.hpp"

namespace gigaplan::cli {
namespace {

namespace fs = std::filesystem;

/// The first error, without the file's path, which differs between machines.
std::string why_invalid(const Issues& issues) {
  std::string text;
  std::size_t errors = 0;
  for (const Issue& issue : issues) {
    if (issue.severity == Severity::error && errors++ == 0) {
      text = to_string({.pointer = issue.pointer, .message = issue.message, .remedy = issue.remedy});
      text.erase(0, std::string_view("error: ").size());
    }
  }
  return errors > 1 ? fmt::format("{} (and {} more)", text, errors - 1) : text;
}

/// The contents of every file of the catalogue, in a fixed order.
std::string catalogue_hash(const io::Catalogue& catalogue) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(catalogue.root, error)) {
    if (entry.path().extension() == ".json" || entry.path().extension() == ".graphml") {
      files.push_back(entry.path());
    }
  }
  std::ranges::sort(files);
  std::string hashes;
  for (const fs::path& file : files) {
    hashes += file.lexically_relative(catalogue.root).string() + io::sha256(io::read_text(file).text);
  }
  return io::sha256(hashes);
}

/// The contents of the files that only some of the sweep's runs read.
std::string hash_of_attached(const SweepSpec& spec, const fs::path& scenario) {
  std::vector<Setting> changes = spec.set;
  for (const SweepAxis& axis : spec.axes) {
    for (const std::string& value : axis.values) {
      changes.push_back({axis.pointer, value});
    }
    for (const SweepOption& option : axis.options) {
      changes.insert(changes.end(), option.set.begin(), option.set.end());
    }
  }
  for (const SweepOption& point : spec.points) {
    changes.insert(changes.end(), point.set.begin(), point.set.end());
  }
  std::string hashes;
  for (const Setting& change : changes) {
    for (const fs::path& file : io::files_named_by(change, scenario)) {
      hashes += io::sha256(io::read_text(file).text);
    }
  }
  return io::sha256(hashes);
}

std::string own_bytes() {
  constexpr std::uintmax_t enough = 1'000'000'000;
  return io::read_bytes("/proc/self/exe", enough);
}

}  // namespace

io::Versions versions() {
  return {.gigaplan = GIGAPLAN_VERSION, .simgrid = sim::simgrid_version(), .model_settings = sim::model_settings()};
}

io::LoadedScenario load_point(const fs::path& scenario, const sweep::Point& point, const io::Catalogue& catalogue) {
  return io::load_scenario(scenario, point.settings, catalogue);
}

sweep::Simulated simulate_point(const fs::path& scenario, const sweep::Point& point, const io::Catalogue& catalogue,
                                const confidence::Residuals& residuals, const batch::Claim& claim,
                                const std::function<bool(const std::string&)>& accepts, double minutes_limit,
                                bool expendable) {
  sweep::Simulated result;
  const auto loaded = load_point(scenario, point, catalogue);
  if (!loaded.scenario) {
    result.status = sweep::Status::invalid;
    result.message = why_invalid(loaded.issues);
    return result;
  }
  if (has_errors(residuals.issues)) {
    result.status = sweep::Status::invalid;
    result.message = why_invalid(residuals.issues);
    return result;
  }
  result.scenario_sha256 = loaded.sha256;
  if (!accepts(loaded.resolved_json)) {
    result.skipped = true;
    return result;
  }
  if (!claim(loaded.sha256)) {
    return result;
  }
  try {
    sim::StepOptions options;
    options.minutes_limit = minutes_limit;
    options.expendable = expendable;
    auto report = sim::run_scenario(*loaded.scenario, options);
    report.scenario_sha256 = loaded.sha256;
    report.step.confidence = confidence::confidence_of(*loaded.scenario, residuals.rows);
    result.report = io::compact_report_json(report, versions());
  } catch (const sim::StepRefused& e) {
    result.status = sweep::Status::refused;
    result.message = e.what();
  }
  return result;
}

std::string fingerprint(const std::string& sweep_json, const SweepSpec& spec, const fs::path& scenario,
                        const std::string& first_sha256, const io::Catalogue& catalogue) {
  const auto plain = io::load_scenario(scenario, {}, catalogue);
  return io::sha256(fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}", GIGAPLAN_VERSION, io::sha256(sweep_json),
                                io::sha256(io::read_text(scenario).text), plain.sha256 + first_sha256,
                                catalogue_hash(catalogue), hash_of_attached(spec, scenario), io::sha256(own_bytes())));
}

}  // namespace gigaplan::cli
