#include "io/report_writer.hpp"

#include "io/report_part.hpp"

namespace gigaplan::io {
namespace {

Ordered memory_of(const MemoryUse& m) {
  Part part(true, "");
  part.add("weights_gib", m.weights.in(unit::gibibyte));
  part.add("gradients_gib", m.gradients.in(unit::gibibyte));
  part.add("optimizer_gib", m.optimizer.in(unit::gibibyte));
  part.add("activations_gib", m.activations.in(unit::gibibyte));
  part.add("reserve_gib", m.reserve.in(unit::gibibyte));
  part.put("stage", m.stage);
  return part.take();
}

Ordered workload_of(const WorkloadFacts& w) {
  Part part(true, "");
  part.add("parameters", w.parameters);
  part.add("active_parameters", w.active_parameters);
  part.add("tokens_per_step", w.tokens_per_step.in(unit::token));
  part.add("model_pflop_per_step", w.model_operations.in(unit::petaflop));
  part.add("hardware_pflop_per_step", w.hardware_operations.in(unit::petaflop));
  return part.take();
}

/// [low, high] of a figure that goes with the step's time, or against it: null and why where nothing is known.
void add_interval(Ordered& step, const std::string& name, const StepResult& s, double value, bool inverse) {
  if (s.confidence && s.time.base() > 0) {
    const auto& [low, high] = std::pair(s.confidence->low, s.confidence->high);
    step[name] = inverse ? Ordered{value / high, value / low} : Ordered{value * low, value * high};
  } else {
    const bool simulated = s.time.base() > 0;
    figure(step, name, 0, false,
           simulated ? "the catalogue's residuals.json has too few steps like this one, or is not there"
                     : "no training step was simulated");
  }
}

Ordered confidence_of(const StepConfidence& c) {
  return {{"basis", c.basis}, {"rows", c.rows}, {"series", c.series}, {"outside", c.outside}};
}

Ordered own_of(const OwnMeasurements& own) {
  Ordered steps = Ordered::array();
  for (const auto& step : own.steps) {
    Part part(true, "");
    part.add("measured_s", step.measured.in(unit::second));
    part.add("before_s", step.before.in(unit::second));
    part.add("after_s", step.after.in(unit::second));
    part.put("note", step.note);
    steps.push_back(part.take());
  }
  return {{"file", own.file}, {"source", own.source}, {"measurements", std::move(steps)}};
}

Ordered step_of(const StepResult& s) {
  Part part(s.time.base() > 0, "no training step was simulated");
  part.add("time_s", s.time.in(unit::second));
  add_interval(part.object(), "time_s_interval_90", s, s.time.in(unit::second), false);
  if (s.confidence) {
    part.put("confidence", confidence_of(*s.confidence));
  }
  if (s.own) {
    part.put("calibrated_to", own_of(*s.own));
  }
  part.add("compute_s", s.compute.in(unit::second));
  part.add("exposed_communication_s", s.exposed_communication.in(unit::second));
  part.add("bubble_s", s.bubble.in(unit::second));
  part.add("overhead_s", s.overhead.in(unit::second));
  part.add("tokens_per_s", s.throughput.in(unit::token_per_second));
  add_interval(part.object(), "tokens_per_s_interval_90", s, s.throughput.in(unit::token_per_second), true);
  part.add("model_tflops_per_chip", s.model_rate_per_chip.in(unit::teraflop_per_second));
  part.add("mfu", s.mfu);
  part.add("hfu", s.hfu);
  part.add("memory_gib_per_chip", s.workload.memory.total().in(unit::gibibyte));
  part.put("memory_by_use", memory_of(s.workload.memory));
  Part groups(true, "");
  for (std::size_t g = 0; g < group_count; ++g) {
    groups.add(std::string(group_names.at(g)) + "_s", s.exposed_by_group.at(g).in(unit::second));
  }
  part.put("exposed_communication_by_group", groups.take());
  part.put("workload", workload_of(s.workload));
  part.put("activities", s.activities);
  return part.take();
}

Ordered counts_of(const std::vector<BillOfMaterials::Count>& counts) {
  Ordered result = Ordered::object();
  for (const auto& [name, count] : counts) {
    result[name] = count;
  }
  return result;
}

Ordered bill_of(const BillOfMaterials& bill) {
  Ordered lines = Ordered::array();
  for (const BillOfMaterials::Line& line : bill.lines) {
    Part part(true, "");
    part.put("name", line.name);
    part.put("count", line.count);
    part.add("price_eur", line.price.in(unit::euro));
    part.add("power_w", line.power.in(unit::watt));
    lines.push_back(part.take());
  }
  return lines;
}

Ordered loads_of(const std::vector<LinkLoad>& loads) {
  Ordered lines = Ordered::array();
  for (const LinkLoad& load : loads) {
    Part part(true, "");
    part.put("name", load.name);
    part.put("links", load.links);
    part.add("capacity_gbit_s", load.capacity.in(unit::gigabit_per_second));
    part.add("gbyte_per_step", load.bytes.in(unit::gigabyte));
    part.add("utilisation", load.utilisation);
    lines.push_back(part.take());
  }
  return lines;
}

Ordered fabric_of(const FabricResult& f) {
  Part part(f.chips > 0, "no fabric was built");
  part.count("chips", f.chips);
  part.count("endpoints", f.endpoints);
  part.count("switches", BillOfMaterials::total(f.bill.switches));
  part.put("switches_by_kind", counts_of(f.bill.switches));
  part.count("cables", BillOfMaterials::total(f.bill.cables));
  part.put("cables_by_kind", counts_of(f.bill.cables));
  part.count("messages", f.messages);
  part.count("flows", f.flows);
  part.count("flow_cells", f.flow_cells);
  part.count("link_cells", f.link_cells);
  part.count("rank_cells", f.rank_cells);
  part.put("folded", f.folded);
  part.put("exact", f.approximation.empty());
  if (!f.approximation.empty()) {
    part.put("approximation", f.approximation);
    part.add("lower_bound_s", f.lower_bound.value_or(Time()).in(unit::second));
  }
  part.put("link_loads", loads_of(f.loads));
  part.put("bill_of_materials", bill_of(f.bill));
  return part.take();
}

Ordered operation_of(const OperationResult& o) {
  Part part(o.years > 0, "no operation was simulated");
  part.add("years", o.years);
  part.add("goodput", o.goodput);
  part.count("interruptions", o.interruptions);
  part.add("tokens_trained", o.tokens_trained.in(unit::token));
  part.add("model_pflop", o.model_operations.in(unit::petaflop));
  part.add("chip_availability", o.chip_availability);
  figure(part.object(), "checkpoint_interval_s", o.checkpoint_interval.in(unit::second),
         o.checkpoint_interval.base() > 0, "no checkpoint is written");
  part.add("checkpoint_size_gbyte", o.checkpoint_size.in(unit::gigabyte));
  Part hours(o.years > 0, "no operation was simulated");
  hours.add("training_h", o.hours.training);
  hours.add("lost_work_h", o.hours.lost_work);
  hours.add("checkpoint_h", o.hours.checkpoint);
  hours.add("restart_h", o.hours.restart);
  hours.add("waiting_h", o.hours.waiting);
  hours.add("maintenance_h", o.hours.maintenance);
  part.put("hours_by_state", hours.take());
  Ordered causes = Ordered::object();
  for (const auto& [cause, count] : o.interruptions_by_cause) {
    causes[cause] = count;
  }
  part.put("interruptions_by_cause", std::move(causes));
  return part.take();
}

Ordered energy_of(const EnergyResult& e) {
  Part part(e.facility.base() > 0, "no operation was simulated");
  part.add("it_mwh_per_year", e.it.in(unit::megawatt_hour));
  part.add("facility_mwh_per_year", e.facility.in(unit::megawatt_hour));
  part.add("power_chain_mwh_per_year", e.power_chain.in(unit::megawatt_hour));
  part.add("cooling_mwh_per_year", e.cooling.in(unit::megawatt_hour));
  part.add("house_mwh_per_year", e.house.in(unit::megawatt_hour));
  part.add("peak_facility_mw", e.peak_facility.in(unit::megawatt));
  part.add("design_peak_mw", e.design_peak.in(unit::megawatt));
  figure(part.object(), "pue", e.pue, e.it.base() > 0, "the IT uses no energy");
  part.add("imported_mwh_per_year", e.imported.in(unit::megawatt_hour));
  part.add("exported_mwh_per_year", e.exported.in(unit::megawatt_hour));
  part.add("solar_mwh_per_year", e.solar.in(unit::megawatt_hour));
  part.add("wind_mwh_per_year", e.wind.in(unit::megawatt_hour));
  part.add("own_used_mwh_per_year", e.own.in(unit::megawatt_hour));
  part.add("curtailed_mwh_per_year", e.curtailed.in(unit::megawatt_hour));
  part.add("battery_loss_mwh_per_year", e.battery_loss.in(unit::megawatt_hour));
  part.add("peak_import_mw", e.peak_import.in(unit::megawatt));
  figure(part.object(), "own_renewable_share", e.own / e.facility, e.facility.base() > 0, "the site draws nothing");
  part.add("co2_t_per_year", e.co2.in(unit::tonne));
  part.add("water_m3_per_year", e.water.in(unit::cubic_metre));
  part.add("cost_eur_per_year", e.cost.in(unit::euro));
  part.put("over_grid_limit", e.over_grid_limit);
  part.put("design_over_grid_limit", e.design_over_grid_limit);
  return part.take();
}

/// What was measured for this very job, the prediction beside it, and how far off that is (predicted ÷ measured - 1).
Ordered published_of(const Published& p, const StepResult& step) {
  Ordered result = Ordered::object();
  result["source"] = p.source;
  const auto compare = [&](const char* name, const std::optional<double>& measured, double predicted) {
    if (measured) {
      result[name] = {{"published", *measured}, {"predicted", predicted}, {"error", predicted / *measured - 1}};
    }
  };
  compare("model_tflops_per_chip", p.tflops_per_chip, step.model_rate_per_chip.in(unit::teraflop_per_second));
  compare("mfu", p.mfu, step.mfu);
  compare("time_s", p.step_s, step.time.in(unit::second));
  return result;
}

const char* how_name(How how) {
  switch (how) {
    case How::read: return "read";
    case How::computed: return "computed";
    case How::assumed: return "assumed";
    case How::scenario: return "scenario";
    case How::defaulted: return "default";
  }
  return "";
}

Ordered assumptions_of(const std::vector<Assumption>& rows) {
  Ordered result = Ordered::array();
  for (const Assumption& row : rows) {
    Part part(true, "");
    part.put("pointer", row.pointer);
    part.add("value", row.value);
    part.put("how", how_name(row.how));
    part.put("source", row.source);
    if (row.low) {
      part.add("low", *row.low);
    }
    if (row.high) {
      part.add("high", *row.high);
    }
    result.push_back(part.take());
  }
  return result;
}

/// Text that is not UTF-8 (a basis that somebody else wrote) is replaced, and does not throw.
std::string dump(const Ordered& value) {
  return value.dump(2, ' ', false, Ordered::error_handler_t::replace) + "\n";
}

Ordered report_of(const Report& report, const Versions& versions) {
  Ordered settings = Ordered::object();
  for (const auto& [name, value] : versions.model_settings) {
    settings[name] = value;
  }
  Ordered root = Ordered::object();
  root["schema"] = "gigaplan/report/1";
  root["versions"] = {{"gigaplan", versions.gigaplan}, {"simgrid", versions.simgrid}};
  root["model_settings"] = std::move(settings);
  root["scenario"] = {{"name", report.scenario_name}, {"sha256", report.scenario_sha256}, {"seed", report.seed}};
  root["bottleneck"] = {{"name", report.bottleneck.name}, {"sentence", report.bottleneck.sentence}};
  root["step"] = step_of(report.step);
  if (report.published) root["published"] = published_of(*report.published, report.step);
  root["fabric"] = fabric_of(report.fabric);
  root["operation"] = operation_of(report.operation);
  root["energy"] = energy_of(report.energy);
  root["finance"] = finance_of(report.finance);
  if (report.investment) root["investment"] = investment_of(*report.investment);
  if (report.futures) root["futures"] = futures_of(*report.futures);
  root["assumptions"] = assumptions_of(report.assumptions);
  return root;
}

}  // namespace

std::string report_json(const Report& report, const Versions& versions) {
  return dump(report_of(report, versions));
}

std::string compact_report_json(const Report& report, const Versions& versions) {
  Ordered root = report_of(report, versions);
  root.erase("model_settings");
  root.erase("assumptions");
  return root.dump(-1, ' ', false, Ordered::error_handler_t::replace);
}

std::string step_json(const StepResult& step, const FabricResult& fabric) {
  Ordered root = Ordered::object();
  root["step"] = step_of(step);
  root["fabric"] = fabric_of(fabric);
  return dump(root);
}

}  // namespace gigaplan::io
