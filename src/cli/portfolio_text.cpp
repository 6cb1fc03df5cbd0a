#include "cli/portfolio_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

#include "base/issue.hpp"
#include "io/text.hpp"

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

/// Texts to the left, then numbers to the right.
std::string table(const std::vector<Cells>& lines, std::size_t texts, const Style& style) {
  std::vector<std::size_t> widths(lines.front().size(), 0);
  for (const Cells& cells : lines) {
    for (std::size_t c = 0; c < cells.size(); ++c) widths[c] = std::max(widths[c], columns(cells[c]));
  }
  std::string text;
  for (std::size_t l = 0; l < lines.size(); ++l) {
    std::string line;
    for (std::size_t c = 0; c < lines[l].size(); ++c) {
      const std::string gap(widths[c] - columns(lines[l][c]), ' ');
      line += "  " + (c < texts ? lines[l][c] + gap : gap + lines[l][c]);
    }
    text += l == 0 ? style.dim + line + style.reset + "\n" : line + "\n";
  }
  return text;
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
  double chips = 0;
  for (const std::size_t i : set.chosen) chips += study.problem.candidates[i].chips;
  lines.push_back({"together", "", "", whole(chips), amount(set.value), money(set.public_eur[0]),
                   money(set.public_eur[1]), money(set.public_eur[2]), ""});
  if (robust) lines.back().emplace_back();
  return table(lines, 3, style);
}

std::string totals(const Study& study) {
  const Portfolio& set = study.sets.front();
  double carbon = 0, energy = 0, sme = 0, capex = 0;
  std::set<std::string> countries;
  for (const std::size_t i : set.chosen) {
    const Candidate& c = study.problem.candidates[i];
    carbon += c.carbon_t;
    energy += c.energy_mwh;
    sme += c.sme_chip_hours;
    capex += c.capex_eur;
    countries.insert(c.country);
  }
  return "  " +
         wrapped(fmt::format("{} of public money for {} of investment in {}; {} t CO2e a year{}; {} chip-hours a year "
                             "for small and medium enterprises. Proven: no set has more than {}.",
                             euros(portfolio::total(set.public_eur) * unit::euro), euros(capex * unit::euro),
                             countries.size() == 1 ? "1 country" : fmt::format("{} countries", countries.size()),
                             amount(carbon), energy > 0 ? fmt::format(" ({:.0f} g/kWh)", 1000 * carbon / energy) : "",
                             amount(sme), amount(set.bound)),
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
            wrapped(fmt::format("{} less{}: {}; {} of public money", amount(less),
                                study.sets.front().value > 0
                                    ? fmt::format(" ({:.2f} %)", 100 * less / study.sets.front().value)
                                    : "",
                                exchange(study, study.sets.front().chosen, set.chosen),
                                euros(portfolio::total(set.public_eur) * unit::euro)),
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
  text += choice(study, style) + "\n" + totals(study) + alternatives(study, style) + regrets(study, style) +
          wider(study, style);
  if (study.valued.left_out > 0) {
    text += fmt::format(
        "\n  {}\n", wrapped(fmt::format("{} left out for all, as one proposal has no value there: {}",
                                        counted(study.valued.left_out, "future"), printable(study.valued.why_left_out)),
                            2));
  }
  return text;
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
