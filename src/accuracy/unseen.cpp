#include "accuracy/unseen.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "accuracy/predict.hpp"
#include "io/files.hpp"
#include "io/object_reader.hpp"
#include "sim/training_step.hpp"

namespace gigaplan::accuracy {
namespace {

namespace fs = std::filesystem;
using calibration::Parameter;
using io::Json;
using io::Malformed;
using io::ObjectReader;
using Values = UnseenSets::Values;

constexpr const char* format = "gigaplan-left-out/1";

Parameter parameter_of(const ObjectReader& p) {
  const auto kind = p.text("kind"), field = p.text("field");
  const auto fields = calibration::fields_of(kind);
  if (fields.empty()) throw Malformed(p.at("kind"), R"(expected "chip" or "stack")");
  auto parameter = calibration::make_parameter(kind, p.texts("ids"), field, p.flag("factor", false));
  if (!parameter) throw Malformed(p.at("field"), fmt::format("expected one of {}", fmt::join(fields, ", ")));
  return *parameter;
}

Values values_of(const Json& list, const std::string& pointer, const std::vector<Parameter>& parameters) {
  if (!list.is_array() || list.size() != parameters.size())
    throw Malformed(pointer, fmt::format("expected a list of {} numbers, one a parameter", parameters.size()));
  Values values;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto& p = parameters[i];
    const auto here = fmt::format("{}/{}", pointer, i);
    if (!list[i].is_number()) throw Malformed(here, "expected a number, got " + io::show_value(list[i]));
    const auto value = list[i].get<double>();
    if (value < p.least || value > p.most) {
      throw Malformed(here,
                      fmt::format("{} is {:g}, and has to lie from {:g} to {:g}", p.name(), value, p.least, p.most));
    }
    values.push_back(value);
  }
  return values;
}

UnseenSets read_sets(const ObjectReader& whole) {
  UnseenSets sets;
  const Json& list = whole.list("parameters");
  for (std::size_t i = 0; i < list.size(); ++i)
    sets.parameters.push_back(parameter_of(ObjectReader(list[i], fmt::format("/parameters/{}", i))));
  if (sets.parameters.empty()) throw Malformed("/parameters", "names no parameter");
  const auto read = [&](const char* key, std::map<std::string, Values>& into) {
    const auto part = whole.object(key);
    for (const auto& [name, values] : part.json().items())
      into[name] = values_of(values, part.at(name), sets.parameters);
  };
  read("without_series", sets.without_series);
  read("without_stack", sets.without_stack);
  read("without_architecture", sets.without_architecture);
  const auto part = whole.object("with_one_row");
  for (const auto& [owner, value] : part.json().items()) {
    const ObjectReader one(value, part.at(owner));
    sets.with_one_row[owner] = {one.text("row"), values_of(one.list("values"), one.at("values"), sets.parameters)};
  }
  return sets;
}

const Values* found(const std::map<std::string, Values>& sets, const std::string& key) {
  const auto set = sets.find(key);
  return set != sets.end() ? &set->second : nullptr;
}

/// The step of a case with other parameters. One that repeats its micro-batches often is not simulated whole again:
/// what the parameters change is taken as the ratio of both steps extrapolated. Over the cases this is off by 0.7 % at
/// most, and mostly by less than 0.05 %.
class Variants {
 public:
  Variants(const Case& c, const Scenario& scenario, double known) : case_(c), scenario_(scenario), known_(known) {
    const long stages = scenario.training.plan.pipeline;
    repeats_ = stages > 1 && scenario.training.micro_batches() >= often * stages;
  }
  double seconds(const Scenario& variant) {
    if (!repeats_) return predict(case_, variant).at(0).predicted;
    if (known_extrapolated_ == 0) known_extrapolated_ = sim::extrapolated_time(scenario_).base();
    return known_ * sim::extrapolated_time(variant).base() / known_extrapolated_;
  }

 private:
  static constexpr long often = 8;  ///< micro-batches a stage; an extrapolation simulates 5
  const Case& case_;
  const Scenario& scenario_;
  double known_;
  bool repeats_ = false;
  double known_extrapolated_ = 0;  ///< 0: not yet simulated
};

}  // namespace

const Values* UnseenSets::of(const Case& c, Unseen what) const {
  switch (what) {
    case Unseen::series: return found(without_series, c.series);
    case Unseen::stack: return found(without_stack, c.stack);
    case Unseen::architecture: return found(without_architecture, calibration::architecture_of(c.chip));
    case Unseen::rest_of_series: break;
  }
  const auto set = with_one_row.find(calibration::owner(c.series, c.stack, c.chip));
  return set != with_one_row.end() && set->second.row != c.id ? &set->second.values : nullptr;
}

fs::path unseen_file(const fs::path& cases) {
  std::error_code ignored;
  const fs::path folder = fs::weakly_canonical(cases, ignored);
  return (folder.has_filename() ? folder : folder.parent_path()).parent_path() / "left_out.json";
}

UnseenFile read_unseen(const fs::path& file) {
  UnseenFile result;
  result.issues =
      io::read_object_file(file, format, "tools/calibrate --leave-out writes it anew; see docs/calibration.md",
                           [&](const ObjectReader& whole, const io::Complain&) { result.sets = read_sets(whole); });
  return result;
}

ByUnseen<std::optional<double>> predict_unseen(const Case& c, const Scenario& scenario, double known,
                                               const UnseenSets& sets) {
  std::vector<const Parameter*> concern;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < sets.parameters.size(); ++i) {
    if (!sets.parameters[i].concerns(scenario)) continue;
    concern.push_back(&sets.parameters[i]);
    places.push_back(i);
  }
  Values own;
  for (const auto* p : concern) own.push_back(p->get(scenario));
  Variants variants(c, scenario, known);
  std::map<Values, double> simulated = {{own, known}};
  ByUnseen<std::optional<double>> seconds;
  for (std::size_t u = 0; u < unseen_count; ++u) {
    const Values* values = sets.of(c, unseen_names[u].what);
    if (values == nullptr) continue;
    Values there;
    for (std::size_t i = 0; i < concern.size(); ++i)
      there.push_back(concern[i]->result(scenario, (*values)[places[i]]));
    auto at = simulated.find(there);
    if (at == simulated.end()) {
      at = simulated.emplace(std::move(there), variants.seconds(calibration::with(scenario, sets.parameters, *values)))
               .first;
    }
    seconds[u] = at->second;
  }
  return seconds;
}

}  // namespace gigaplan::accuracy
