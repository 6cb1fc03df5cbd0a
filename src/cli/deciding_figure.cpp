#include "cli/deciding_figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/issue.hpp"
#include "cli/load.hpp"
#include "sweep/figures.hpp"

namespace gigaplan::cli {
namespace {

/// /finance has them for all, /investment for projects.
constexpr std::array twice = {"lifetime_cost_eur",     "public_money_eur",       "tokens_per_eur",
                              "tokens_per_public_eur", "eur_per_million_tokens", "eur_per_chip_hour"};

bool has_grants(const Report& report) {
  const auto& plan = report.investment->plan;
  return plan.eu_grant + plan.member_state_grant + plan.cohesion_grant > Money(0);
}

std::string usual_decision(const std::vector<futures::Subject>& subjects) {
  const bool projects = std::ranges::all_of(subjects, [](const auto& s) { return s.report().investment.has_value(); });
  const bool is_public = std::ranges::all_of(subjects, [&](const auto& s) {
    return projects ? has_grants(s.report()) : s.report().finance.public_money > Money(0);
  });
  return std::string(projects ? "/investment/indicators/" : "/finance/") +
         (is_public ? "tokens_per_public_eur" : "tokens_per_eur");
}

}  // namespace

std::vector<std::string> usual_pointers(std::size_t with_project, std::size_t all) {
  std::vector<std::string> usual = sweep::headline_pointers();
  if (with_project == 0) return usual;
  if (with_project == all) {
    std::erase_if(usual, [](const std::string& pointer) {
      return std::ranges::any_of(twice, [&](const char* key) { return pointer == std::string("/finance/") + key; });
    });
  }
  for (const char* name :
       {"project_npv_eur", "equity_npv_eur", "public_npv_eur", "project_irr", "equity_irr", "minimum_dscr",
        "funding_gap_eur", "lifetime_cost_eur", "public_money_eur", "guarantee_called_eur",
        "private_eur_per_public_eur", "eur_per_chip_hour", "eur_per_million_tokens", "tokens_per_eur",
        "tokens_per_public_eur", "model_eflop_per_public_eur", "sme_chip_hours_per_public_eur", "kwh_per_public_eur",
        "avoided_co2_t"})
    usual.push_back(std::string("/investment/indicators/") + name);
  return usual;
}

namespace {

/// Known without a simulation: what a report has there is a word or a yes, or only projects have it.
void check_decides(const std::string& by, std::size_t with_project, Issues& issues) {
  if (!sweep::may_be_a_number(by)) {
    issues.push_back({.file = "--by",
                      .message = fmt::format("{} is no number: nothing is more or less than another", printable(by)),
                      .remedy = "take a figure, such as /finance/tokens_per_eur"});
  }
  if (by.starts_with("/investment/") && with_project == 0) {
    issues.push_back({.file = "--by",
                      .message = fmt::format("{}: none of the scenarios has a project", printable(by)),
                      .remedy = "give them a /finance/project, or take a figure of /finance"});
  }
}

}  // namespace

std::optional<std::vector<sweep::Figure>> kept_figures(const CompareArguments& arguments, std::size_t with_project,
                                                       std::size_t all) {
  std::vector<std::string> pointers;
  const auto usual = usual_pointers(with_project, all);
  const std::vector<std::string> by(arguments.by.empty() ? 0 : 1, arguments.by);
  for (const std::vector<std::string>* more : {&by, &arguments.figures, &usual}) {
    for (const auto& pointer : *more)
      if (std::ranges::find(pointers, pointer) == pointers.end()) pointers.push_back(pointer);
  }
  Issues issues;
  auto figures = sweep::figure_columns(pointers, {}, issues);
  for (auto& issue : issues) {  // they are numbered as given here, not in a file
    issue.file = "--by, --figure";
    issue.pointer.clear();
  }
  if (!arguments.by.empty() && !has_errors(issues)) check_decides(arguments.by, with_project, issues);
  print_issues(issues);
  return has_errors(issues) ? std::nullopt : std::optional(std::move(figures));
}

std::size_t deciding_figure(const CompareArguments& arguments, const std::vector<sweep::Figure>& figures,
                            const std::vector<futures::Subject>& subjects) {
  const auto wanted = arguments.by.empty() ? usual_decision(subjects) : arguments.by;
  const auto found = std::ranges::find(figures, wanted, &sweep::Figure::pointer);
  return static_cast<std::size_t>(found - figures.begin());
}

}  // namespace gigaplan::cli
