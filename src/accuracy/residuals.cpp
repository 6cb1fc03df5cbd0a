#include "accuracy/residuals.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace gigaplan::accuracy {
namespace {

using OrderedJson = nlohmann::ordered_json;

OrderedJson residual(const Result& r, Unseen what) {
  const auto& predicted = r.unseen[static_cast<std::size_t>(what)];
  if (!predicted) return nullptr;
  return std::round(1e4 * std::log(r.points.at(0).published / *predicted)) / 1e4 + 0.0;  // + 0: no minus zero
}

bool complete(const Result& r) {
  return std::ranges::all_of(std::array{Unseen::series, Unseen::stack, Unseen::architecture},
                             [&](Unseen u) { return r.unseen[static_cast<std::size_t>(u)].has_value(); });
}

OrderedJson row(const Result& r) {
  return {{"id", r.of.id},
          {"series", r.of.series},
          {"family", r.of.family},
          {"architecture", calibration::architecture_of(r.of.chip)},
          {"chip", r.of.chip},
          {"stack", r.of.stack},
          {"precision", r.step.precision},
          {"chips", static_cast<std::int64_t>(r.chips)},
          {"sequence_length", r.step.sequence_length},
          {"moe", r.step.experts},
          {"without_series", residual(r, Unseen::series)},
          {"without_stack", residual(r, Unseen::stack)},
          {"without_architecture", residual(r, Unseen::architecture)},
          {"with_one_row", residual(r, Unseen::rest_of_series)}};
}

}  // namespace

std::string residuals_json(const Evaluation& evaluation) {
  std::vector<const Result*> steps;
  for (const auto& r : evaluation.results)
    if (complete(r)) steps.push_back(&r);
  std::ranges::sort(steps, {}, [](const Result* r) { return r->of.id; });
  std::string text = "{\n \"format\": \"gigaplan-residuals/1\",\n \"rows\": [";
  for (const Result* r : steps) text += (r == steps.front() ? "\n  " : ",\n  ") + row(*r).dump();
  return text + "\n ]\n}\n";
}

}  // namespace gigaplan::accuracy
