// How is a programme's choice made from the command line?
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "cli/commands.hpp"
#include "cli/load.hpp"
#include "cli/portfolio_conflicts.hpp"
#include "cli/portfolio_page.hpp"
#include "cli/portfolio_text.hpp"
#include "cli/simulate.hpp"
#include "cli/sweep_text.hpp"
#include "io/files.hpp"
#include "io/text.hpp"
#include "programme/outputs.hpp"
#include "report/html.hpp"

namespace gigaplan::cli {
namespace {

namespace fs = std::filesystem;

/// A proposal before it is simulated.
struct Proposal {
  std::string id;
  fs::path file;
  io::LoadedScenario loaded;
};

struct PreparedProposals {
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

/// \param what that nobody knows: "there is no proposal"
void check_id(const std::string& id, const std::vector<std::string>& known, const std::string& where, Issues& issues,
              const std::string& what = "there is no proposal") {
  if (std::ranges::find(known, id) != known.end()) return;
  const auto near = io::closest(id, known);
  issues.push_back({.file = where,
                    .message = fmt::format("{} \"{}\"", what, printable(id)),
                    .remedy = near ? fmt::format("did you mean {}?", *near) : ""});
}

void check_aim(const std::string& by, Issues& issues) {
  if (const auto why = programme::why_no_aim(by); !why.empty()) {
    issues.push_back({.file = "--by",
                      .message = fmt::format("{}: {}", printable(by), why),
                      .remedy = "take a total, such as /operation/model_pflop or /operation/tokens_trained"});
  }
}

std::vector<Entry> entries_of(const PreparedProposals& p) {
  std::vector<Entry> entries;
  entries.reserve(p.proposals.size());
  for (const auto& [id, file, loaded] : p.proposals) {
    const auto fact = p.facts.by_id.find(id);
    const auto& site = loaded.scenario->site;
    const bool elsewhere = fact != p.facts.by_id.end() && !fact->second.site.empty();
    entries.push_back({id, elsewhere ? fact->second.site : site.id.empty() ? site.name : site.id, site.country});
  }
  return entries;
}

/// Everything that can be wrong is told at once. None if there are errors.
std::optional<PreparedProposals> prepare(const PortfolioArguments& arguments, const fs::path& executable) {
  auto catalogue = open_catalogue(executable);
  auto residuals = catalogue ? load_residuals(executable) : std::nullopt;
  if (!catalogue || !residuals) return std::nullopt;
  Issues issues;
  if (!arguments.out.empty()) issues = io::check_output_folder(arguments.out);
  PreparedProposals p{
      std::move(*catalogue), std::move(*residuals), parse_overrides(arguments.overrides, issues), {}, {}, {}};
  check_aim(arguments.by, issues);
  Issues of_figure;
  std::vector<std::string> pointers = {arguments.by};
  for (const auto& pointer : programme::outcome_pointers())
    if (pointer != arguments.by) pointers.push_back(pointer);
  p.figures = sweep::figure_columns(pointers, {}, of_figure);
  for (Issue& issue : of_figure) {
    issue.file = "--by";
    issue.pointer.clear();
    issues.push_back(std::move(issue));
  }
  std::vector<std::string> ids;
  std::vector<std::string> countries;
  for (const fs::path& file : scenarios_in(arguments.folder, issues)) {
    auto loaded = io::load_scenario(file, p.overrides, p.catalogue);
    issues.insert(issues.end(), loaded.issues.begin(), loaded.issues.end());
    ids.push_back(file.stem().string());
    if (loaded.scenario) countries.push_back(loaded.scenario->site.country);
    p.proposals.push_back({ids.back(), file, std::move(loaded)});
  }
  p.facts = facts_of(arguments);
  issues.insert(issues.end(), p.facts.issues.begin(), p.facts.issues.end());
  for (const auto& [id, fact] : p.facts.by_id) check_id(id, ids, "what is known of the proposals", issues);
  for (const auto& id : arguments.limits.must) check_id(id, ids, "--must", issues);
  for (const auto& id : arguments.limits.must_not) check_id(id, ids, "--must-not", issues);
  if (countries.size() == ids.size()) {
    for (const auto& [country, eur] : arguments.limits.member_state_eur)
      check_id(country, countries, "--budget-state-eur", issues, "no proposal is in");
  }
  if (!has_errors(issues)) {
    const auto conflicts = conflicts_known_before(arguments.limits, entries_of(p));
    issues.insert(issues.end(), conflicts.begin(), conflicts.end());
  }
  print_issues(issues);
  return has_errors(issues) ? std::nullopt : std::optional(std::move(p));
}

/// None after telling which proposals cannot be simulated: all of them; or that nothing can be written.
std::optional<futures::Samples> simulate(const PortfolioArguments& arguments, const PreparedProposals& p,
                                         const programme::Asked& asked) {
  std::vector<futures::Given> given;
  given.reserve(p.proposals.size());
  for (const Proposal& proposal : p.proposals) given.push_back({proposal.file, p.overrides, proposal.loaded.sha256});
  const futures::Question question{p.figures, arguments.every, arguments.step};
  futures::SampleOptions options{.futures = asked.futures,
                                 .seed = asked.seed,
                                 .workers = asked.workers,
                                 .kept = arguments.out.empty() ? fs::path() : arguments.out / "samples.json",
                                 .version = GIGAPLAN_VERSION,
                                 .progress = {}};
  options.progress = [&](double share) { asked.progress("proposals and their futures", share); };
  auto samples = futures::sample(given, p.catalogue, p.residuals.rows, question, options);
  print_issues(samples.issues);
  bool refused = has_errors(samples.issues);
  for (std::size_t i = 0; samples.stop == batch::Stop::finished && i < given.size(); ++i) {
    if (samples.of[i].failure.empty()) continue;
    complain(fmt::format("{}: {}", given[i].file.string(), samples.of[i].failure));
    refused = true;
  }
  return refused ? std::nullopt : std::optional(std::move(samples));
}

/// What a programme weighs, of values by figure; none where there is no report.
std::optional<programme::Outcome> weighed(const PreparedProposals& p, const futures::Values& values) {
  futures::Values all;
  for (const auto& pointer : programme::outcome_pointers()) {
    const auto place = std::ranges::find(p.figures, pointer, &sweep::Figure::pointer) - p.figures.begin();
    all.push_back(values.empty() ? std::nullopt : values[static_cast<std::size_t>(place)]);
  }
  return programme::outcome_of(all);
}

/// \param kept futures that count
portfolio::Problem problem_of(const PortfolioArguments& arguments, const PreparedProposals& p,
                              const std::vector<futures::Sample>& samples, const std::vector<std::size_t>& kept) {
  portfolio::Problem problem{.candidates = {},
                             .limits = arguments.limits,
                             .aim = arguments.central ? portfolio::Aim::central : portfolio::Aim::mean};
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const auto& [id, file, loaded] = p.proposals[i];
    const auto fact = p.facts.by_id.find(id);
    problem.candidates.push_back(programme::candidate_of(id, *loaded.scenario, weighed(p, samples[i].central).value(),
                                                         fact == p.facts.by_id.end() ? nullptr : &fact->second));
    std::vector<programme::Outcome> futures;
    futures.reserve(kept.size());
    for (const std::size_t k : kept) futures.push_back(weighed(p, samples[i].values[k]).value());
    programme::add_futures(problem.candidates.back(), futures, problem.aim);
  }
  return problem;
}

ProposalFiles files_of(const PortfolioArguments& arguments, const PreparedProposals& p) {
  ProposalFiles files{.folder = (arguments.folder / "").parent_path().filename().string(),
                      .names = {},
                      .sha256 = {},
                      .changes = arguments.overrides};
  for (const Proposal& proposal : p.proposals) {
    files.names.push_back(proposal.file.filename().string());
    files.sha256.push_back(proposal.loaded.sha256);
  }
  return files;
}

int tell(const PortfolioArguments& arguments, const PreparedProposals& p, const programme::Study& study,
         const programme::Asked& asked) {
  const auto json = study_json(study, asked, versions());
  if (!study.solved()) {
    if (arguments.json) fmt::print("{}", json);
    complain("no set of proposals keeps all limits; " + describe_conflict(study.conflict) + "; no choice was written");
    return exit_missed;
  }
  if (!arguments.out.empty()) {
    const auto page = report::html(portfolio_page(study, asked, files_of(arguments, p), versions()));
    const auto issues = io::write_outputs(
        arguments.out, {{"portfolio.json", json}, {"portfolio.csv", study_csv(study)}, {"report.html", page}});
    print_issues(issues);
    if (has_errors(issues)) return exit_bad_input;
  }
  fmt::print("{}", arguments.json ? json : summarise_study(study, asked, style(stdout_has_colour())));
  if (!arguments.out.empty() && !arguments.json) {
    fmt::print(
        "\n  Written to {}: report.html (a page for a browser), portfolio.json, portfolio.csv (a row a proposal)\n",
        arguments.out.string());
  }
  return exit_done;
}

}  // namespace

int portfolio_command(const PortfolioArguments& arguments, const fs::path& executable) {
  auto prepared = prepare(arguments, executable);
  if (!prepared) return exit_bad_input;
  ProgressBar bar;
  const programme::Asked asked{.by = arguments.by,
                               .futures = arguments.futures,
                               .seed = arguments.seed,
                               .every = arguments.every,
                               .alternatives = arguments.alternatives,
                               .workers = arguments.workers > 0 ? arguments.workers : batch::processors(),
                               .progress = [&](const std::string& what, double share) { bar.update(what, share); }};
  const auto samples = simulate(arguments, *prepared, asked);
  bar.clear();
  if (!samples) return exit_bad_input;
  if (samples->stop != batch::Stop::finished) {
    fmt::print(stderr, "stopped by {}; nothing was written\n", stopped_by(samples->stop));
    return exit_code_of(samples->stop);
  }
  if (samples->known > 0) {
    fmt::print(stderr, "note: {} of {} proposals were simulated before, as samples.json has them\n", samples->known,
               samples->of.size());
  }
  std::vector<std::string> ids;
  for (const Proposal& proposal : prepared->proposals) ids.push_back(proposal.id);
  auto valued = programme::value_of(ids, samples->of);
  if (!valued.without.empty()) {
    complain(fmt::format("--by {}: {} has no such figure", arguments.by, valued.without));
    return exit_bad_input;
  }
  auto problem = problem_of(arguments, *prepared, samples->of, valued.kept);
  const auto study = programme::study(std::move(problem), std::move(valued), asked);
  bar.clear();
  return tell(arguments, *prepared, study, asked);
}

}  // namespace gigaplan::cli
