// Can any bytes at all make the reader of validation cases crash, or let a case through that says nothing?
#include <cmath>
#include <cstdlib>
#include <fstream>

#include "accuracy/predict.hpp"
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
  void operator()(const accuracy::PowerTruth& t) const { positive(t.node_w); }
  void operator()(const accuracy::InterruptionsTruth& t) const {
    positive(t.count);
    positive(t.days);
  }
  void operator()(const accuracy::FailureTruth& t) const {
    require(t.mttf_h || t.per_1000_node_days, "a figure");
    positive(t.mttf_h.value_or(1));
    positive(t.per_1000_node_days.value_or(1));
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
  for (const Issue& issue : set.issues) {
    require(!issue.message.empty() && !issue.file.empty(), "each issue has a file and a message");
    const std::string told = to_string(issue);
    require(printable(told) == told, "nothing steers a terminal");
  }
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
