// What does a person read of a sweep, while it runs and when it is done?
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "cli/terminal.hpp"
#include "sweep/run_sweep.hpp"

namespace gigaplan::cli {

/// More than these are not begun without --yes.
inline constexpr std::uint64_t runs_without_asking = 10'000;

/// Runs that have a result of whatever kind.
[[nodiscard]] double stored(const sweep::SweepResult& result);

/// What stopped it, and the exit code that shells have for that.
[[nodiscard]] const char* stopped_by(batch::Stop stop);
[[nodiscard]] int exit_code_of(batch::Stop stop);

/// How many runs ended how, why some failed, where the results are.
[[nodiscard]] std::string summarise_sweep(const sweep::SweepResult& result, const std::filesystem::path& folder,
                                          const Style& style);

/// The axes, the number of runs, the first points.
[[nodiscard]] std::string describe_plan(const sweep::Plan& plan);

/// One line on stderr that tells how far it is: on a terminal it is renewed, elsewhere a new one comes every half
/// minute.
class SweepProgress {
 public:
  void update(const batch::Progress& progress, std::uint64_t total);
  void clear();

 private:
  std::chrono::steady_clock::time_point said_ = std::chrono::steady_clock::now();
  bool shown_ = false;
};

}  // namespace gigaplan::cli
