// What is a sweep: which scenarios, made from one, are to be simulated?
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gigaplan {

/// One change to a scenario, as --set makes it.
struct Setting {
  std::string pointer;  ///< JSON Pointer into the scenario
  std::string value;    ///< JSON text; null removes the key
  bool operator==(const Setting&) const = default;
};

/// Changes that belong together, and what a table calls them.
struct SweepOption {
  std::string label;         ///< json: label
  std::vector<Setting> set;  ///< json: set
  bool operator==(const SweepOption&) const = default;
};

enum class Design { grid, zip, list, latin_hypercube, sobol, monte_carlo };
///< json: "grid" "zip" "list" "latin-hypercube" "sobol" "monte-carlo"

enum class Distribution { uniform, log_uniform, triangular };  ///< json: "uniform" "log-uniform" "triangular"

/// What varies: a pointer with values, a pointer with a range, or options of several changes each.
struct SweepAxis {
  std::string name;                                   ///< json: name - its column in the results
  std::string pointer;                                ///< json: pointer - empty if there are options
  std::vector<std::string> values;                    ///< json: values - JSON texts
  std::vector<SweepOption> options;                   ///< json: options
  std::optional<double> low, high;                    ///< json: low, high - a range
  std::optional<double> mode;                         ///< json: mode - the most likely value (triangular)
  int steps = 0;                                      ///< json: steps - values of a range in a grid or zip
  Distribution distribution = Distribution::uniform;  ///< json: distribution
  bool whole = false;                                 ///< json: whole - round to whole numbers
  bool operator==(const SweepAxis&) const = default;
  [[nodiscard]] bool is_range() const { return low.has_value() || high.has_value(); }
};

struct SweepLimits {
  double minutes = 10;               ///< json: minutes - a run that takes longer is stopped
  std::optional<double> memory_gib;  ///< json: memory_gib - a run that wants more address space fails
  bool operator==(const SweepLimits&) const = default;
};

struct SweepSpec {
  std::string name;                      ///< json: name
  std::string description;               ///< json: description
  std::string scenario;                  ///< json: scenario - path, relative to the sweep's file
  std::vector<Setting> set;              ///< json: set - changes that all runs have
  Design design = Design::grid;          ///< json: design
  std::vector<SweepAxis> axes;           ///< json: axes
  std::vector<SweepOption> points;       ///< json: points - of a list
  std::uint64_t samples = 0;             ///< json: samples - of latin-hypercube, sobol and monte-carlo
  std::uint64_t seed = 1;                ///< json: seed - of the design
  int replicates = 1;                    ///< json: replicates - runs of each point, with the seeds s, s + 1, ...
  std::vector<std::string> constraints;  ///< json: constraints - expressions; a point that breaks one is skipped
  std::vector<std::string> figures;      ///< json: figures - JSON Pointers into report.json: columns of the results
  SweepLimits limits;                    ///< json: limits
  bool operator==(const SweepSpec&) const = default;
};

/// What can become of a run, in the order of sweep::Status.
inline constexpr std::array<const char*, 6> run_status_names = {"done",    "invalid", "refused",
                                                                "crashed", "timeout", "out_of_memory"};

}  // namespace gigaplan
