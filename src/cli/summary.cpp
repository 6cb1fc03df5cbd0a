#include "cli/summary.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "base/issue.hpp"
#include "cli/summary_investment.hpp"
#include "report/worth.hpp"

namespace gigaplan::cli {
namespace {

std::string heading(const Scenario& scenario, const Style& s) {
  const auto what = fmt::format("{} × {} · {} on {} · {}", whole(static_cast<double>(scenario.cluster.chips())),
                                scenario.cluster.node.chip.name, scenario.training.model.name,
                                scenario.cluster.fabric.name, scenario.site.name);
  return fmt::format("{}{}{}\n{}{}{}\n\n", s.bold, scenario.name, s.reset, s.dim, wrapped(what, 0), s.reset);
}

std::string years(double count) {
  return fmt::format("{} {}", plain(count), count == 1 ? "year" : "years");
}

std::string percent(double share) {
  return fmt::format("{:.1f} %", 100 * share);
}

std::string delivers(const Report& r) {
  const auto& op = r.operation;
  return fmt::format("{} tokens in {}: {} tokens/s while it trains, {} of all hours (goodput)",
                     words(op.tokens_trained.base()), years(op.years), words(r.step.throughput.base()),
                     percent(op.goodput));
}

std::string trains(const StepResult& step) {
  return fmt::format("a step takes {}: {} model TFLOP/s a chip, MFU {}", duration(step.time),
                     figures(step.model_rate_per_chip.in(unit::teraflop_per_second)), percent(step.mfu));
}

/// "9.8 to 11.2 s"
std::string span(Time low, Time high) {
  const auto from = duration(low), to = duration(high);
  const auto unit_of = [](const std::string& text) { return text.substr(text.find(' ')); };
  return fmt::format("{} to {}", unit_of(from) == unit_of(to) ? from.substr(0, from.find(' ')) : from, to);
}

/// How sure the step's time is, and why it may be less so; nothing where nothing is known.
std::string confidence_rows(const StepResult& step, const Style& s) {
  if (!step.confidence) {
    return "";
  }
  const auto& c = *step.confidence;
  std::string text =
      row(s, "", fmt::format("90 % interval {} ({})", span(step.time * c.low, step.time * c.high), c.basis));
  if (!c.outside.empty()) {
    text +=
        row(s, "", fmt::format("{}outside the calibrated range: {}{}", s.warn, fmt::join(c.outside, "; "), s.reset));
  }
  return text;
}

/// What the figures were calibrated to, and how far that got; nothing where they were not.
std::string own_rows(const StepResult& step, const Style& s) {
  if (!step.own) {
    return "";
  }
  const auto& own = *step.own;
  double before = 0, after = 0;
  for (const auto& one : own.steps) {
    before += std::abs(one.before / one.measured - 1) / static_cast<double>(own.steps.size());
    after += std::abs(one.after / one.measured - 1) / static_cast<double>(own.steps.size());
  }
  const auto& first = own.steps.front();
  std::string text =
      row(s, "Calibrated",
          own.steps.size() == 1 ? fmt::format("to {}: predicted {} before, {} measured, {} after", printable(own.file),
                                              duration(first.before), duration(first.measured), duration(first.after))
                                : fmt::format("to {} ({} measurements): off by {} before and by {} after, in the mean",
                                              printable(own.file), own.steps.size(), percent(before), percent(after)));
  constexpr double notable = 0.02;
  for (std::size_t i = 0; i < own.steps.size(); ++i) {
    const double error = own.steps[i].after / own.steps[i].measured - 1;
    if (std::abs(error) > notable) {
      text += row(s, "",
                  fmt::format("{}measurement {} is still off by {:+.1f} %: what may be fitted does not explain it{}",
                              s.warn, i + 1, 100 * error, s.reset));
    }
  }
  return text;
}

std::string draws(const Report& r) {
  const auto& e = r.energy;
  const double hours = r.operation.years > 0 ? 8760 : 0;
  return fmt::format(
      "{} MW at most, {} MW on average; PUE {:.3f} (conversion {:.3f}, cooling {:.3f}, house {:.3f}); {} GWh and {} t "
      "CO2e a year",
      figures(e.peak_facility.in(unit::megawatt)), figures(hours > 0 ? e.facility.in(unit::megawatt_hour) / hours : 0),
      e.pue, e.power_chain / e.it, e.cooling / e.it, e.house / e.it, figures(e.facility.in(unit::gigawatt_hour)),
      figures(e.co2.in(unit::tonne)));
}

/// Nothing where all comes from the grid.
std::string own_power(const EnergyResult& e) {
  if (!(e.solar + e.wind > Energy())) {
    return "";
  }
  return fmt::format(
      "{} GWh a year from own sun and wind are used, {:.1f} % of what it draws; {} GWh are sold, {} GWh "
      "curtailed",
      figures(e.own.in(unit::gigawatt_hour)), 100 * (e.own / e.facility), figures(e.exported.in(unit::gigawatt_hour)),
      figures(e.curtailed.in(unit::gigawatt_hour)));
}

/// Nothing if the grid connection is large enough.
std::string grid_warning(const Scenario& scenario, const EnergyResult& e, const Style& s) {
  if (!e.over_grid_limit && !e.design_over_grid_limit) {
    return "";
  }
  const auto limit = figures(scenario.facility.grid_limit.value_or(Power()).in(unit::megawatt));
  if (e.over_grid_limit) {
    return fmt::format("{}more than the grid connection of {} MW gives{}", s.bad, limit, s.reset);
  }
  return fmt::format(
      "{}with every node busy in the hottest hour it would draw {} MW, more than the grid connection of {} "
      "MW gives: cap the power, or raise /facility/grid_limit_mw{}",
      s.warn, figures(e.design_peak.in(unit::megawatt)), limit, s.reset);
}

/// Nothing if the spare nodes suffice.
std::string waiting_warning(const OperationResult& operation, const Style& s) {
  constexpr double notable = 0.05;
  const auto& h = operation.hours;
  const double all = h.training + h.lost_work + h.checkpoint + h.restart + h.waiting + h.maintenance;
  if (!(h.waiting > notable * all)) {
    return "";
  }
  return fmt::format("{}{} of all hours it waits for repairs: raise /operation/spare_node_share{}", s.warn,
                     percent(h.waiting / all), s.reset);
}

std::string costs(const Scenario& scenario, const Report& r) {
  const auto worth = report::worth_of(r, scenario.finance);
  return fmt::format("{}; {} {}", report::outlay_phrase(worth), euros(worth.lifetime_cost),
                     report::lifetime_phrase(worth, scenario.finance));
}

std::string euro_buys(const Scenario& scenario, const Report& r) {
  const auto worth = report::worth_of(r, scenario.finance);
  if (!worth.tokens_per_eur) {
    return "nothing: no work was kept";
  }
  return fmt::format("{} tokens, {} model PFLOP, {} kWh of computing; a million tokens cost €{}, a chip-hour €{}",
                     words(*worth.tokens_per_eur), words(*worth.model_pflop_per_eur), figures(*worth.kwh_per_eur),
                     figures(*worth.eur_per_million_tokens), figures(*worth.eur_per_chip_hour));
}

/// With an investment what was really paid, and when; else the public's share of all that is bought.
std::string public_euro_buys(const Scenario& scenario, const Report& r) {
  const auto& f = r.finance;
  if (r.investment && r.investment->indicators.tokens_per_public_eur) {
    const auto& i = r.investment->indicators;
    return fmt::format(
        "{} tokens; {} of public money in present value (grants and guarantee calls less what comes back)",
        words(*i.tokens_per_public_eur), euros(i.public_value));
  }
  if (r.investment || !f.tokens_per_public_eur) {
    return report::no_public_money(scenario.finance);
  }
  return fmt::format("{} tokens; {} of public money for building and renewals", words(*f.tokens_per_public_eur),
                     euros(f.public_money));
}

std::string published(const Report& r, const Style& s) {
  const auto& p = *r.published;
  const auto compare = [&](std::string_view name, double predicted, double measured, std::string_view unit) {
    const double error = predicted / measured - 1;
    return fmt::format("{} {}{} predicted, {}{} published ({}{:+.1f} %{})", name, figures(predicted), unit,
                       figures(measured), unit, std::abs(error) <= 0.15 ? s.good : s.warn, 100 * error, s.reset);
  };
  std::string text;
  if (p.tflops_per_chip) {
    text += compare("rate a chip", r.step.model_rate_per_chip.in(unit::teraflop_per_second), *p.tflops_per_chip,
                    " TFLOP/s");
  }
  if (p.mfu) {
    text += (text.empty() ? "" : "; ") + compare("MFU", 100 * r.step.mfu, 100 * *p.mfu, " %");
  }
  if (p.step_s) {
    text += (text.empty() ? "" : "; ") + compare("step", r.step.time.base(), *p.step_s, " s");
  }
  return text;
}

std::string sureness(const Report& r) {
  const auto count = [&](How how) {
    return std::ranges::count_if(r.assumptions, [how](const Assumption& a) { return a.how == how; });
  };
  return fmt::format(
      "{} figures go in: {} read or computed from sources, {} assumed, {} chosen by the scenario, {} "
      "(listed in report.json)",
      r.assumptions.size(), count(How::read) + count(How::computed), count(How::assumed), count(How::scenario),
      counted(static_cast<std::uint64_t>(count(How::defaulted)), "default"));
}

}  // namespace

std::string summarise(const Scenario& scenario, const Report& r, const Style& s) {
  std::string text = heading(scenario, s);
  text += row(s, "Delivers", delivers(r));
  text += row(s, "Trains", trains(r.step)) + confidence_rows(r.step, s) + own_rows(r.step, s);
  text += row(s, "Held back by", r.bottleneck.sentence);
  text += row(s, "Breaks",
              fmt::format("{} in {}, a checkpoint every {}; {} of chip-hours healthy",
                          counted(r.operation.interruptions, "interruption"), years(r.operation.years),
                          duration(r.operation.checkpoint_interval), percent(r.operation.chip_availability)));
  if (const auto warning = waiting_warning(r.operation, s); !warning.empty()) {
    text += row(s, "", warning);
  }
  text += row(s, "Draws", draws(r));
  if (const auto own = own_power(r.energy); !own.empty()) {
    text += row(s, "", own);
  }
  if (const auto warning = grid_warning(scenario, r.energy, s); !warning.empty()) {
    text += row(s, "", warning);
  }
  text += row(s, "Costs", costs(scenario, r));
  text += row(s, "A euro buys", euro_buys(scenario, r));
  text += row(s, "A public euro", public_euro_buys(scenario, r));
  if (r.investment) {
    text += investment_rows(*r.investment, s);
  }
  if (r.published) {
    text += row(s, "Published", published(r, s));
    text += row(s, "", fmt::format("{}{}{}", s.dim, r.published->source, s.reset));
  }
  text += row(s, "How sure", sureness(r));
  return text;
}

std::string summarise_step(const Scenario& scenario, const StepResult& step, const FabricResult& fabric,
                           const Style& s) {
  std::string text = heading(scenario, s);
  text += row(s, "Step", trains(step)) + confidence_rows(step, s) + own_rows(step, s);
  const auto part = [&](std::string_view name, Time time) {
    if (time > Time()) {
      const double share = time / step.time;
      text += fmt::format("    {:<52} {:>8}  {:>6}{}{}\n", name, duration(time), percent(share),
                          share * 30 < 1 ? "" : "  ", std::string(static_cast<std::size_t>(share * 30), '#'));
    }
  };
  part("computing", step.compute);
  for (std::size_t g = 0; g < group_count; ++g) {
    part(fmt::format("waiting for {}", group_phrases[g]), step.exposed_by_group[g]);
  }
  part("bubble (waiting for other ranks)", step.bubble);
  part("fixed costs", step.overhead);
  const auto& w = step.workload;
  const auto gib = [](Bytes b) { return b.in(unit::gibibyte); };
  text += row(s, "Model",
              fmt::format("{} parameters, {} active; {} tokens and {} model EFLOP a step", words(w.parameters),
                          words(w.active_parameters), words(w.tokens_per_step.base()),
                          figures(w.model_operations.in(unit::exaflop))));
  text += row(s, "Memory",
              fmt::format("{:.1f} GiB a chip of {:.1f}: weights {:.1f}, gradients {:.1f}, optimizer {:.1f}, "
                          "activations {:.1f}, reserve {:.1f} (stage {})",
                          gib(w.memory.total()), gib(scenario.cluster.node.chip.memory), gib(w.memory.weights),
                          gib(w.memory.gradients), gib(w.memory.optimizer), gib(w.memory.activations),
                          gib(w.memory.reserve), w.memory.stage));
  text += row(s, "Fabric",
              fmt::format("{} NICs, {} switches, {} cables", whole(static_cast<double>(fabric.endpoints)),
                          whole(static_cast<double>(BillOfMaterials::total(fabric.bill.switches))),
                          whole(static_cast<double>(BillOfMaterials::total(fabric.bill.cables)))));
  for (std::size_t i = 0; i < std::min<std::size_t>(fabric.loads.size(), 5); ++i) {
    const auto& load = fabric.loads[i];
    text +=
        fmt::format("    {:<22} {:>6} of {} GB/s over the step ({} so loaded)\n", load.name, percent(load.utilisation),
                    figures(load.capacity.in(unit::gigabyte_per_second)), whole(static_cast<double>(load.links)));
  }
  text += row(s, "Simulated",
              fmt::format("{} messages in {} flows as {} cells on {} kinds of links{}; {} activities in SimGrid",
                          whole(static_cast<double>(fabric.messages)), whole(static_cast<double>(fabric.flows)),
                          whole(static_cast<double>(fabric.flow_cells)), fabric.link_cells,
                          fabric.folded ? "" : " (unfolded)", whole(static_cast<double>(step.activities))));
  if (!fabric.approximation.empty()) {
    text += row(s, "Approximate",
                fmt::format("{}; no schedule can be faster than {}", fabric.approximation,
                            duration(fabric.lower_bound.value_or(Time()))));
  }
  return text;
}

}  // namespace gigaplan::cli
