#include "futures/uncertain.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace gigaplan::futures {
namespace {

bool starts_with_one_of(const std::string& pointer, std::initializer_list<std::string_view> prefixes) {
  return std::ranges::any_of(prefixes, [&](std::string_view prefix) { return pointer.starts_with(prefix); });
}

/// Prices and powers of hardware; everything else about it, the step may depend on.
bool only_costs_or_draws(const std::string& pointer) {
  const auto key = pointer.substr(pointer.rfind('/') + 1);
  const auto has = [&](std::string_view part) { return key.find(part) != std::string::npos; };
  return key.ends_with("_eur") || key.ends_with("_w") || has("power_share") || has("temperature") ||
         key == "liquid_share";
}

/// Who pays, on which terms and for how long, spares, how the plant is laid out, and the yardsticks: rates at which
/// somebody discounts are no future's luck. Interest is.
bool is_choice(const std::string& pointer) {
  return starts_with_one_of(pointer, {"/finance/funding/", "/finance/horizon_years", "/finance/discount_rate",
                                      "/operation/spare_node_share", "/operation/years",
                                      "/facility/cooling/supply_temperature_c", "/facility/power_chain/oversizing"}) ||
         (pointer.starts_with("/finance/project/programme/") && !pointer.ends_with("/base_rate") &&
          !pointer.ends_with("/margin"));
}

}  // namespace

bool changes_the_step(const std::string& pointer) {
  if (starts_with_one_of(pointer, {"/training", "/other_jobs", "/seed"}) || pointer == "/cluster") return true;
  return pointer.starts_with("/cluster/") && !only_costs_or_draws(pointer);
}

bool belongs_to_the_site(const std::string& pointer) {
  return pointer.starts_with("/site/");
}

Uncertainty uncertainty_of(const std::vector<Assumption>& assumptions) {
  Uncertainty all;
  for (const auto& a : assumptions) {
    if (!a.low || !a.high) continue;
    const Uncertain figure{a.pointer, {std::min(*a.low, a.value), a.value, std::max(*a.high, a.value)}, a.source};
    if (!(figure.spread.low < figure.spread.high)) continue;
    const bool choice = is_choice(a.pointer) || (a.how == How::scenario && !changes_the_step(a.pointer));
    (choice ? all.choices : changes_the_step(a.pointer) ? all.in_step : all.drawn).push_back(figure);
  }
  return all;
}

}  // namespace gigaplan::futures
