#include "programme/outputs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "futures/statistics.hpp"
#include "io/text.hpp"
#include "portfolio/viability.hpp"

namespace gigaplan::programme {
namespace {

using OrderedJson = nlohmann::ordered_json;
using portfolio::Candidate;
using portfolio::Portfolio;

template <class T>
OrderedJson optional(const std::optional<T>& value) {
  return value ? OrderedJson(*value) : OrderedJson();
}

OrderedJson money_of(const portfolio::Money3& money) {
  OrderedJson result = OrderedJson::object();
  for (std::size_t k = 0; k < portfolio::instrument_count; ++k) {
    result[std::string(portfolio::instrument_names.at(k)) + "_eur"] = money.at(k);
  }
  result["total_eur"] = portfolio::total(money);
  return result;
}

/// Grants by instrument, what the guarantor is expected to pay, and both together.
OrderedJson public_money_of(const portfolio::Money3& grants, double guarantee_calls_eur) {
  OrderedJson result = money_of(grants);
  result.erase("total_eur");  // it comes last
  result["guarantee_calls_eur"] = guarantee_calls_eur;
  result["total_eur"] = portfolio::total(grants) + guarantee_calls_eur;
  return result;
}

/// A figure of viability: as it stands, and over futures.
OrderedJson viability_of(const Candidate& c, std::optional<double> portfolio::Viability::*figure) {
  const auto summary = over_futures(c, figure);
  return {{"central", c.viability ? optional((*c.viability).*figure) : OrderedJson()},
          {"p5", summary ? OrderedJson(summary->low) : OrderedJson()},
          {"p50", summary ? OrderedJson(summary->median) : OrderedJson()},
          {"p95", summary ? OrderedJson(summary->high) : OrderedJson()},
          {"futures", summary ? summary->count : 0}};
}

OrderedJson ids_of(const Study& study, const portfolio::Chosen& chosen) {
  OrderedJson list = OrderedJson::array();
  for (const std::size_t i : chosen) {
    list.push_back(study.problem.candidates[i].id);
  }
  return list;
}

OrderedJson set_of(const Study& study, const Portfolio& set) {
  OrderedJson grants = OrderedJson::array();
  for (const auto& grant : set.grants) {
    const Candidate& c = study.problem.candidates[grant.candidate];
    OrderedJson line = {{"id", c.id}};
    line.update(public_money_of(grant.eur, c.guarantee_calls_eur));
    grants.push_back(std::move(line));
  }
  return {{"proposals", ids_of(study, set.chosen)},
          {"value", set.value},
          {"public_money", public_money_of(set.public_eur, set.guarantee_calls_eur)},
          {"guarantee_cover_eur", set.guarantee_cover_eur},
          {"eib_loans_eur", set.eib_eur},
          {"grants", std::move(grants)}};
}

OrderedJson choice_of(const Study& study) {
  OrderedJson choice = set_of(study, study.sets.front());
  choice["bound"] = study.sets.front().bound;
  choice["search_nodes"] = study.sets.front().nodes;
  const auto& limits = study.problem.limits;
  const bool limited = (limits.carbon_t || limits.carbon_g_per_kwh) && !study.valued.kept.empty();
  choice["futures_that_keep_carbon"] =
      limited ? OrderedJson(portfolio::futures_that_keep_carbon(study.problem, study.sets.front().chosen))
              : OrderedJson();
  return choice;
}

/// What is in one set only.
portfolio::Chosen only_in(const portfolio::Chosen& a, const portfolio::Chosen& b) {
  portfolio::Chosen result;
  std::ranges::set_difference(a, b, std::back_inserter(result));
  return result;
}

OrderedJson alternatives_of(const Study& study) {
  OrderedJson list = OrderedJson::array();
  for (std::size_t s = 1; s < study.sets.size(); ++s) {
    OrderedJson set = set_of(study, study.sets[s]);
    set["value_less"] = study.sets.front().value - study.sets[s].value;
    set["without"] = ids_of(study, only_in(study.sets.front().chosen, study.sets[s].chosen));
    set["instead"] = ids_of(study, only_in(study.sets[s].chosen, study.sets.front().chosen));
    list.push_back(std::move(set));
  }
  return list;
}

OrderedJson regret_of(const Study& study) {
  OrderedJson sets = OrderedJson::array();
  for (const auto& set : study.robustness.sets) {
    sets.push_back({{"proposals", ids_of(study, set.chosen)},
                    {"mean", set.regret.mean},
                    {"p95", set.regret.p95},
                    {"worst", set.regret.worst},
                    {"best_in_futures", set.wins}});
  }
  return {{"least_regret", study.robust ? set_of(study, *study.robust) : OrderedJson()}, {"sets", std::move(sets)}};
}

OrderedJson wider_of(const Study& study) {
  OrderedJson list = OrderedJson::array();
  for (const auto& wider : study.wider) {
    list.push_back({{"limit", wider.limit},
                    {"by", wider.by},
                    {"value_more", wider.gain},
                    {"proposals", ids_of(study, wider.portfolio.chosen)}});
  }
  return list;
}

OrderedJson limits_of(const portfolio::Limits& l) {
  return {{"public_eur", optional(l.public_eur)},
          {"eu_eur", optional(l.eu_eur)},
          {"cohesion_eur", optional(l.cohesion_eur)},
          {"member_state_eur", l.member_state_eur},
          {"guarantee_eur", optional(l.guarantee_eur)},
          {"eib_eur", optional(l.eib_eur)},
          {"min_sites", l.min_sites},
          {"max_sites", optional(l.max_sites)},
          {"max_per_country", optional(l.max_per_country)},
          {"min_countries", l.min_countries},
          {"max_per_region", optional(l.max_per_region)},
          {"region_mw", optional(l.region_mw)},
          {"carbon_t_per_year", optional(l.carbon_t)},
          {"carbon_g_per_kwh", optional(l.carbon_g_per_kwh)},
          {"sme_chip_hours_per_year", l.sme_chip_hours},
          {"chips", l.chips},
          {"min_dscr", optional(l.min_dscr)},
          {"min_equity_irr", optional(l.min_equity_irr)},
          {"viable_share", l.viable_share},
          {"must", l.must},
          {"must_not", l.must_not}};
}

bool is_chosen(const Study& study, std::size_t i) {
  return study.solved() && std::ranges::binary_search(study.sets.front().chosen, i);
}

std::optional<double> chosen_share(const Study& study, std::size_t i) {
  return study.robustness.chosen_share.empty() ? std::nullopt : std::optional(study.robustness.chosen_share[i]);
}

OrderedJson proposal_of(const Study& study, std::size_t i) {
  const Candidate& c = study.problem.candidates[i];
  OrderedJson result = {{"id", c.id},
                        {"name", c.name},
                        {"site", c.site},
                        {"country", c.country},
                        {"grid_region", c.region},
                        {"chips", c.chips},
                        {"capex_eur", c.capex_eur},
                        {"investment_eur", c.investment_eur},
                        {"asked", money_of(c.asked_eur)},
                        {"least_public_eur", c.least_eur},
                        {"guarantee_calls_eur", c.guarantee_calls_eur},
                        {"guarantee_cover_eur", c.guarantee_cover_eur},
                        {"eib_loan_eur", c.eib_loan_eur},
                        {"minimum_dscr", viability_of(c, &portfolio::Viability::minimum_dscr)},
                        {"equity_irr", viability_of(c, &portfolio::Viability::equity_irr)},
                        {"carbon_t_per_year", c.carbon_t},
                        {"energy_mwh_per_year", c.energy_mwh},
                        {"sme_chip_hours_per_year", c.sme_chip_hours},
                        {"grid_mw", c.grid_mw},
                        {"central", c.value}};
  std::vector<std::optional<double>> values(c.futures.begin(), c.futures.end());
  const auto summary = futures::summarise(values);
  result["mean"] = summary ? OrderedJson(summary->mean) : OrderedJson();
  result["p5"] = summary ? OrderedJson(summary->low) : OrderedJson();
  result["p95"] = summary ? OrderedJson(summary->high) : OrderedJson();
  result["chosen"] = is_chosen(study, i);
  result["chosen_in_share_of_futures"] = optional(chosen_share(study, i));
  return result;
}

OrderedJson futures_of(const Study& study, const Asked& asked) {
  OrderedJson result = {{"asked", asked.futures},
                        {"left_out", study.valued.left_out},
                        {"seed", asked.seed},
                        {"every_nth_hour", asked.every}};
  if (study.valued.left_out > 0) {
    result["why_left_out"] = study.valued.why_left_out;
  }
  return result;
}

}  // namespace

std::string study_json(const Study& study, const Asked& asked, const io::Versions& versions) {
  OrderedJson proposals = OrderedJson::array();
  for (std::size_t i = 0; i < study.problem.candidates.size(); ++i) {
    proposals.push_back(proposal_of(study, i));
  }
  OrderedJson all = {{"schema", "gigaplan/portfolio/1"},
                     {"versions", {{"gigaplan", versions.gigaplan}, {"simgrid", versions.simgrid}}},
                     {"by", asked.by},
                     {"value", study.problem.aim == portfolio::Aim::mean && asked.futures > 0 ? "mean" : "central"},
                     {"futures", futures_of(study, asked)},
                     {"limits", limits_of(study.problem.limits)},
                     {"status", study.solved() ? "optimal" : "infeasible"}};
  if (study.solved()) {
    all["choice"] = choice_of(study);
    all["alternatives"] = alternatives_of(study);
    all["regret"] = regret_of(study);
    all["wider_limits"] = wider_of(study);
  } else {
    all["conflict"] = {{"either", study.conflict.either}, {"together", study.conflict.together}};
  }
  all["proposals"] = std::move(proposals);
  return all.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

std::string study_csv(const Study& study) {
  std::string text =
      "id,name,site,country,grid_region,chips,capex_eur,asked_eu_eur,asked_member_state_eur,asked_cohesion_eur,"
      "least_public_eur,carbon_t_per_year,energy_mwh_per_year,sme_chip_hours_per_year,grid_mw,central,value,chosen,"
      "eu_eur,member_state_eur,cohesion_eur,chosen_in_share_of_futures,investment_eur,guarantee_calls_eur,"
      "guarantee_cover_eur,eib_loan_eur,minimum_dscr,equity_irr\n";
  const auto each = portfolio::values(study.problem);
  for (std::size_t i = 0; i < study.problem.candidates.size(); ++i) {
    const Candidate& c = study.problem.candidates[i];
    portfolio::Money3 gets{};
    for (const auto& grant : study.solved() ? study.sets.front().grants : std::vector<portfolio::Grant>()) {
      if (grant.candidate == i) gets = grant.eur;
    }
    text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},", io::csv_cell(c.id),
                        io::csv_cell(c.name), io::csv_cell(c.site), io::csv_cell(c.country), io::csv_cell(c.region),
                        c.chips, c.capex_eur, c.asked_eur[0], c.asked_eur[1], c.asked_eur[2], c.least_eur, c.carbon_t,
                        c.energy_mwh, c.sme_chip_hours, c.grid_mw, c.value, each[i], is_chosen(study, i) ? 1 : 0,
                        gets[0], gets[1], gets[2]);
    const auto share = chosen_share(study, i);
    text += share ? fmt::format("{}", *share) : "";
    text += fmt::format(",{},{},{},{}", c.investment_eur, c.guarantee_calls_eur, c.guarantee_cover_eur, c.eib_loan_eur);
    const auto viability = c.viability.value_or(portfolio::Viability{});
    for (const auto& figure : {viability.minimum_dscr, viability.equity_irr}) {
      text += figure ? fmt::format(",{}", *figure) : ",";
    }
    text += "\n";
  }
  return text;
}

}  // namespace gigaplan::programme
