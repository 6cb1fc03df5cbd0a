#include "cli/portfolio_sections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/readable.hpp"
#include "cli/choice_parts.hpp"
#include "cli/portfolio_text.hpp"
#include "futures/statistics.hpp"

namespace gigaplan::cli {
namespace {

using portfolio::Candidate;
using portfolio::Portfolio;
using report::Cell;
using report::Chart;
using report::Item;
using report::Ranking;
using report::Section;
using report::Table;

constexpr std::size_t most_proposals = 30;  ///< more nobody reads; the table has all
constexpr std::array<const char*, portfolio::instrument_count> payers = {"EU", "Member state", "Cohesion funds"};

Cell percent_cell(double share) {
  return {fmt::format("{:.0f}", 100 * share), share};
}

std::vector<double> all_values(const programme::Study& study) {
  auto values = portfolio::values(study.problem);
  for (const Candidate& c : study.problem.candidates) values.insert(values.end(), c.futures.begin(), c.futures.end());
  return values;
}

Chart payers_chart(const ChoiceParts& parts) {
  report::StackedBars bars;
  for (std::size_t k = 0; k < portfolio::instrument_count; ++k) bars.series.push_back({payers.at(k), {}});
  bars.series.push_back({"Others: equity and debt", {}});
  for (const auto& grant : parts.choice().grants) {
    const Candidate& c = parts.candidate(grant.candidate);
    bars.categories.push_back(c.id);
    for (std::size_t k = 0; k < portfolio::instrument_count; ++k)
      bars.series[k].values.push_back(grant.eur.at(k) / 1e6);
    bars.series.back().values.push_back(std::max(0.0, c.investment_eur - portfolio::total(grant.eur)) / 1e6);
  }
  return {"payers", "Who pays for each", "€ million",
          "The investment of each funded proposal: public money that the choice gives it, by instrument, and the rest.",
          std::move(bars)};
}

Chart countries_chart(const ChoiceParts& parts) {
  std::map<std::string, double> by_country;
  for (const auto& grant : parts.choice().grants)
    by_country[parts.candidate(grant.candidate).country] += portfolio::total(grant.eur) / 1e6;
  Ranking ranking;
  for (const auto& [country, eur] : by_country) ranking.items.push_back({country, eur});
  ranking.items = largest_first(std::move(ranking.items));
  return {"countries", "Grants by country", "€ million",
          "All instruments together, by the country of the site; without expected calls of the guarantee.",
          std::move(ranking)};
}

Table funded_table(const ChoiceParts& parts) {
  Table table{
      .id = "funded-table",
      .title = "Funded",
      .text = "Grants: each gets the least with which it is built.",
      .columns =
          {{"Proposal"}, {"Scenario"}, {"Country"}, {"Site"}, {"Chips", "", true}, {"Value", parts.scale.unit, true}},
      .sortable = true};
  for (const char* payer : payers) table.columns.push_back({payer, "€ million", true});
  table.columns.push_back({"Of what it asks", "%", true});
  table.columns.push_back({"In the best set", "% of futures", true});
  const auto each = portfolio::values(parts.study.problem);
  const auto& shares = parts.study.robustness.chosen_share;
  for (const auto& grant : parts.choice().grants) {
    const Candidate& c = parts.candidate(grant.candidate);
    const double asked = portfolio::total(c.asked_eur);
    const Cell none = number_cell(std::nullopt);
    table.rows.push_back({{{c.id},
                           {c.name},
                           {c.country},
                           {c.site},
                           {whole(c.chips), c.chips},
                           number_cell(each[grant.candidate] * parts.scale.factor),
                           millions_cell(grant.eur[0]),
                           millions_cell(grant.eur[1]),
                           millions_cell(grant.eur[2]),
                           asked > 0 ? percent_cell(portfolio::total(grant.eur) / asked) : none,
                           shares.empty() ? none : percent_cell(shares[grant.candidate])}});
  }
  return table;
}

}  // namespace

ChoiceParts::ChoiceParts(const programme::Study& solved, const programme::Asked& what)
    : study(solved), asked(what), scale(scale_of(what.by, all_values(solved))) {}

std::string ChoiceParts::aim() const {
  return study.problem.aim == portfolio::Aim::mean && futures() > 0 ? "mean of " + counted(futures(), "future")
                                                                    : "as they stand";
}

Section funded_section(const ChoiceParts& parts) {
  Section section{"funded", "Who gets what", {}};
  section.blocks.emplace_back(funded_table(parts));
  if (!parts.choice().grants.empty()) {
    section.blocks.emplace_back(payers_chart(parts));
    section.blocks.emplace_back(countries_chart(parts));
  }
  return section;
}

Section alternatives_section(const ChoiceParts& parts) {
  Table table{.id = "sets",
              .title = "Sets that keep the limits, best first",
              .columns = {{"Beside the choice"},
                          {"Value", parts.scale.unit, true},
                          {"Less than the choice", "%", true},
                          {"Public money", "€ million", true}}};
  const auto& sets = parts.study.sets;
  for (const Portfolio& set : sets) {
    const double less = parts.choice().value - set.value;
    table.rows.push_back(
        {{{&set == sets.data() ? "the choice" : exchange(parts.study, parts.choice().chosen, set.chosen)},
          number_cell(set.value * parts.scale.factor),
          parts.choice().value > 0 ? Cell{fmt::format("{:.2f}", 100 * less / parts.choice().value), less}
                                   : Cell{"–", std::nullopt},
          millions_cell(set.public_total())},
         "",
         &set == sets.data()});
  }
  Section section{"alternatives", "What comes close", {}};
  if (sets.size() < 2) section.blocks.emplace_back(report::Paragraph{"No other set keeps the limits."});
  section.blocks.emplace_back(std::move(table));
  return section;
}

Section regret_section(const ChoiceParts& parts) {
  const auto& robustness = parts.study.robustness;
  Table table{.id = "regrets",
              .title = "Regret",
              .text = "In each future: what the best set for it would have, less what this one has.",
              .columns = {{"Set, beside the choice"},
                          {"Best in", "futures", true},
                          {"Mean", parts.scale.unit, true},
                          {"95 %", parts.scale.unit, true},
                          {"Worst", parts.scale.unit, true}},
              .sortable = true};
  for (std::size_t s = 0; s < robustness.sets.size(); ++s) {
    const auto& set = robustness.sets[s];
    const auto scaled = [&](double v) { return number_cell(v * parts.scale.factor); };
    table.rows.push_back({{{s == 0 ? "the choice" : exchange(parts.study, parts.choice().chosen, set.chosen)},
                           {whole(static_cast<double>(set.wins)), static_cast<double>(set.wins)},
                           scaled(set.regret.mean),
                           scaled(set.regret.p95),
                           scaled(set.regret.worst)},
                          "",
                          s == robustness.least_regret});
  }
  Ranking ranking;
  for (std::size_t i = 0; i < robustness.chosen_share.size(); ++i) {
    const double share = robustness.chosen_share[i];
    if (share > 0) ranking.items.push_back({parts.candidate(i).id, 100 * share});
  }
  ranking.items = largest_first(std::move(ranking.items), most_proposals);
  Section section{"regret", "Had the future been known", {}};
  section.blocks.emplace_back(report::Paragraph{
      robustness.least_regret == 0
          ? "No set has a smaller worst regret than the choice, of those that are near it or best in a future."
          : fmt::format(
                "The set with the least worst regret, marked below, is the choice {}.",
                exchange(parts.study, parts.choice().chosen, robustness.sets[robustness.least_regret].chosen))});
  section.blocks.emplace_back(Chart{"chosen-share", "How often each is in the best set", "% of futures",
                                    "If each future had been known when the programme chose.", std::move(ranking)});
  section.blocks.emplace_back(std::move(table));
  return section;
}

Section limits_section(const ChoiceParts& parts) {
  Section section{"limits", "Limits, and what more would bring", {}};
  std::string kept;
  for (const auto& limit : portfolio::named_limits(parts.study.problem.limits)) {
    kept += (kept.empty() ? "" : ", ") + limit.name;
  }
  section.blocks.emplace_back(report::Paragraph{kept.empty() ? "No limit was set." : "Kept: " + kept + "."});
  if (parts.study.wider.empty()) return section;
  Table table{.id = "wider",
              .title = "Wider limits, one at a time",
              .columns = {{"Limit"}, {"More"}, {"Value gained", parts.scale.unit, true}, {"Beside the choice"}}};
  for (const auto& w : parts.study.wider) {
    table.rows.push_back({{{w.limit},
                           {w.limit.ends_with("_eur") ? euros(w.by * unit::euro) : plain(w.by)},
                           number_cell(w.gain * parts.scale.factor),
                           {exchange(parts.study, parts.choice().chosen, w.portfolio.chosen)}}});
  }
  section.blocks.emplace_back(std::move(table));
  return section;
}

Section proposals_section(const ChoiceParts& parts) {
  Table table{.id = "proposals-table",
              .title = "All proposals",
              .columns = {{"Proposal"},
                          {"Scenario"},
                          {"Country"},
                          {"Site"},
                          {"Chips", "", true},
                          {"Value", parts.scale.unit, true},
                          {"5 %", parts.scale.unit, true},
                          {"95 %", parts.scale.unit, true},
                          {"Investment", "€ million", true},
                          {"Asked", "€ million", true},
                          {"Value per € of grants", table_unit(parts.by()), true},
                          {"CO₂e", "t a year", true},
                          {"Funded"}},
              .sortable = true,
              .filterable = true};
  const auto each = portfolio::values(parts.study.problem);
  Ranking ranking;
  for (std::size_t i = 0; i < each.size(); ++i) {
    const Candidate& c = parts.candidate(i);
    const std::vector<std::optional<double>> values(c.futures.begin(), c.futures.end());
    const auto summary = futures::summarise(values);
    const bool chosen = std::ranges::binary_search(parts.choice().chosen, i);
    const double asked = portfolio::total(c.asked_eur);
    const Cell none = number_cell(std::nullopt);
    const auto scaled = [&](double v) { return number_cell(v * parts.scale.factor); };
    table.rows.push_back({{{c.id},
                           {c.name},
                           {c.country},
                           {c.site},
                           {whole(c.chips), c.chips},
                           scaled(each[i]),
                           summary ? scaled(summary->low) : none,
                           summary ? scaled(summary->high) : none,
                           millions_cell(c.investment_eur),
                           millions_cell(asked),
                           asked > 0 ? number_cell(each[i] / asked) : none,
                           number_cell(c.carbon_t),
                           {chosen ? "yes" : "no"}},
                          "",
                          chosen});
    Item item{c.id + (chosen ? " (funded)" : ""), each[i] * parts.scale.factor};
    if (summary) {
      item.low = summary->low * parts.scale.factor;
      item.high = summary->high * parts.scale.factor;
    }
    ranking.items.push_back(std::move(item));
  }
  ranking.items = largest_first(std::move(ranking.items), most_proposals);
  Section section{"proposals", "All proposals", {}};
  section.blocks.emplace_back(Chart{"values", "By " + figure_name(parts.by()), parts.scale.unit,
                                    "The largest. Whiskers: 90 % of the futures.", std::move(ranking)});
  section.blocks.emplace_back(std::move(table));
  return section;
}

}  // namespace gigaplan::cli
