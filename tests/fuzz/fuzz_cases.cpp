// Can any bytes at all make the readers of validation cases, and of parameters that did not see them, crash, or let
// through what says nothing?
#include <cmath>
#include <cstdlib>
#include <fstream>

#include "accuracy/predict.hpp"
#include "accuracy/unseen.hpp"
#include "scratch.hpp"

using namespace gigaplan;
using fuzz::require;

namespace {

/// Everything that is to be compared with is a number above 0.
struct Sound {
  static void positive(double value) { require(std::isfinite(value) && value > 0, "a figure above 0"); }
  void operator()(const accuracy::StepTruth& t) const { positive(t.time_s); }
  void operator()(const accuracy::CollectiveTruth& t) const {
    require(t.chips >= 2 && !t.bus_gbyte_s.empty(), "a collective of several chips");
    for (const auto& [bytes, rate] : t.bus_gbyte_s) {
      positive(bytes);
      positive(rate);
    }
  }
  static void loss(double share) { require(share >= 0 && share < 1, "a loss that leaves something"); }
  void operator()(const accuracy::PowerTruth& t) const {
    positive(t.node_w);
    loss(t.conversion_loss);
    positive(t.compute.value_or(1));
    require(t.compute.value_or(1) <= 1, "a share of the time");
  }
  void operator()(const accuracy::EnergyTruth& t) const {
    positive(t.energy_kwh);
    positive(t.tokens);
    loss(t.conversion_loss);
  }
  void operator()(const accuracy::InterruptionsTruth& t) const {
    positive(t.count);
    positive(t.days);
    for (const auto& [name, count] : t.by_cause) positive(count);
  }
  void operator()(const accuracy::FailureTruth& t) const {
    require(t.mttf_h || t.per_1000_node_days, "a figure");
    positive(t.mttf_h.value_or(1));
    positive(t.per_1000_node_days.value_or(1));
    positive(t.days.value_or(1));
  }
  void operator()(const accuracy::BillTruth& t) const {
    require(!t.counts.empty(), "a figure");
    for (const auto& [name, count] : t.counts) positive(count);
  }
  void operator()(const accuracy::MemoryTruth& t) const {
    positive(t.state_gibyte);
    positive(t.activations_gibyte);
  }
};

void check_issues(const Issues& issues) {
  for (const Issue& issue : issues) {
    require(!issue.message.empty() && !issue.file.empty(), "each issue has a file and a message");
    const std::string told = to_string(issue);
    require(printable(told) == told, "nothing steers a terminal");
  }
}

/// Values are as many as parameters, and each within the limits of its parameter.
void check_unseen(const std::filesystem::path& file) {
  const auto [sets, issues] = accuracy::read_unseen(file);
  check_issues(issues);
  require(sets.parameters.empty() == has_errors(issues), "parameters, or errors");
  const auto check = [&](const accuracy::UnseenSets::Values& values) {
    require(values.size() == sets.parameters.size(), "a value a parameter");
    for (std::size_t i = 0; i < values.size(); ++i)
      require(values[i] >= sets.parameters[i].least && values[i] <= sets.parameters[i].most, "a value within limits");
  };
  for (const auto* all : {&sets.without_series, &sets.without_stack, &sets.without_architecture})
    for (const auto& [key, values] : *all) check(values);
  for (const auto& [series, one] : sets.with_one_row) check(one.values);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fuzz::Scratch scratch("some.json");
  const char* folder = std::getenv("GIGAPLAN_CATALOGUE");
  require(folder != nullptr, "GIGAPLAN_CATALOGUE is set");
  const io::Catalogue catalogue{.root = std::filesystem::path(folder)};
  const auto file = scratch.write(data, size);
  std::ofstream(file.parent_path() / "base.json") << "{}";
  const accuracy::CaseSet set = accuracy::read_cases(file.parent_path());
  require(!set.cases.empty() || has_errors(set.issues), "cases, or errors");
  check_issues(set.issues);
  check_unseen(file);
  for (const accuracy::Case& c : set.cases) {
    require(c.truth.has_value() == c.left_out.empty(), "a figure, or a reason");
    if (!c.truth) {
      continue;
    }
    std::visit(Sound{}, *c.truth);
    try {
      (void)accuracy::scenario_of(c, set.base, catalogue);
    } catch (const accuracy::BadCase& e) {
      require(*e.what() != '\0', "a fault has a message");
    }
  }
  return 0;
}
