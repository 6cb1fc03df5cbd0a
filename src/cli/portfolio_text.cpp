#include "cli/portfolio_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <iterator>
#include <set>

#include "base/issue.hpp"
#include "io/text.hpp"
#include "portfolio/viability.hpp"

namespace gigaplan::cli {
namespace {

using Cells = std::vector<std::string>;
using portfolio::Candidate;
using portfolio::Chosen;
using portfolio::Portfolio;
using programme::Study;

std::string amount(double value) {
  const std::string text = std::abs(value) >= 1e6 ? words(std::abs(value)) : figures(std::abs(value));
  return (value < 0 ? "-" : "") + text;
}

std::string money(double eur) {
  return std::abs(eur) < 0.5 ? "-" : euros(eur * unit::euro);
}

std::string percent(double share) {
  return fmt::format("{:.0f} %", 100 * share);
}

std::string ids(const Study& study, const Chosen& chosen) {
  std::string text;
  for (const std::size_t i : chosen) {
    text += (text.empty() ? "" : ", ") + printable(study.problem.candidates[i].id);
  }
  return text.empty() ? "none" : text;
}

std::string choice(const Study& study, const Style& style) {
  const Portfolio& set = study.sets.front();
  const auto each = portfolio::values(study.problem);
  const bool robust = !study.robustness.chosen_share.empty();
  std::vector<Cells> lines = {
      {"proposal", "country", "site", "chips", "value", "EU", "member state", "cohesion", "of what it asks"}};
  if (robust) lines.front().emplace_back("best in");
  for (const auto& grant : set.grants) {
    const Candidate& c = study.problem.candidates[grant.candidate];
    const double asked = portfolio::total(c.asked_eur);
    lines.push_back({printable(c.id), printable(c.country), printable(c.site), whole(c.chips),
                     amount(each[grant.candidate]), money(grant.eur[0]), money(grant.eur[1]), money(grant.eur[2]),
                     asked > 0 ? percent(portfolio::total(grant.eur) / asked) : "-"});
    if (robust) lines.back().push_back(percent(study.robustness.chosen_share[grant.candidate]));
  }
  const double chips = portfolio::sum_over(set.chosen, study.problem.candidates, &Candidate::chips);
  lines.push_back({"together", "", "", whole(chips), amount(set.value), money(set.public_eur[0]),
                   money(set.public_eur[1]), money(set.public_eur[2]), ""});
  if (robust) lines.back().emplace_back();
  return aligned(lines, 3, style);
}

/// The scenarios' names of the chosen, where these say more than their ids.
std::string names_of_chosen(const Study& study) {
  std::string text;
  for (const std::size_t i : study.sets.front().chosen) {
    const Candidate& c = study.problem.candidates[i];
    if (!c.name.empty() && c.name != c.id) text += fmt::format("  {}: {}\n", printable(c.id), printable(c.name));
  }
  return text.empty() ? "" : "\n" + text;
}

bool is_synthetic(const Candidate& candidate) {
  constexpr std::string_view word = "synthetic";
  const auto letter = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; };
  std::string name = candidate.name;
  std::ranges::transform(name, name.begin(),
                         [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
  for (auto at = name.find(word); at != std::string::npos; at = name.find(word, at + 1)) {
    const auto end = at + word.size();
    if ((at == 0 || !letter(name[at - 1])) && (end == name.size() || !letter(name[end]))) return true;
  }
  return false;
}

std::string rate(const std::optional<double>& yearly) {
  return yearly ? fmt::format("{:.1f} %", 100 * *yearly) : "none";
}

std::string ratio(const std::optional<double>& number) {
  return number ? fmt::format("{:.2f}", *number) : "none";
}

/// Do the chosen serve their debt and content their owners? As they stand, and the middle and the twentieth of futures.
std::string viabilities(const Study& study, const Style& style) {
  std::vector<Cells> lines = {{"proposal", "min. DSCR", "median", "5 %", "equity IRR", "median", "5 %", "EIB loan",
                               "guarantee: cover", "expected calls"}};
  for (const std::size_t i : study.sets.front().chosen) {
    const Candidate& c = study.problem.candidates[i];
    if (!c.viability) continue;
    const auto dscr = programme::over_futures(c, &portfolio::Viability::minimum_dscr);
    const auto irr = programme::over_futures(c, &portfolio::Viability::equity_irr);
    lines.push_back({printable(c.id), ratio(c.viability->minimum_dscr), dscr ? ratio(dscr->median) : "-",
                     dscr ? ratio(dscr->low) : "-", rate(c.viability->equity_irr), irr ? rate(irr->median) : "-",
                     irr ? rate(irr->low) : "-", money(c.eib_loan_eur), money(c.guarantee_cover_eur),
                     money(c.guarantee_calls_eur)});
  }
  if (lines.size() == 1) return "";
  return fmt::format("\n{}Debt and owners{}\n", style.bold, style.reset) + aligned(lines, 1, style);
}

/// Where carbon is limited, and futures are known.
std::string totals(const Study& study) {
  const Portfolio& set = study.sets.front();
  const auto sum = [&](double Candidate::*member) {
    return portfolio::sum_over(set.chosen, study.problem.candidates, member);
  };
  const double carbon = sum(&Candidate::carbon_t), energy = sum(&Candidate::energy_mwh);
  std::set<std::string> countries;
  for (const std::size_t i : set.chosen) countries.insert(study.problem.candidates[i].country);
  return "  " +
         wrapped(
             fmt::format("{} of public money{} for {} of investment in {}; {} t CO2e a year{}; {} chip-hours a year "
                         "for small and medium enterprises. Proven: no set has more than {}.{}",
                         euros(set.public_total() * unit::euro),
                         set.guarantee_calls_eur >= 0.5
                             ? fmt::format(" ({} of it expected guarantee calls)", money(set.guarantee_calls_eur))
                             : "",
                         euros(sum(&Candidate::investment_eur) * unit::euro),
                         countries.size() == 1 ? "1 country" : fmt::format("{} countries", countries.size()),
                         amount(carbon), energy > 0 ? fmt::format(" ({:.0f} g/kWh)", 1000 * carbon / energy) : "",
                         amount(sum(&Candidate::sme_chip_hours)), amount(set.bound), carbon_kept(study, set.chosen)),
             2) +
         "\n";
}

std::string alternatives(const Study& study, const Style& style) {
  if (study.sets.size() < 2) return "\n  No other set keeps the limits.\n";
  std::string text = fmt::format("\n{}Next best{}\n", style.bold, style.reset);
  for (std::size_t s = 1; s < study.sets.size(); ++s) {
    const Portfolio& set = study.sets[s];
    const double less = study.sets.front().value - set.value;
    text += "  " +
            wrapped(fmt::format(
                        "{} less{}: {}; {} of public money", amount(less),
                        study.sets.front().value > 0 ? fmt::format(" ({:.2f} %)", 100 * less / study.sets.front().value)
                                                     : "",
                        exchange(study, study.sets.front().chosen, set.chosen), euros(set.public_total() * unit::euro)),
                    2) +
            "\n";
  }
  return text;
}

std::string regret_text(const portfolio::Regret& regret) {
  return fmt::format("{} on average, {} in 95 % of futures, {} at worst", amount(regret.mean),
                     "at most " + amount(regret.p95), amount(regret.worst));
}

std::string regrets(const Study& study, const Style& style) {
  if (!study.robust) return "";
  const auto& chosen = study.robustness.sets.front();
  const auto& robust = study.robustness.sets[study.robustness.least_regret];
  const std::size_t count = study.problem.candidates.front().futures.size();
  std::string text = fmt::format("\n{}Had the future been known{}\n", style.bold, style.reset);
  text += "  " +
          wrapped(fmt::format("This set is the best in {} of {} futures; its regret is {}.", chosen.wins, count,
                              regret_text(chosen.regret)),
                  2) +
          "\n";
  text += "  " +
          wrapped(study.robustness.least_regret == 0
                      ? "No other has a smaller worst regret, of those that are near it or best in a future."
                      : fmt::format("Least worst regret: {}; value {}, regret {}.",
                                    exchange(study, chosen.chosen, robust.chosen), amount(study.robust->value),
                                    regret_text(robust.regret)),
                  2) +
          "\n";
  return text;
}

std::string wider(const Study& study, const Style& style) {
  if (study.wider.empty()) return "";
  std::string text = fmt::format("\n{}Wider limits{}\n", style.bold, style.reset);
  for (const auto& w : study.wider) {
    const std::string by = w.limit.ends_with("_eur") ? euros(w.by * unit::euro) : plain(w.by);
    text += "  " +
            wrapped(fmt::format("{} {} more: {}", w.limit, by,
                                w.gain > 0 ? fmt::format("+{}, {}", amount(w.gain),
                                                         exchange(study, study.sets.front().chosen, w.portfolio.chosen))
                                           : "nothing"),
                    2) +
            "\n";
  }
  return text;
}

}  // namespace

std::string synthetic_proposals(const Study& study) {
  const auto& all = study.problem.candidates;
  const auto count = static_cast<std::size_t>(std::ranges::count_if(all, is_synthetic));
  if (count == 0) return "";
  const auto& chosen = study.sets.front().chosen;
  const auto funded = std::ranges::count_if(chosen, [&](std::size_t i) { return is_synthetic(all[i]); });
  return fmt::format(
      "Synthetic proposals: {}, by their own names, and {} of the {} chosen. No real project stands behind them, and "
      "the choice says nothing about any.",
      count == all.size() ? fmt::format("all {}", count) : fmt::format("{} of {}", count, all.size()), funded,
      chosen.size());
}

std::string exchange(const Study& study, const Chosen& from, const Chosen& to) {
  Chosen gone;
  Chosen come;
  std::ranges::set_difference(from, to, std::back_inserter(gone));
  std::ranges::set_difference(to, from, std::back_inserter(come));
  std::string text;
  if (!come.empty()) text += "with " + ids(study, come);
  if (!gone.empty()) text += (text.empty() ? "" : ", ") + ("without " + ids(study, gone));
  return text.empty() ? "the same" : text;
}

std::string summarise_study(const Study& study, const programme::Asked& asked, const Style& style) {
  const std::size_t kept = asked.futures - study.valued.left_out;
  std::string text = fmt::format("{}{} of {}{}, {} by {}\n\n", style.bold, study.sets.front().chosen.size(),
                                 counted(study.problem.candidates.size(), "proposal"), style.reset,
                                 study.problem.aim == portfolio::Aim::mean && kept > 0
                                     ? fmt::format("the mean of {}", counted(kept, "future"))
                                     : "as they stand",
                                 printable(asked.by));
  if (const auto told = synthetic_proposals(study); !told.empty()) {
    text += fmt::format("  {}{}{}\n\n", style.warn, wrapped(told, 2), style.reset);
  }
  text += choice(study, style) + names_of_chosen(study) + "\n" + totals(study) + viabilities(study, style) +
          alternatives(study, style) + regrets(study, style) + wider(study, style);
  if (study.valued.left_out > 0) {
    text += fmt::format(
        "\n  {}\n", wrapped(fmt::format("{} left out for all, as one proposal has no value there: {}",
                                        counted(study.valued.left_out, "future"), printable(study.valued.why_left_out)),
                            2));
  }
  return text;
}

std::string carbon_kept(const Study& study, const Chosen& chosen) {
  const auto& limits = study.problem.limits;
  if (study.valued.kept.empty() || (!limits.carbon_t && !limits.carbon_g_per_kwh)) return "";
  return fmt::format(" The limit of carbon is kept as the proposals stand, and in {} of {}.",
                     portfolio::futures_that_keep_carbon(study.problem, chosen),
                     counted(study.valued.kept.size(), "future"));
}

std::string describe_conflict(const portfolio::Conflict& conflict) {
  const auto named = [](std::vector<std::string> names) {
    for (std::string& name : names) name = printable(name);
    return io::list_of(names);
  };
  if (!conflict.either.empty()) {
    return fmt::format("without {} there would be one", named(conflict.either));
  }
  return fmt::format("no limit alone is in the way; these cannot be kept together: {}", named(conflict.together));
}

}  // namespace gigaplan::cli
