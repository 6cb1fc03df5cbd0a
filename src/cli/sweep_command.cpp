// How is a sweep run from the command line?
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "cli/commands.hpp"
#include "cli/load.hpp"
#include "cli/simulate.hpp"
#include "cli/sweep_page.hpp"
#include "cli/sweep_text.hpp"
#include "io/files.hpp"
#include "io/sweep_reader.hpp"
#include "sweep/slurm.hpp"

namespace gigaplan::cli {
namespace {

namespace fs = std::filesystem;

/// A sweep with everything that its runs need.
struct PreparedSweep {
  sweep::Plan plan;
  fs::path scenario, folder;
  io::Catalogue catalogue;
  confidence::Residuals residuals;
};

fs::path folder_of(const SweepArguments& arguments) {
  return arguments.out.empty() ? default_out(arguments.sweep) : arguments.out;
}

/// The scenario of the first point, with its own seed, which replicates count from.
io::LoadedScenario load_first(const SweepSpec& spec, const fs::path& scenario, const io::Catalogue& catalogue) {
  SweepSpec single = spec;
  single.replicates = 1;
  return load_point(scenario, sweep::Points(single, 1).at(0), catalogue);
}

/// Everything that can be wrong is told at once. None if there are errors.
std::optional<PreparedSweep> prepare(const SweepArguments& arguments, const fs::path& executable) {
  auto catalogue = open_catalogue(executable);
  if (!catalogue) {
    return std::nullopt;
  }
  auto loaded = io::load_sweep(arguments.sweep);
  std::optional<sweep::Plan> plan;
  if (loaded.spec) {
    if (std::error_code error; !fs::is_regular_file(loaded.scenario, error)) {
      loaded.issues.push_back({.file = arguments.sweep.string(),
                               .pointer = "/scenario",
                               .message = fmt::format("no such file: {}", loaded.scenario.string()),
                               .remedy = "write a path relative to the sweep's file"});
    } else {
      const auto overrides = parse_overrides(arguments.overrides, loaded.issues);  // after the sweep's own `set`
      loaded.spec->set.insert(loaded.spec->set.end(), overrides.begin(), overrides.end());
    }
  }
  if (loaded.spec && !has_errors(loaded.issues) && sweep::count_runs(*loaded.spec) <= sweep::most_runs) {
    const auto first = load_first(*loaded.spec, loaded.scenario, *catalogue);
    const auto seed = first.scenario ? first.scenario->seed : 1;
    std::string given = loaded.canonical_json;
    for (const std::string& text : arguments.overrides) {
      given += "\n" + text;
    }
    const auto identity = fingerprint(given, *loaded.spec, loaded.scenario, first.sha256, *catalogue);
    const auto v = versions();
    plan = sweep::make_plan(*loaded.spec, seed, identity,
                            {{"gigaplan", v.gigaplan}, {"simgrid", v.simgrid}, {"sweep", loaded.canonical_json}},
                            loaded.issues);
  } else if (loaded.spec && !has_errors(loaded.issues)) {
    loaded.issues.push_back({.pointer = "/axes",
                             .message = fmt::format("{:.3g} runs are too many", sweep::count_runs(*loaded.spec)),
                             .remedy = "sample them (latin-hypercube, sobol), or take fewer values"});
  }
  for (Issue& issue : loaded.issues) {
    issue.file = issue.file.empty() ? arguments.sweep.string() : issue.file;
  }
  print_issues(loaded.issues);
  if (!plan) {
    return std::nullopt;
  }
  auto residuals = confidence::read_residuals(catalogue->root);
  return PreparedSweep{std::move(*plan), loaded.scenario, folder_of(arguments), std::move(*catalogue),
                       std::move(residuals)};
}

sweep::Simulate simulation(const PreparedSweep& sweep) {
  return [&sweep](const sweep::Point& point, const batch::Claim& claim, const auto& accepts) {
    return simulate_point(sweep.scenario, point, sweep.catalogue, sweep.residuals, claim, accepts,
                          sweep.plan.spec.limits.minutes, true);
  };
}

/// What a large sweep will take, from one run of it.
std::string estimate(const PreparedSweep& sweep, int workers) {
  double seconds = 0;
  double bytes = 0;
  bool first = true;
  const auto work = [&](std::uint64_t run, const batch::Claim& claim) {
    return simulation(sweep)(sweep.plan.points.at(run), claim, [](const std::string&) { return true; }).report;
  };
  const auto store = [&](const batch::Outcome& outcome) {
    seconds = outcome.wall_s;
    bytes = static_cast<double>(outcome.output.size());
    return true;
  };
  (void)batch::run_batch(
      [&]() -> std::optional<std::uint64_t> {
        return std::exchange(first, false) ? std::optional<std::uint64_t>(0) : std::nullopt;
      },
      work, store, {.workers = 1, .limits = {.seconds = sweep.plan.spec.limits.minutes * 60}});
  const auto runs = static_cast<double>(sweep.plan.points.count());
  return fmt::format("the first run took {}: {} runs on {} take about {}, and {:.1f} GB of disk",
                     duration(seconds * unit::second), whole(runs),
                     counted(static_cast<std::uint64_t>(workers), "worker"), long_duration(runs * seconds / workers),
                     runs * (bytes + 600) / 1e9);
}

int submit_to_slurm(const SweepArguments& arguments, const PreparedSweep& sweep, const fs::path& executable) {
  sweep::SlurmJob job{.name = sweep.plan.spec.name,
                      .program = executable,
                      .folder = fs::absolute(sweep.folder).lexically_normal(),
                      .sweep_words = {fs::absolute(arguments.sweep).lexically_normal().string(), "--yes"},
                      .options = arguments.sbatch_options,
                      .shards = std::min(arguments.shards, sweep.plan.points.count())};
  for (const std::string& text : arguments.overrides) {
    job.sweep_words.insert(job.sweep_words.end(), {"--set", text});
  }
  try {
    const auto submitted = sweep::submit(job);
    fmt::print("array job {} ({} tasks)\nmerge job {}\n", submitted.array_id, job.shards, submitted.merge_id);
    fmt::print("Logs are in {}/slurm; when both are done, {}/runs.csv holds all runs.\n", job.folder.string(),
               job.folder.string());
    return exit_done;
  } catch (const std::runtime_error& e) {
    complain(e.what());
    return exit_bad_input;
  }
}

std::string how_to_resume(const SweepArguments& arguments, const PreparedSweep& sweep) {
  std::string text =
      fmt::format("gigaplan sweep {} --out {} --resume", arguments.sweep.string(), sweep.folder.string());
  for (const std::string& change : arguments.overrides) {
    text += fmt::format(" --set '{}'", change);
  }
  return arguments.shard ? fmt::format("{} --shard {}/{}", text, arguments.shard->index, arguments.shard->count) : text;
}

int run_here(const SweepArguments& arguments, const PreparedSweep& sweep, int workers) {
  const auto shard = arguments.shard.value_or(sweep::Shard());
  const auto folder = sweep::shard_folder(sweep.folder, shard);
  std::error_code error;
  if (!arguments.resume && fs::exists(sweep::results_file(folder), error)) {
    complain(fmt::format("{}: holds results already; --resume goes on with them, --out takes another folder",
                         folder.string()));
    return exit_bad_input;
  }
  const sweep::FolderLock lock(folder);
  SweepProgress progress;
  const auto result =
      sweep::run_sweep(sweep.plan, folder, simulation(sweep),
                       {.shard = shard,
                        .workers = workers,
                        .shuffle = arguments.shuffle,
                        .progress = [&](const batch::Progress& p, std::uint64_t total) { progress.update(p, total); }});
  progress.clear();
  if (result.stop == batch::Stop::refused) {
    complain(fmt::format("{}; what was stored before is kept, go on with: {}", result.error,
                         how_to_resume(arguments, sweep)));
    return exit_bad_input;
  }
  if (result.stop != batch::Stop::finished) {
    fmt::print(stderr, "stopped by {}; {} kept, {} to do; go on with:\n  {}\n", stopped_by(result.stop),
               whole(stored(result)), whole(static_cast<double>(result.missing)), how_to_resume(arguments, sweep));
    return exit_code_of(result.stop);
  }
  if (shard.whole()) {
    write_sweep_page(result.name, folder);
  }
  fmt::print("{}", summarise_sweep(result, folder, style(stdout_has_colour())));
  const auto done = result.counts.find(sweep::Status::done);
  const bool none = stored(result) > 0 && (done == result.counts.end() || done->second == 0);
  if (none) {
    complain("no run of this sweep could be done");
  }
  return none ? exit_bad_input : exit_done;
}

}  // namespace

int sweep_command(const SweepArguments& arguments, const fs::path& executable) {
  const auto sweep = prepare(arguments, executable);
  if (!sweep) {
    return exit_bad_input;
  }
  const int workers = arguments.workers > 0 ? arguments.workers : batch::processors();
  if (arguments.dry_run) {
    fmt::print("{}", describe_plan(sweep->plan));
    return exit_done;
  }
  if (const auto issues = io::check_output_folder(sweep->folder); has_errors(issues)) {
    print_issues(issues);
    return exit_bad_input;
  }
  if (sweep->plan.points.count() > runs_without_asking && !arguments.yes) {
    complain(fmt::format("this sweep has {} runs: {}; add --yes if that is meant",
                         whole(static_cast<double>(sweep->plan.points.count())), estimate(*sweep, workers)));
    return exit_bad_input;
  }
  return arguments.slurm ? submit_to_slurm(arguments, *sweep, executable) : run_here(arguments, *sweep, workers);
}

int merge_command(const fs::path& folder) {
  const sweep::FolderLock lock(folder);
  const auto result = sweep::merge_shards(folder);
  write_sweep_page(result.name, folder);
  fmt::print("{}", summarise_sweep(result, folder, style(stdout_has_colour())));
  return exit_done;
}

}  // namespace gigaplan::cli
