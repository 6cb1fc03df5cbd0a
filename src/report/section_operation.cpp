// How do years of operation stand on a page?
#include <fmt/format.h>

#include <algorithm>

#include "base/readable.hpp"
#include "report/sections.hpp"

namespace gigaplan::report {
namespace {

Chart hours_chart(const OperationResult& operation) {
  const auto& h = operation.hours;
  Partition parts;
  const auto add = [&](const char* name, double hours) {
    if (hours > 0) {
      parts.items.push_back({name, hours});
    }
  };
  add("training, work kept", h.training);
  add("work lost to failures", h.lost_work);
  add("standing still for checkpoints", h.checkpoint);
  add("detecting failures and restarting", h.restart);
  add("waiting for repairs", h.waiting);
  add("planned maintenance", h.maintenance);
  return {"hours", "What the hours went into", "h",
          fmt::format("All hours of {} {}; {:.1f} % of them are training whose work was kept (goodput).",
                      plain(operation.years), operation.years == 1 ? "year" : "years", 100 * operation.goodput),
          parts};
}

Chart causes_chart(const OperationResult& operation) {
  Ranking causes;
  for (const auto& [cause, count] : operation.interruptions_by_cause) {
    if (count > 0) {
      causes.items.push_back({cause, static_cast<double>(count)});
    }
  }
  std::ranges::stable_sort(causes.items, [](const Item& a, const Item& b) { return a.value > b.value; });
  return {"causes", "Interruptions by cause", "interruptions",
          fmt::format("{} in all; the most frequent cause: {}.", counted(operation.interruptions, "interruption"),
                      causes.items.empty() ? "none" : causes.items.front().name),
          causes};
}

Table facts(const OperationResult& o) {
  Table table{.id = "operation-facts", .title = "Operation in figures", .columns = {{"Figure"}, {"Value", "", true}}};
  const auto add = [&](const char* name, const std::string& value) { table.rows.push_back({{{name}, {value}}}); };
  add("simulated", plain(o.years) + (o.years == 1 ? " year" : " years"));
  add("tokens trained", words(o.tokens_trained.base()));
  add("model FLOP of that work", words(o.model_operations.in(unit::petaflop)) + " PFLOP");
  add("goodput", fmt::format("{:.1f} %", 100 * o.goodput));
  add("healthy chip-hours", fmt::format("{:.1f} %", 100 * o.chip_availability));
  add("interruptions", whole(static_cast<double>(o.interruptions)));
  if (o.checkpoint_interval > Time()) {
    add("a checkpoint every", duration(o.checkpoint_interval));
    add("size of a checkpoint", figures(o.checkpoint_size.in(unit::terabyte)) + " TB");
  }
  return table;
}

}  // namespace

Section operation_section(const OperationResult& operation) {
  Section section{"operation", "Operation", {}};
  if (!(operation.years > 0)) {
    section.blocks.emplace_back(Paragraph{"No operation was simulated."});
    return section;
  }
  section.blocks.emplace_back(hours_chart(operation));
  if (operation.interruptions > 0 && !operation.interruptions_by_cause.empty()) {
    section.blocks.emplace_back(causes_chart(operation));
  }
  section.blocks.emplace_back(facts(operation));
  return section;
}

}  // namespace gigaplan::report
