// What came out? Plain values that the shells print; nothing here computes.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/quantity.hpp"
#include "model/investment.hpp"
#include "model/provenance.hpp"
#include "model/step_program.hpp"

namespace gigaplan {

/// How sure the time of a step is (confidence/confidence.hpp).
struct StepConfidence {
  double low = 1, high = 1;            ///< nine of ten measured steps take between low and high times the prediction
  std::uint64_t rows = 0, series = 0;  ///< published steps that this rests on
  std::string basis;                   ///< readable: which ones they are
  std::vector<std::string> outside;    ///< why the scenario is beyond what was ever measured; empty: it is not
  bool operator==(const StepConfidence&) const = default;
};

/// What a scenario was calibrated to.
struct OwnMeasurements {
  struct Step {
    Time measured, before, after;  ///< before and after: predicted
    std::string note;
    bool operator==(const Step&) const = default;
  };
  std::string file, source;  ///< file: its name without folders
  std::vector<Step> steps;
  bool operator==(const OwnMeasurements&) const = default;
};

/// One training step. compute + exposed_communication + bubble + overhead = time (means over all ranks).
struct StepResult {
  Time time;
  Time compute;                                    ///< kernels run
  Time exposed_communication;                      ///< waiting for bytes on the wire
  Time bubble;                                     ///< waiting for another stage (or member) to get there
  Time overhead;                                   ///< fixed cost of the stack
  std::array<Time, group_count> exposed_by_group;  ///< exposed_communication, split
  TokenRate throughput;
  OperationRate model_rate_per_chip;  ///< model FLOP/s a chip
  double mfu = 0, hfu = 0;            ///< of the chip's dense peak at the job's precision
  WorkloadFacts workload;
  std::uint64_t activities = 0;              ///< computations and flows that SimGrid ran
  std::optional<StepConfidence> confidence;  ///< none: nothing is known of it
  std::optional<OwnMeasurements> own;        ///< none: the catalogue's figures were taken as they are
  bool operator==(const StepResult&) const = default;
};

/// The most loaded kinds of links in one step.
struct LinkLoad {
  std::string name;         ///< e.g. "nic up", "leaf to spine"
  std::uint64_t links = 0;  ///< how many real links share this load
  ByteRate capacity;        ///< of one
  Bytes bytes;              ///< over one, in one step
  double utilisation = 0;   ///< bytes ÷ (capacity · step time)
  bool operator==(const LinkLoad&) const = default;
};

/// What the fabric consists of.
struct BillOfMaterials {
  struct Line {
    std::string name;  ///< "leaf switch", "leaf-spine cable, fibre to 150 m", "transceiver", "nic"
    std::uint64_t count = 0;
    Money price;  ///< of all
    Power power;  ///< of all
    bool operator==(const Line&) const = default;
  };
  /// How many there are of what.
  struct Count {
    std::string name;  ///< switches: "leaf", "spine", "core", "router"; cables: "node-leaf", "leaf-spine", "global"
    std::uint64_t count = 0;
    bool operator==(const Count&) const = default;
  };
  std::vector<Line> lines;  ///< scale-out network and its NICs (NICs last, named "nic")
  std::vector<Count> switches, cables;
  bool operator==(const BillOfMaterials&) const = default;
  [[nodiscard]] static std::uint64_t total(const std::vector<Count>& counts) {
    std::uint64_t sum = 0;
    for (const Count& c : counts) sum += c.count;
    return sum;
  }
  /// 0 if there are none of that name.
  [[nodiscard]] static std::uint64_t of(const std::vector<Count>& counts, std::string_view name) {
    for (const Count& c : counts)
      if (c.name == name) return c.count;
    return 0;
  }
};

struct FabricResult {
  std::uint64_t chips = 0, endpoints = 0;  ///< endpoints: NICs
  BillOfMaterials bill;
  std::uint64_t messages = 0;  ///< of one collective of each group and of the pipelines
  std::uint64_t flows = 0, flow_cells = 0, link_cells = 0, rank_cells = 0;
  bool folded = true;
  std::string approximation;        ///< how the step was approximated; empty: it is exact
  std::optional<Time> lower_bound;  ///< of an approximate step: as if no flow met another
  std::vector<LinkLoad> loads;      ///< sorted, most utilised first
  bool operator==(const FabricResult&) const = default;
};

/// Why the job stood still, hours over the whole operation; with `training` they add up to all hours.
struct HoursByState {
  double training = 0;     ///< useful work that was kept
  double lost_work = 0;    ///< work done and lost to a failure
  double checkpoint = 0;   ///< stopped to write
  double restart = 0;      ///< detection, restart, reading the checkpoint
  double waiting = 0;      ///< too few healthy nodes
  double maintenance = 0;  ///< planned
  bool operator==(const HoursByState&) const = default;
};

/// One hour of the operation: a row of timeseries.csv.
struct Hour {
  Temperature dry_bulb, wet_bulb;
  Power it, facility;                 ///< means
  Power power_chain, cooling, house;  ///< facility = it + power_chain + cooling + house
  Power solar, wind;                  ///< what the site's own plants could give
  Power own;                          ///< of it: used by the site, through the battery too (power/origin.hpp)
  Power curtailed;                    ///< of it: neither used nor stored nor sold
  Power battery;                      ///< out of it, negative: into it
  Energy stored;                      ///< in it at the end of the hour
  Power grid;                         ///< bought, negative: sold. grid + solar + wind + battery = facility + curtailed
  MoneyPerEnergy price;               ///< of what is bought
  Money cost;                         ///< of what is bought, less what is sold
  Mass co2;
  Volume water;               ///< evaporated in the hour
  double training_share = 0;  ///< of the hour that ended as kept or lost work (chips busy)
  std::uint32_t interruptions = 0;
  bool operator==(const Hour&) const = default;
};

struct OperationResult {
  double years = 0;
  HoursByState hours;
  double goodput = 0;  ///< training ÷ all hours
  std::uint64_t interruptions = 0;
  std::map<std::string, std::uint64_t> interruptions_by_cause;
  Time checkpoint_interval;  ///< used
  Bytes checkpoint_size;
  Tokens tokens_trained;
  Operations model_operations;
  double chip_availability = 0;  ///< healthy chip-hours ÷ installed chip-hours
  std::vector<Hour> timeline;    ///< one a simulated hour
  bool operator==(const OperationResult&) const = default;
};

/// Totals a year of operation; all of them sums over the timeline ÷ years.
struct EnergyResult {
  Energy it, facility, power_chain, cooling, house;  ///< a year
  Energy imported, exported;                         ///< from the grid and to it
  Energy solar, wind;                                ///< what the site's own plants could give
  Energy own;                                        ///< of it: used by the site, through the battery too
  Energy curtailed;                                  ///< of it: neither used nor stored nor sold
  Energy battery_loss;                               ///< with what is left in it at the end
  Power peak_import;                                 ///< largest hourly mean from the grid
  Power peak_facility;                               ///< largest hourly mean that was simulated
  Power design_peak;  ///< with every node busy in the hottest hour: what plant and connection have to be able to do
  Power design_it;    ///< what all racks draw at most: sizes the building
  double pue = 0;
  Mass co2;                             ///< a year, location-based
  Volume water;                         ///< a year
  Money cost;                           ///< a year: of what is bought, less what is sold
  bool over_grid_limit = false;         ///< peak_import is more than the connection allows
  bool design_over_grid_limit = false;  ///< design_peak is: it needs a power cap, or a larger connection
  bool operator==(const EnergyResult&) const = default;
};

struct CostLine {
  std::string name;
  Money amount;       ///< capex: once; opex: a year
  std::string basis;  ///< how it was worked out, readable
  bool operator==(const CostLine&) const = default;
};

/// What comes out over the horizon, each year's discounted as its costs are.
struct DiscountedOutput {
  Tokens tokens;
  Operations model_operations;
  Energy it;              ///< delivered to the IT
  double chip_hours = 0;  ///< of healthy chips
  bool operator==(const DiscountedOutput&) const = default;
};

struct FinanceResult {
  std::vector<CostLine> capex, opex;  ///< at the start; a full year
  std::vector<CostLine> lifetime;     ///< present values that add up to lifetime_cost; the residual value is negative
  std::vector<CostLine> funding;      ///< who pays for what is bought, present values
  DiscountedOutput output;
  Money capex_total, opex_per_year;
  Money lifetime_cost;  ///< present value of capex, replacements and opex over the horizon, less residual value
  Money public_money;   ///< present value of what EU and member states pay
  double tokens_per_eur = 0, model_pflop_per_eur = 0, kwh_per_eur = 0;  ///< discounted output ÷ lifetime_cost
  std::optional<double> tokens_per_public_eur, model_pflop_per_public_eur, kwh_per_public_eur;
  double eur_per_million_tokens = 0, eur_per_chip_hour = 0;  ///< levelised
  bool operator==(const FinanceResult&) const = default;
};

/// What limits the training step, in one word and one sentence.
struct Bottleneck {
  std::string name;
  std::string sentence;
  bool operator==(const Bottleneck&) const = default;
};

/// A whole run.
/// A figure of report.json over futures that draw what is uncertain: quantiles at 5, 50 and 95 %.
struct FigureRange {
  std::string pointer;
  double stated = 0;  ///< as the scenario stands
  double low = 0, median = 0, high = 0;
  std::uint64_t futures = 0;  ///< in which the report has it
  bool operator==(const FigureRange&) const = default;
};

struct FuturesResult {
  std::uint64_t futures = 0, failed = 0, seed = 1;
  std::uint64_t drawn = 0;    ///< uncertain figures, the step's time among them if its interval is known
  std::string first_failure;  ///< why
  std::vector<FigureRange> figures;
  bool operator==(const FuturesResult&) const = default;
};

struct Report {
  std::string scenario_name, scenario_sha256;
  std::uint64_t seed = 0;
  StepResult step;
  FabricResult fabric;
  OperationResult operation;
  EnergyResult energy;
  FinanceResult finance;
  std::optional<InvestmentResult> investment;  ///< none: the scenario has no project
  Bottleneck bottleneck;
  std::optional<Published> published;    ///< what somebody measured for this very job
  std::optional<FuturesResult> futures;  ///< none were asked for
  std::vector<Assumption> assumptions;
};

}  // namespace gigaplan
