// How sure are the figures of one run? Futures that draw what is uncertain, and how they stand in terminal and page.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <optional>
#include <string>

#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "confidence/residuals.hpp"
#include "model/result.hpp"
#include "report/page.hpp"

namespace gigaplan::cli {

/// --futures, --seed, --jobs of `run`; `calibrate` excludes them: what an own measurement leaves uncertain is not known
/// figure by figure.
void add_run_futures(CLI::App& command, RunArguments& run);

/// Simulates the futures of the run's scenario into report.futures. \returns the exit code, exit_done if all went well
[[nodiscard]] int simulate_futures(const RunArguments& arguments, const std::filesystem::path& executable,
                                   const confidence::Residuals& residuals, Report& report);

/// Rows of the terminal's summary.
[[nodiscard]] std::string futures_rows(const FuturesResult& futures, const Style& style);

/// Adds a section with every range to the page of the run, and to headlines the range of theirs.
void add_futures(report::Page& page, const FuturesResult& futures);

}  // namespace gigaplan::cli
