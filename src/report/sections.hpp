// Which parts does a page about a run have? Each is made of results alone, and can stand on another page.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/result.hpp"
#include "model/scenario.hpp"
#include "report/page.hpp"

namespace gigaplan::report {

/// "103,680 × NVIDIA GB200 · model on fabric · site": what a scenario is about.
[[nodiscard]] std::string subject_of(const Scenario& scenario);

/// What charts and tables show money in, millions of euro.
[[nodiscard]] inline double millions(Money money) {
  return money.in(unit::million_euro);
}

/// Where the time of a training step goes, how sure that is, link loads, memory.
[[nodiscard]] Section step_section(const Scenario& scenario, const StepResult& step, const FabricResult& fabric);

/// A measurement of this very job beside the prediction.
[[nodiscard]] Section published_section(const Published& published, const StepResult& step);

/// What the hours of operation went into, and what interrupted them.
[[nodiscard]] Section operation_section(const OperationResult& operation);

/// Where the electricity goes, power and temperature over the time, carbon.
[[nodiscard]] Section energy_section(const Scenario& scenario, const OperationResult& operation,
                                     const EnergyResult& energy);

/// Sources month by month and in the hours of a week, and the price day by day; none where all comes from the grid at
/// one price.
[[nodiscard]] std::optional<Section> supply_section(const Scenario& scenario, const OperationResult& operation,
                                                    const EnergyResult& energy);

/// What it costs to build and to run, over its life, and who pays.
/// \param inputs what the lines link to
[[nodiscard]] Section cost_section(const Scenario& scenario, const FinanceResult& finance,
                                   const std::vector<Assumption>& inputs);

/// Who pays, cash flow, debt and statements by year, tenants, indicators; insolvency and guarantee calls as warnings.
[[nodiscard]] Section investment_section(const InvestmentResult& result, const Programme& terms);

/// A row an indicator: value, unit, meaning, where its formula stands.
[[nodiscard]] Table indicators_table(const Indicators& indicators);

/// What the network consists of.
[[nodiscard]] Section network_section(const FabricResult& fabric);

/// Every figure that went in, with its source; rows carry ids for links_to_inputs().
[[nodiscard]] Section inputs_section(const std::vector<Assumption>& inputs);

/// Links to the first figure under each of the pointers that has any: "chips (14)". \param parts pointer, name
[[nodiscard]] std::vector<Link> links_to_inputs(const std::vector<Assumption>& inputs,
                                                const std::vector<std::pair<std::string, std::string>>& parts);

/// What the headline figures mean; ids "term-..." for links.
[[nodiscard]] Section terms_section();

/// The unit of a figure, from the end of its key ("/site/electricity/carbon_g_per_kwh" → "g/kWh"); may be empty.
[[nodiscard]] std::string unit_of(const std::string& pointer);

}  // namespace gigaplan::report
