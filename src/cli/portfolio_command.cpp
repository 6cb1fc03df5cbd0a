// How is a programme's choice made from the command line?
#include <fmt/format.h>

#include <algorithm>

#include "cli/commands.hpp"
#include "cli/load.hpp"
#include "cli/portfolio_text.hpp"
#include "cli/simulate.hpp"
#include "cli/sweep_text.hpp"
#include "io/files.hpp"
#include "io/text.hpp"
#include "programme/outputs.hpp"

namespace gigaplan::cli {
namespace {

namespace fs = std::filesystem;

/// A proposal before it is simulated.
struct Proposal {
  std::string id;
  fs::path file;
  io::LoadedScenario loaded;
};

struct Prepared {
  io::Catalogue catalogue;
  confidence::Residuals residuals;
  std::vector<Setting> overrides;
  std::vector<Proposal> proposals;
  programme::Facts facts;
  std::vector<sweep::Figure> figures;
};

std::vector<fs::path> scenarios_in(const fs::path& folder, Issues& issues) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  if (error || files.empty()) {
    issues.push_back({.file = folder.string(),
                      .message = error ? error.message() : "there is no proposal here",
                      .remedy = "name a folder of scenarios (*.json)"});
  }
  std::ranges::sort(files);
  return files;
}

/// Beside the folder: proposals.json for proposals/.
programme::Facts facts_of(const PortfolioArguments& arguments) {
  fs::path file = arguments.facts;
  if (file.empty()) {
    const fs::path folder = (arguments.folder / "").parent_path();
    file = folder.parent_path() / (folder.filename().string() + ".json");
    std::error_code error;
    if (!fs::exists(file, error)) return {};
  }
  return programme::read_facts(file);
}

void check_id(const std::string& id, const std::vector<std::string>& known, const std::string& where, Issues& issues) {
  if (std::ranges::find(known, id) != known.end()) return;
  const auto near = io::closest(id, known);
  issues.push_back({.file = where,
                    .message = fmt::format("there is no proposal \"{}\"", printable(id)),
                    .remedy = near ? fmt::format("did you mean {}?", *near) : ""});
}

void check_aim(const std::string& by, Issues& issues) {
  if (const auto why = programme::why_no_aim(by); !why.empty()) {
    issues.push_back({.file = "--by",
                      .message = fmt::format("{}: {}", printable(by), why),
                      .remedy = "take a total, such as /operation/model_pflop or /operation/tokens_trained"});
  }
}

/// Everything that can be wrong is told at once. None if there are errors.
std::optional<Prepared> prepare(const PortfolioArguments& arguments, const fs::path& executable) {
  auto catalogue = open_catalogue(executable);
  auto residuals = catalogue ? load_residuals(executable) : std::nullopt;
  if (!catalogue || !residuals) return std::nullopt;
  Issues issues;
  if (!arguments.out.empty()) issues = io::check_output_folder(arguments.out);
  Prepared p{std::move(*catalogue), std::move(*residuals), parse_overrides(arguments.overrides, issues), {}, {}, {}};
  check_aim(arguments.by, issues);
  Issues of_figure;
  p.figures = sweep::figure_columns({arguments.by}, {}, of_figure);
  for (Issue& issue : of_figure) {
    issue.file = "--by";
    issue.pointer.clear();
    issues.push_back(std::move(issue));
  }
  std::vector<std::string> ids;
  for (const fs::path& file : scenarios_in(arguments.folder, issues)) {
    auto loaded = io::load_scenario(file, p.overrides, p.catalogue);
    issues.insert(issues.end(), loaded.issues.begin(), loaded.issues.end());
    ids.push_back(file.stem().string());
    p.proposals.push_back({ids.back(), file, std::move(loaded)});
  }
  p.facts = facts_of(arguments);
  issues.insert(issues.end(), p.facts.issues.begin(), p.facts.issues.end());
  for (const auto& [id, fact] : p.facts.by_id) check_id(id, ids, "what is known of the proposals", issues);
  for (const auto& id : arguments.limits.must) check_id(id, ids, "--must", issues);
  for (const auto& id : arguments.limits.must_not) check_id(id, ids, "--must-not", issues);
  print_issues(issues);
  return has_errors(issues) ? std::nullopt : std::optional(std::move(p));
}

/// Each as it stands. None after telling which cannot be simulated: all of them.
std::optional<std::vector<futures::Subject>> simulate_once(Prepared& p, const futures::Question& question,
                                                           ProgressBar& bar) {
  std::vector<futures::Subject> subjects;
  subjects.reserve(p.proposals.size());
  bool refused = false;
  for (Proposal& proposal : p.proposals) {
    bar.update("each as it stands", static_cast<double>(subjects.size()) / static_cast<double>(p.proposals.size()));
    try {
      subjects.emplace_back(proposal.id, proposal.file, p.overrides, std::move(proposal.loaded), p.catalogue,
                            p.residuals.rows, question);
    } catch (const sim::StepRefused& e) {
      bar.clear();
      complain(fmt::format("{}: {}", proposal.file.string(), e.what()));
      refused = true;
    }
  }
  return refused ? std::nullopt : std::optional(std::move(subjects));
}

portfolio::Problem problem_of(const PortfolioArguments& arguments, const programme::Facts& facts,
                              const std::vector<futures::Subject>& subjects) {
  portfolio::Problem problem{.candidates = {},
                             .limits = arguments.limits,
                             .aim = arguments.central ? portfolio::Aim::central : portfolio::Aim::mean};
  for (const auto& subject : subjects) {
    const auto fact = facts.by_id.find(subject.label());
    problem.candidates.push_back(programme::candidate_of(subject.label(), subject.scenario(), subject.report(),
                                                         fact == facts.by_id.end() ? nullptr : &fact->second));
  }
  return problem;
}

int refuse(const programme::Valued& valued, const std::string& by) {
  if (!valued.without.empty()) {
    complain(fmt::format("--by {}: {} has no such figure", by, valued.without));
    return exit_bad_input;
  }
  fmt::print(stderr, "stopped by {}; nothing was written\n", stopped_by(valued.stop));
  return exit_code_of(valued.stop);
}

int tell(const PortfolioArguments& arguments, const programme::Study& study, const programme::Asked& asked) {
  const auto json = study_json(study, asked, versions());
  if (!study.solved()) {
    if (arguments.json) fmt::print("{}", json);
    complain("no set of proposals keeps all limits; " + describe_conflict(study.conflict) + "; nothing was written");
    return exit_missed;
  }
  if (!arguments.out.empty()) {
    const auto issues =
        io::write_outputs(arguments.out, {{"portfolio.json", json}, {"portfolio.csv", study_csv(study)}});
    print_issues(issues);
    if (has_errors(issues)) return exit_bad_input;
  }
  fmt::print("{}", arguments.json ? json : summarise_study(study, asked, style(stdout_has_colour())));
  if (!arguments.out.empty() && !arguments.json)
    fmt::print("\n  Written to {}: portfolio.json, portfolio.csv (a row a proposal)\n", arguments.out.string());
  return exit_done;
}

}  // namespace

int portfolio_command(const PortfolioArguments& arguments, const fs::path& executable) {
  auto prepared = prepare(arguments, executable);
  if (!prepared) return exit_bad_input;
  ProgressBar bar;
  const futures::Question question{prepared->figures, arguments.every, arguments.step};
  const auto subjects = simulate_once(*prepared, question, bar);
  if (!subjects) return exit_bad_input;
  const programme::Asked asked{.by = arguments.by,
                               .futures = arguments.futures,
                               .seed = arguments.seed,
                               .every = arguments.every,
                               .alternatives = arguments.alternatives,
                               .workers = arguments.workers > 0 ? arguments.workers : batch::processors(),
                               .progress = [&](const std::string& what, double share) { bar.update(what, share); }};
  auto valued = programme::value_of(*subjects, asked);
  if (!valued.without.empty() || valued.stop != batch::Stop::finished) {
    bar.clear();
    return refuse(valued, arguments.by);
  }
  const auto study = programme::study(problem_of(arguments, prepared->facts, *subjects), std::move(valued), asked);
  bar.clear();
  return tell(arguments, study, asked);
}

}  // namespace gigaplan::cli
