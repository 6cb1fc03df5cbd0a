// Can any bytes at all make the reader of sweeps crash, hang or promise points that there are not?
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "io/sweep_reader.hpp"
#include "scratch.hpp"
#include "sweep/plan.hpp"

using namespace gigaplan;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fuzz::Scratch scratch("sweep.json");
  const io::LoadedSweep loaded = io::load_sweep(scratch.write(data, size));
  require(loaded.spec.has_value() == !has_errors(loaded.issues), "a sweep, or errors");
  for (const Issue& issue : loaded.issues) {
    require(!issue.message.empty() && !issue.file.empty(), "each issue has a file and a message");
  }
  if (!loaded.spec) {
    return 0;
  }
  require(!loaded.canonical_json.empty(), "a sweep has what its fingerprint is taken of");
  const double runs = sweep::count_runs(*loaded.spec);
  require(runs > 0, "a sweep has runs");
  constexpr double few = 10'000;
  if (runs > few) {
    return 0;
  }
  Issues issues;
  const auto plan = sweep::make_plan(*loaded.spec, 1, "identity", {}, issues);
  require(plan.has_value() == !has_errors(issues), "a plan, or errors");
  if (!plan) {
    return 0;
  }
  require(static_cast<double>(plan->points.count()) == runs, "as many runs as were counted");
  for (std::uint64_t run = 0; run < plan->points.count(); run += std::max<std::uint64_t>(1, plan->points.count() / 5)) {
    const sweep::Point point = plan->points.at(run);
    require(point.cells.size() == plan->layout.axes.size(), "a cell for each axis");
    for (std::size_t axis = 0; axis < point.cells.size(); ++axis) {
      const auto cell = nlohmann::json::parse(point.cells[axis], nullptr, false);
      require(!cell.is_discarded(), "a cell is JSON");
      const bool range = axis < loaded.spec->axes.size() && loaded.spec->axes[axis].is_range();
      require(!range || cell.is_number(), "a range has numbers");
    }
  }
  return 0;
}
