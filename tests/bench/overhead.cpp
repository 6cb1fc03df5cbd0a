// What does a sweep add to the bare simulation of a run? Prints both, in seconds a run, as JSON.
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>

#include "cli/simulate.hpp"
#include "io/sweep_reader.hpp"

namespace {

namespace fs = std::filesystem;
using namespace gigaplan;

double seconds(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

/// Arguments: sweep file, catalogue, an empty folder. One worker; each run is simulated in both ways, in turn, so that
/// a machine that slows down on the way slows down both.
int main(int argc, char** argv) {
  if (argc != 4) {
    return 2;
  }
  const auto loaded = io::load_sweep(argv[1]);
  if (!loaded.spec) {
    return 2;
  }
  const io::Catalogue catalogue{.root = argv[2]};
  const auto residuals = confidence::read_residuals(catalogue.root);
  const fs::path folder = argv[3];
  Issues issues;
  const auto plan = sweep::make_plan(*loaded.spec, 1, "bench", {}, issues);
  if (!plan) {
    return 2;
  }
  const auto always = [](const std::string&) { return true; };
  const auto simulate = [&](const sweep::Point& point, const batch::Claim& claim, const auto& accepts) {
    return cli::simulate_point(loaded.scenario, point, catalogue, residuals, claim, accepts, 10, true);
  };
  double bare = 0;
  double swept = 0;
  const std::uint64_t rounds = 3;
  for (std::uint64_t round = 1; round <= rounds; ++round) {
    const sweep::Shard shard{round, rounds};
    bare += seconds([&] {
      for (std::uint64_t run = round - 1; run < plan->points.count(); run += rounds) {
        const auto result = cli::simulate_point(
            loaded.scenario, plan->points.at(run), catalogue, residuals, [](std::string_view) { return true; }, always,
            10, false);
        if (result.status != sweep::Status::done) {
          std::abort();
        }
      }
    });
    const fs::path own = folder / std::to_string(round);
    fs::create_directories(own);
    swept += seconds([&] {
      (void)sweep::run_sweep(*plan, own, simulate, {.shard = shard, .workers = 1, .shuffle = false, .progress = {}});
    });
  }
  const auto runs = static_cast<double>(plan->points.count());
  fmt::print("{{\"runs\": {}, \"bare_s\": {}, \"sweep_s\": {}}}\n", plan->points.count(), bare / runs, swept / runs);
  return 0;
}
