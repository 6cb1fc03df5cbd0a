#include "sweep/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "io/parse.hpp"
#include "io/text.hpp"

namespace gigaplan::sweep {
namespace {

using Json = nlohmann::json;

/// True if every constraint holds. \param scenario null: the axes are enough
bool holds_of(const std::vector<Expression>& constraints, const std::vector<std::string>& names, const Point& point,
              const Json* scenario) {
  const Lookup lookup = [&](const std::string& name) {
    const auto axis = std::ranges::find(names, name);
    if (axis != names.end()) {
      return value_of(Json::parse(point.cells[static_cast<std::size_t>(axis - names.begin())]));
    }
    const Json* value = scenario != nullptr ? io::value_at(*scenario, name) : nullptr;
    return value != nullptr ? value_of(*value) : Value();
  };
  return std::ranges::all_of(constraints, [&](const Expression& e) { return e.evaluate(lookup) != 0; });
}

void add_constraints(Plan& plan, Issues& issues) {
  const auto& names = plan.points.names();
  for (std::size_t i = 0; i < plan.spec.constraints.size(); ++i) {
    const std::string here = fmt::format("/constraints/{}", i);
    try {
      Expression expression(plan.spec.constraints[i]);
      bool looks_into_scenario = false;
      for (const std::string& name : expression.names()) {
        const bool pointer = name.starts_with('/') && io::pointer_tokens(name);
        looks_into_scenario = looks_into_scenario || pointer;
        if (!pointer && std::ranges::find(names, name) == names.end()) {
          const auto near = io::closest(name, names);
          issues.push_back({.pointer = here,
                            .message = fmt::format("there is no axis \"{}\"", io::shortened(name)),
                            .remedy = near ? fmt::format("did you mean {}?", *near)
                                           : fmt::format("use {} or {{/json/pointer}}", io::list_of(names))});
        }
      }
      (looks_into_scenario ? plan.on_scenario : plan.on_axes).push_back(std::move(expression));
    } catch (const BadExpression& e) {
      issues.push_back({.pointer = here, .message = e.what(), .remedy = "see docs/sweep.md for expressions"});
    }
  }
  if (has_errors(issues) || plan.points.count() == 0) {
    return;
  }
  try {
    (void)holds_of(plan.on_axes, names, plan.points.at(0), nullptr);
  } catch (const BadExpression& e) {
    issues.push_back({.pointer = "/constraints", .message = e.what(), .remedy = "see docs/sweep.md for expressions"});
  }
}

}  // namespace

bool holds(const std::vector<Expression>& constraints, const std::vector<std::string>& names, const Point& point,
           const std::string& scenario_json) {
  const Json scenario = scenario_json.empty() ? Json() : Json::parse(scenario_json);
  return holds_of(constraints, names, point, scenario_json.empty() ? nullptr : &scenario);
}

std::optional<Plan> make_plan(const SweepSpec& spec, std::uint64_t first_seed, const std::string& identity,
                              const std::map<std::string, std::string>& versions, Issues& issues) {
  Plan plan{.spec = spec, .points = Points(spec, first_seed), .layout = {}, .on_axes = {}, .on_scenario = {}};
  plan.layout.axes = plan.points.names();
  for (const SweepAxis& axis : spec.axes) {
    plan.layout.pointers.push_back(axis.pointer);
  }
  plan.layout.pointers.resize(plan.layout.axes.size());
  plan.layout.figures = figure_columns(spec.figures, plan.layout.axes, issues);
  plan.layout.meta = versions;
  plan.layout.meta["identity"] = identity;
  plan.layout.meta["name"] = spec.name;
  plan.layout.meta["runs"] = std::to_string(plan.points.count());
  add_constraints(plan, issues);
  return has_errors(issues) ? std::nullopt : std::optional(std::move(plan));
}

}  // namespace gigaplan::sweep
