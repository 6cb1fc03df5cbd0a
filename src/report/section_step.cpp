// How does a training step stand on a page?
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/readable.hpp"
#include "report/sections.hpp"

namespace gigaplan::report {
namespace {

std::string percent(double share) {
  return fmt::format("{:.1f} %", 100 * share);
}

Chart time_chart(const StepResult& step) {
  Partition parts;
  const auto add = [&](const std::string& name, Time time) {
    if (time > Time()) {
      parts.items.push_back({name, time.in(unit::second)*1e3});
    }
  };
  add("computing", step.compute);
  for (std::size_t g = 0; g < group_count; ++g) {
    add(fmt::format("waiting for {}", group_phrases[g]), step.exposed_by_group[g]);
  }
  add("bubble (waiting for other ranks)", step.bubble);
  add("fixed costs", step.overhead);
  return {"step-time", "Where the time of a step goes", "ms",
          fmt::format("Means over all ranks, of a step of {}; {} of it is computing.", duration(step.time),
                      percent(step.compute / step.time)),
          parts};
}

Chart load_chart(const FabricResult& fabric) {
  Ranking loads;
  for (std::size_t i = 0; i < std::min<std::size_t>(fabric.loads.size(), 12); ++i) {
    const auto& load = fabric.loads[i];
    loads.items.push_back(
        {fmt::format("{} ({} links)", load.name, whole(static_cast<double>(load.links))), 100 * load.utilisation});
  }
  return {
      "link-loads", "Load of the fullest links", "% of capacity over the step",
      fmt::format("Mean over a step, of the most loaded link of each kind; the fullest is {}.", fabric.loads[0].name),
      loads};
}

Chart memory_chart(const Scenario& scenario, const MemoryUse& memory) {
  Partition parts;
  const auto add = [&](const char* name, Bytes bytes) {
    if (bytes > Bytes()) {
      parts.items.push_back({name, bytes.in(unit::gibibyte)});
    }
  };
  add("weights", memory.weights);
  add("gradients", memory.gradients);
  add("optimizer", memory.optimizer);
  add("activations", memory.activations);
  add("reserve", memory.reserve);
  add("free", scenario.cluster.node.chip.memory - memory.total());
  return {"memory", "Memory of the fullest chip", "GiB",
          fmt::format("{:.1f} GiB of {:.1f} GiB, of a chip of stage {}.", memory.total().in(unit::gibibyte),
                      scenario.cluster.node.chip.memory.in(unit::gibibyte), memory.stage),
          parts};
}

Table facts(const StepResult& step) {
  const auto& w = step.workload;
  Table table{.id = "step-facts", .title = "The step in figures", .columns = {{"Figure"}, {"Value", "", true}}};
  const auto add = [&](const char* name, const std::string& value) { table.rows.push_back({{{name}, {value}}}); };
  add("time of a step", duration(step.time));
  if (step.confidence) {
    add("90 % interval of it", fmt::format("{} to {}", duration(step.time * step.confidence->low),
                                           duration(step.time * step.confidence->high)));
  }
  add("tokens per second", words(step.throughput.base()));
  add("model FLOP rate of a chip", figures(step.model_rate_per_chip.in(unit::teraflop_per_second)) + " TFLOP/s");
  add("MFU: model FLOP ÷ peak", percent(step.mfu));
  add("HFU: with recomputation", percent(step.hfu));
  add("parameters", words(w.parameters));
  add("of these active for a token", words(w.active_parameters));
  add("tokens in a step", words(w.tokens_per_step.base()));
  add("model FLOP of a step", figures(w.model_operations.in(unit::exaflop)) + " EFLOP");
  return table;
}

void add_confidence(Section& section, const StepResult& step) {
  if (!step.confidence) {
    section.blocks.emplace_back(
        Paragraph{"How far off the step's time may be is not known: there are too few published "
                  "steps like it.",
                  Paragraph::Kind::warning});
    return;
  }
  const auto& c = *step.confidence;
  section.blocks.emplace_back(
      Paragraph{fmt::format("Nine of ten measured steps lie between {} and {}. That rests on: {}.",
                            duration(step.time * c.low), duration(step.time * c.high), c.basis)});
  if (!c.outside.empty()) {
    section.blocks.emplace_back(Paragraph{fmt::format("Outside the calibrated range: {}. The interval is that of the "
                                                      "nearest measured runs.",
                                                      fmt::join(c.outside, "; ")),
                                          Paragraph::Kind::warning});
  }
}

void add_own(Section& section, const OwnMeasurements& own) {
  Table table{
      .id = "own-measurements",
      .title = "Calibrated to your own measurements",
      .text = fmt::format("{}: {}", own.file, own.source),
      .columns = {
          {"Measurement"}, {"Measured", "", true}, {"Predicted before", "", true}, {"Predicted after", "", true}}};
  for (std::size_t i = 0; i < own.steps.size(); ++i) {
    const auto& one = own.steps[i];
    table.rows.push_back({{{one.note.empty() ? fmt::format("{}", i + 1) : one.note},
                           {duration(one.measured), one.measured.base()},
                           {duration(one.before), one.before.base()},
                           {duration(one.after), one.after.base()}}});
  }
  section.blocks.emplace_back(std::move(table));
}

}  // namespace

std::string subject_of(const Scenario& scenario) {
  return fmt::format("{} × {} · {} on {} · {}", whole(static_cast<double>(scenario.cluster.chips())),
                     scenario.cluster.node.chip.name, scenario.training.model.name, scenario.cluster.fabric.name,
                     scenario.site.name);
}

Section step_section(const Scenario& scenario, const StepResult& step, const FabricResult& fabric) {
  Section section{"step", "Training step", {}};
  if (!(step.time > Time())) {
    section.blocks.emplace_back(Paragraph{"No training step was simulated."});
    return section;
  }
  section.blocks.emplace_back(time_chart(step));
  add_confidence(section, step);
  if (step.own) {
    add_own(section, *step.own);
  }
  if (!fabric.approximation.empty()) {
    section.blocks.emplace_back(
        Paragraph{fmt::format("Approximate: {}; no schedule can be faster than {}.", fabric.approximation,
                              duration(fabric.lower_bound.value_or(Time()))),
                  Paragraph::Kind::warning});
  }
  if (!fabric.loads.empty()) {
    section.blocks.emplace_back(load_chart(fabric));
  }
  section.blocks.emplace_back(memory_chart(scenario, step.workload.memory));
  section.blocks.emplace_back(facts(step));
  return section;
}

Section published_section(const Published& published, const StepResult& step) {
  Table table{
      .id = "published-figures",
      .title = "Predicted and published",
      .text = published.source,
      .columns = {{"Figure"}, {"Predicted", "", true}, {"Published", "", true}, {"Predicted ÷ published", "", true}}};
  const auto add = [&](const char* name, const std::optional<double>& measured, double predicted, const char* unit) {
    if (measured) {
      table.rows.push_back({{{name},
                             {figures(predicted) + unit, predicted},
                             {figures(*measured) + unit, *measured},
                             {fmt::format("{:+.1f} %", 100 * (predicted / *measured - 1)), predicted / *measured}}});
    }
  };
  const auto as_percent = [](const std::optional<double>& share) {
    return share ? std::optional<double>(100 * *share) : std::nullopt;
  };
  add("rate of a chip", published.tflops_per_chip, step.model_rate_per_chip.in(unit::teraflop_per_second), " TFLOP/s");
  add("MFU", as_percent(published.mfu), 100 * step.mfu, " %");
  add("time of a step", published.step_s, step.time.in(unit::second), " s");
  return {"published", "Published", {std::move(table)}};
}

}  // namespace gigaplan::report
