#include "cli/step_options.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <string>

namespace gigaplan::cli {

void add_limit(CLI::App& command, sim::StepOptions& options) {
  command
      .add_option("--max-minutes", options.minutes_limit,
                  "Refuse a training step whose simulation would take longer [10]")
      ->check(CLI::Range(0.001, 1e6));
  command.add_flag("--approximate", options.approximate,
                   "Instead of refusing it, simulate fewer micro-batches exactly and extrapolate");
  options.note = [](const std::string& text) { fmt::print(stderr, "note: {}\n", text); };
}

}  // namespace gigaplan::cli
