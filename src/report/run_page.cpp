#include "report/run_page.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/readable.hpp"
#include "report/sections.hpp"
#include "report/worth.hpp"

namespace gigaplan::report {
namespace {

using Parts = std::vector<std::pair<std::string, std::string>>;

const Parts step_parts = {
    {"/cluster/node", "chips and nodes"}, {"/cluster/fabric", "fabric"}, {"/training", "training"}};
const Parts operation_parts = {{"/operation", "operation"}};
const Parts site_parts = {{"/site", "site"}, {"/facility", "plant"}};
const Parts money_parts = {{"/finance", "costs and funding"}};

Parts together(std::initializer_list<Parts> all) {
  Parts result;
  for (const Parts& parts : all) {
    result.insert(result.end(), parts.begin(), parts.end());
  }
  return result;
}

std::string years(double count) {
  return fmt::format("{} {}", plain(count), count == 1 ? "year" : "years");
}

std::vector<Link> links(const Report& report, const char* term, const Parts& parts) {
  std::vector<Link> all = {{"meaning", std::string("#term-") + term}};
  const auto inputs = links_to_inputs(report.assumptions, parts);
  all.insert(all.end(), inputs.begin(), inputs.end());
  return all;
}

Headline delivers(const Report& r) {
  const auto& op = r.operation;
  return {"Delivers", words(op.tokens_trained.base()) + " tokens",
          fmt::format("in {}: {} tokens/s while it trains, {:.1f} % of all hours (goodput)", years(op.years),
                      words(r.step.throughput.base()), 100 * op.goodput),
          links(r, "tokens", together({step_parts, operation_parts}))};
}

Headline trains(const Report& r) {
  const auto& step = r.step;
  std::string note = step.confidence
                         ? fmt::format("90 % interval {} to {}; ", duration(step.time * step.confidence->low),
                                       duration(step.time * step.confidence->high))
                         : "interval not known; ";
  note += fmt::format("{} model TFLOP/s a chip, MFU {:.1f} %",
                      figures(step.model_rate_per_chip.in(unit::teraflop_per_second)), 100 * step.mfu);
  auto all = links(r, "step", step_parts);
  all.insert(all.begin() + 1, {"how sure", "#term-interval"});
  return {"A training step takes", duration(step.time), note, all};
}

Headline costs(const Scenario& scenario, const Report& r) {
  const Worth worth = worth_of(r, scenario.finance);
  auto all = links(r, "lifetime", together({money_parts, site_parts, {{"/cluster", "cluster"}}}));
  if (worth.of_project) all.insert(all.begin() + 1, {"formula", "#indicator-lifetime_cost_eur"});
  return {"Costs", euros(worth.lifetime_cost),
          fmt::format("{}; {}", lifetime_phrase(worth, scenario.finance), outlay_phrase(worth)), all};
}

Headline euro_buys(const Scenario& scenario, const Report& r) {
  const Worth worth = worth_of(r, scenario.finance);
  if (!worth.tokens_per_eur) {
    return {"A euro buys", "nothing", "no work was kept", links(r, "per-euro", money_parts)};
  }
  auto all = links(r, "per-euro", together({money_parts, site_parts, operation_parts, step_parts}));
  if (worth.of_project) all.insert(all.begin() + 1, {"formula", "#indicator-tokens_per_eur"});
  return {"A euro buys", words(*worth.tokens_per_eur) + " tokens",
          fmt::format("or {} model PFLOP, or {} kWh of computing; a million tokens cost €{}, a chip-hour €{}",
                      words(*worth.model_pflop_per_eur), figures(*worth.kwh_per_eur),
                      figures(*worth.eur_per_million_tokens), figures(*worth.eur_per_chip_hour)),
          all};
}

/// With an investment what was really paid, and when; else the public's share of all that is bought.
Headline public_euro_buys(const Scenario& scenario, const Report& r) {
  const auto& f = r.finance;
  if (r.investment && r.investment->indicators.tokens_per_public_eur) {
    const auto& i = r.investment->indicators;
    return {"A public euro buys",
            words(*i.tokens_per_public_eur) + " tokens",
            fmt::format("{} of public money in present value (grants and guarantee calls less what comes back)",
                        euros(i.public_value)),
            {{"meaning", "#term-public"},
             {"formula", "#indicator-tokens_per_public_eur"},
             {"programme and market", "#input-figures", "/finance/project/"}}};
  }
  if (r.investment || !f.tokens_per_public_eur) {
    return {"A public euro buys", "–", no_public_money(scenario.finance), links(r, "public", money_parts)};
  }
  return {"A public euro buys", words(*f.tokens_per_public_eur) + " tokens",
          fmt::format("{} of public money for building and renewals", euros(f.public_money)),
          links(r, "public", {{"/finance/funding", "funding"}})};
}

std::vector<Link> links_to_money(const char* formula) {
  return {{"formula", std::string("#indicator-") + formula},
          {"programme and market", "#input-figures", "/finance/project/"}};
}

Headline owners_earn(const Indicators& i) {
  const auto rate = [](const std::optional<double>& irr) {
    return irr ? figures(100 * *irr) + " % a year" : std::string("no rate of return");
  };
  std::string note =
      fmt::format("NPV {}; the project {} (NPV {})", euros(i.equity_npv), rate(i.project_irr), euros(i.project_npv));
  if (i.break_even_price) {
    note += fmt::format("; content at €{} a reference chip-hour", figures(*i.break_even_price));
  }
  return {"Owners earn", rate(i.equity_irr), note, links_to_money("equity_irr")};
}

Headline debt_is_covered(const InvestmentResult& r) {
  const Indicators& i = r.indicators;
  if (!i.minimum_dscr) {
    return {"Debt service is covered", "–", no_debt_service(r), links_to_money("minimum_dscr")};
  }
  std::string note =
      fmt::format("at least, from the first repayment on; {} times on average", figures(*i.average_dscr));
  if (r.covenants.in_default > 0) {
    note += fmt::format("; in default in {}", counted(static_cast<std::uint64_t>(r.covenants.in_default), "quarter"));
  }
  return {"Debt service is covered", figures(*i.minimum_dscr) + " times", note, links_to_money("minimum_dscr")};
}

Headline draws(const Report& r) {
  const auto& e = r.energy;
  return {"Draws", figures(e.peak_facility.in(unit::megawatt)) + " MW at most",
          fmt::format("{} MW on average, PUE {:.3f}; {} GWh and {} t CO2e a year",
                      figures(e.facility.in(unit::megawatt_hour) / 8760), e.pue,
                      figures(e.facility.in(unit::gigawatt_hour)), figures(e.co2.in(unit::tonne))),
          links(r, "pue", site_parts)};
}

/// How many figures rest on what, and what stands outside of what was measured.
std::vector<Paragraph> sureness(const Report& r) {
  const auto count = [&](How how) {
    return std::ranges::count_if(r.assumptions, [how](const Assumption& a) { return a.how == how; });
  };
  std::vector<Paragraph> all;
  if (!r.assumptions.empty()) {
    all.push_back(
        {fmt::format("How sure: {} figures go in, {} read or computed from sources, {} assumed, {} chosen by the "
                     "scenario, {}.",
                     r.assumptions.size(), count(How::read) + count(How::computed), count(How::assumed),
                     count(How::scenario), counted(static_cast<std::uint64_t>(count(How::defaulted)), "default")),
         Paragraph::Kind::plain,
         {{"All of them, with their sources and ranges", "#inputs"}}});
  }
  if (r.step.confidence && !r.step.confidence->outside.empty()) {
    all.push_back({fmt::format("Outside the calibrated range: {}.", fmt::join(r.step.confidence->outside, "; ")),
                   Paragraph::Kind::warning});
  }
  return all;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> origin_of(const io::Versions& versions) {
  std::vector<std::pair<std::string, std::string>> origin = {{"gigaplan", versions.gigaplan},
                                                             {"SimGrid", versions.simgrid}};
  for (const auto& [name, value] : versions.model_settings) {
    origin.emplace_back(name, value);
  }
  return origin;
}

Page run_page(const Scenario& scenario, const Report& report, const io::Versions& versions) {
  Page page{.title = report.scenario_name, .subtitle = subject_of(scenario)};
  if (!report.bottleneck.sentence.empty()) {
    page.answer.push_back({"What holds it back: " + report.bottleneck.sentence});
  }
  for (auto& paragraph : sureness(report)) {
    page.answer.push_back(std::move(paragraph));
  }
  if (!scenario.description.empty()) {
    page.answer.push_back({scenario.description});
  }
  page.headlines = {delivers(report),
                    costs(scenario, report),
                    euro_buys(scenario, report),
                    public_euro_buys(scenario, report),
                    trains(report),
                    draws(report)};
  if (report.investment) {
    page.headlines.push_back(owners_earn(report.investment->indicators));
    page.headlines.push_back(debt_is_covered(*report.investment));
  }
  page.sections.push_back(step_section(scenario, report.step, report.fabric));
  if (report.published) {
    page.sections.push_back(published_section(*report.published, report.step));
  }
  page.sections.push_back(operation_section(report.operation));
  page.sections.push_back(energy_section(scenario, report.operation, report.energy));
  if (auto supply = supply_section(scenario, report.operation, report.energy)) {
    page.sections.push_back(std::move(*supply));
  }
  page.sections.push_back(cost_section(scenario, report.finance, report.assumptions));
  if (report.investment && scenario.finance.project) {
    page.sections.push_back(investment_section(*report.investment, scenario.finance.project->programme));
  }
  page.sections.push_back(network_section(report.fabric));
  page.sections.push_back(inputs_section(report.assumptions));
  page.sections.push_back(terms_section());
  page.origin = {{"scenario", report.scenario_name},
                 {"SHA-256 of the resolved scenario", report.scenario_sha256},
                 {"seed", fmt::format("{}", report.seed)}};
  const auto versions_too = origin_of(versions);
  page.origin.insert(page.origin.end(), versions_too.begin(), versions_too.end());
  return page;
}

}  // namespace gigaplan::report
