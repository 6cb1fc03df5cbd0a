// How are the sizes of a network tried out from the command line?
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "cli/commands.hpp"
#include "cli/load.hpp"
#include "cli/simulate.hpp"
#include "cli/sizing_page.hpp"
#include "cli/sizing_text.hpp"
#include "cli/sweep_text.hpp"
#include "io/files.hpp"
#include "report/html.hpp"

namespace gigaplan::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* output_name = "size-network.json";

/// All that the variants need.
struct PreparedSizes {
  std::vector<sweep::SizedKey> keys;
  sweep::Plan plan;
  io::Catalogue catalogue;
  confidence::Residuals residuals;
  io::LoadedScenario base;  ///< without the keys' changes; may be invalid, if a key mends it
};

/// More than one may want, or than any computer can do.
void check_count(const SweepSpec& spec, bool yes, Issues& issues) {
  const double count = sweep::count_runs(spec);
  if (count > sweep::most_runs) {
    issues.push_back({.file = "--sweep",
                      .message = fmt::format("{:.3g} variants are too many", count),
                      .remedy = "take fewer values"});
  } else if (count > static_cast<double>(runs_without_asking) && !yes) {
    issues.push_back({.file = "--sweep",
                      .message = fmt::format("this asks for {} variants", whole(count)),
                      .remedy = "take fewer values, or add --yes if that is meant"});
  }
}

/// Everything that can be wrong is told at once. None if there are errors.
std::optional<PreparedSizes> prepare(const SizeNetworkArguments& arguments, const fs::path& executable) {
  auto catalogue = open_catalogue(executable);
  if (!catalogue) {
    return std::nullopt;
  }
  Issues issues = io::read_text(arguments.input.scenario).issues;
  if (!arguments.out.empty()) {
    const auto unwritable = io::check_output_folder(arguments.out);
    issues.insert(issues.end(), unwritable.begin(), unwritable.end());
  }
  const auto overrides = parse_overrides(arguments.input.overrides, issues);
  auto keys = sweep::parse_sized_keys(arguments.keys, issues);
  const auto spec = sweep::sizing_spec(keys, overrides, arguments.limits, issues);
  check_count(spec, arguments.yes, issues);
  std::optional<sweep::Plan> plan;
  if (!has_errors(issues)) {
    plan = sweep::make_plan(spec, 1, "", {}, issues);
  }
  print_issues(issues);
  if (!plan) {
    return std::nullopt;
  }
  auto base = io::load_scenario(arguments.input.scenario, overrides, *catalogue);
  const auto hopeless = [](const Issue& issue) { return issue.severity == Severity::error && issue.pointer.empty(); };
  if (std::ranges::any_of(base.issues, hopeless)) {  // the file as a whole, which no key mends
    print_issues(base.issues);
    return std::nullopt;
  }
  if (base.scenario) {  // warnings; if it is invalid, the variants tell what a key does not mend
    print_issues(base.issues);
  }
  auto residuals = confidence::read_residuals(catalogue->root);
  return PreparedSizes{std::move(keys), std::move(*plan), std::move(*catalogue), std::move(residuals), std::move(base)};
}

sweep::SweepResult run(const SizeNetworkArguments& arguments, const PreparedSizes& sizes, sweep::Store& store) {
  const auto simulate = [&](const sweep::Point& point, const batch::Claim& claim, const auto& accepts) {
    return simulate_point(arguments.input.scenario, point, sizes.catalogue, sizes.residuals, claim, accepts,
                          arguments.limits.minutes, true);
  };
  SweepProgress progress;
  auto result =
      sweep::run_into(store, sizes.plan, simulate,
                      {.workers = arguments.workers > 0 ? arguments.workers : batch::processors(),
                       .progress = [&](const batch::Progress& p, std::uint64_t total) { progress.update(p, total); }});
  progress.clear();
  return result;
}

/// After a signal: the figures that there are, but not as JSON, which would look whole.
int stopped(const sweep::SweepResult& result, const sweep::Sizing& sizing, bool json) {
  if (!json && !sizing.variants.empty()) {
    fmt::print("{}\n", summarise_sizing(sizing, style(stdout_has_colour())));
  }
  fmt::print(stderr, "stopped by {}: {} of {} variants were done{}; nothing was written\n", stopped_by(result.stop),
             whole(stored(result)), whole(stored(result) + static_cast<double>(result.missing)),
             json || sizing.variants.empty() ? "" : " and are shown above, the front being theirs only");
  return exit_code_of(result.stop);
}

}  // namespace

int size_network_command(const SizeNetworkArguments& arguments, const fs::path& executable) {
  const auto sizes = prepare(arguments, executable);
  if (!sizes) {
    return exit_bad_input;
  }
  auto store = sweep::Store::temporary(sizes->plan.layout);
  const auto result = run(arguments, *sizes, store);
  if (result.stop == batch::Stop::refused) {
    complain(result.error);
    return exit_bad_input;
  }
  auto sizing = sweep::size_up(sizes->plan, sizes->keys, store);
  sizing.scenario = sizes->base.scenario ? sizes->base.scenario->name : "";
  sizing.sha256 = sizes->base.sha256;
  if (result.stop != batch::Stop::finished) {
    return stopped(result, sizing, arguments.json);
  }
  const auto json = sweep::sizing_json(sizing, versions());
  const bool write = !arguments.out.empty() && sizing.any_done();
  const auto write_both = [&] {
    return io::write_outputs(arguments.out,
                             {{output_name, json}, {"report.html", report::html(sizing_page(sizing, versions()))}});
  };
  if (const auto issues = write ? write_both() : Issues(); has_errors(issues)) {
    print_issues(issues);
    return exit_bad_input;
  }
  fmt::print("{}", arguments.json ? json : summarise_sizing(sizing, style(stdout_has_colour())));
  if (write && !arguments.json) {
    fmt::print("\n  Written to {}: {}, report.html (a page for a browser)\n", arguments.out.string(), output_name);
  }
  if (!sizing.any_done()) {
    print_issues(sizes->base.scenario ? Issues() : sizes->base.issues);  // with file and line
    complain("no variant of this network could be simulated");
    return exit_bad_input;
  }
  return exit_done;
}

}  // namespace gigaplan::cli
