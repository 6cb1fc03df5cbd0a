// Which keys does each model struct have? One overload a struct, implemented in fields_<model header>.cpp.
#pragma once

#include "io/visitor.hpp"
#include "model/measured.hpp"
#include "model/rules.hpp"
#include "model/scenario.hpp"
#include "model/sweep.hpp"

namespace gigaplan::io {

void describe(Visitor& v, Citation& c);
void describe(Visitor& v, PeakRates& p);
void describe(Visitor& v, KernelEfficiency& e);
void describe(Visitor& v, Chip& c);
void describe(Visitor& v, ScaleUp& s);
void describe(Visitor& v, Nics& n);
void describe(Visitor& v, Node& n);
void describe(Visitor& v, SwitchModel& s);
void describe(Visitor& v, Dragonfly& d);
void describe(Visitor& v, DragonflyPlus& d);
void describe(Visitor& v, Lattice& l);
void describe(Visitor& v, CustomFabric::Switch& s);
void describe(Visitor& v, CustomFabric::Link& l);
void describe(Visitor& v, CustomFabric& c);
void describe(Visitor& v, FabricSpec& f);
void describe(Visitor& v, ConversionStage& s);
void describe(Visitor& v, PowerChain& p);
void describe(Visitor& v, CoolingPlant& c);
void describe(Visitor& v, Generator& g);
void describe(Visitor& v, Storage& s);
void describe(Visitor& v, OnSiteTechnology& t);
void describe(Visitor& v, OnSite& o);
void describe(Visitor& v, Facility& f);
void describe(Visitor& v, LatentAttention& a);
void describe(Visitor& v, Experts& e);
void describe(Visitor& v, Transformer& t);
void describe(Visitor& v, ParallelPlan& p);
void describe(Visitor& v, CollectiveChoice& c);
void describe(Visitor& v, Stack& s);
void describe(Visitor& v, Published& p);
void describe(Visitor& v, NodeRange& r);
void describe(Visitor& v, Placement& p);
void describe(Visitor& v, TrainingJob& j);
void describe(Visitor& v, Climate& c);
void describe(Visitor& v, Electricity& e);
void describe(Visitor& v, Renewables& r);
void describe(Visitor& v, TaxRules& t);
void describe(Visitor& v, Site& s);
void describe(Visitor& v, FailureCause& c);
void describe(Visitor& v, Reliability& r);
void describe(Visitor& v, CheckpointSpec& c);
void describe(Visitor& v, OperationSpec& o);
void describe(Visitor& v, CostBook& c);
void describe(Visitor& v, Funding& f);
void describe(Visitor& v, FinanceSpec& f);
void describe(Visitor& v, Milestone& m);
void describe(Visitor& v, LoanTerms& l);
void describe(Visitor& v, Guarantee& g);
void describe(Visitor& v, QuasiEquityTerms& q);
void describe(Visitor& v, Tranche& t);
void describe(Visitor& v, OperatingGrants& g);
void describe(Visitor& v, PublicQuota& q);
void describe(Visitor& v, ClawBack& c);
void describe(Visitor& v, Programme& p);
void describe(Visitor& v, Tenant& t);
void describe(Visitor& v, HeatSales& h);
void describe(Visitor& v, GridServices& g);
void describe(Visitor& v, CarbonReference& c);
void describe(Visitor& v, Market& m);
void describe(Visitor& v, Construction& c);
void describe(Visitor& v, ProjectSpec& p);
void describe(Visitor& v, LinkDamage& d);
void describe(Visitor& v, SwitchDamage& d);
void describe(Visitor& v, SlowChips& c);
void describe(Visitor& v, Damage& d);
void describe(Visitor& v, Cluster& c);
void describe(Visitor& v, Scenario& s);
void describe(Visitor& v, SweepOption& o);
void describe(Visitor& v, SweepAxis& a);
void describe(Visitor& v, SweepLimits& l);
void describe(Visitor& v, SweepSpec& s);
void describe(Visitor& v, Rule& r);
void describe(Visitor& v, RuleBook& b);
void describe(Visitor& v, MeasuredStep& m);
void describe(Visitor& v, MeasuredSteps& m);

/// The key that every struct with sourced figures has.
void describe_provenance(Visitor& v, std::vector<Citation>& provenance);

/// A kind of file: what its schema, its catalogue folder and its slot in a scenario are called.
struct Kind {
  std::string name;     ///< "chip"
  std::string folder;   ///< "chips"; empty for the scenario itself
  std::string title;    ///< a noun phrase: "an accelerator"
  bool extends = true;  ///< a file of this kind may extend another one
};

/// "scenario" first, then the kinds of catalogue entries.
[[nodiscard]] const std::vector<Kind>& kinds();
/// By name or folder; null if unknown.
[[nodiscard]] const Kind* find_kind(const std::string& name);
/// Walks over the keys of a kind, with the values of an empty struct.
void describe_kind(Visitor& v, const std::string& kind);

}  // namespace gigaplan::io
