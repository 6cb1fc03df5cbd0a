#include "futures/difference.hpp"

#include <nlohmann/json.hpp>
#include <utility>

namespace gigaplan::futures {
namespace {

using Json = nlohmann::json;

/// What belongs together: a plan fits its machine, and a building its site's prices.
const std::vector<std::pair<std::string, std::vector<std::string>>>& parts() {
  static const std::vector<std::pair<std::string, std::vector<std::string>>> all = {
      {"power price and carbon", {"/site/electricity", "/site/renewables"}},
      {"climate", {"/site/climate"}},
      {"building cost", {"/site/build_cost_eur_per_mw"}},
      {"wages", {"/site/labour_cost_eur_per_h"}},
      {"wait for the grid", {"/site/grid_wait_years"}},
      {"tax", {"/site/corporate_tax_share", "/site/tax", "/site/property_tax_share"}},
      {"price of water", {"/site/water_eur_per_m3"}},
      {"machine and job", {"/cluster", "/training", "/other_jobs"}},
      {"on-site power", {"/facility/on_site"}},
      {"plant and connection",
       {"/facility/power_chain", "/facility/cooling", "/facility/grid_limit_mw", "/facility/auxiliary_it_share",
        "/facility/house_load_share"}},
      {"operation", {"/operation"}},
      {"funding", {"/finance/funding"}},
      {"unit costs", {"/finance/costs"}},
      {"terms, market and construction", {"/finance/project"}},
      {"lives and discount rate",
       {"/finance/discount_rate", "/finance/it_life_years", "/finance/facility_life_years", "/finance/horizon_years"}}};
  return all;
}

/// Null where there is none.
Json value_at(const Json& document, const std::string& pointer) {
  const Json::json_pointer place(pointer);
  return document.contains(place) ? document.at(place) : Json();
}

}  // namespace

std::vector<Exchange> exchanges(const Subject& of, const Subject& other) {
  const Json here = Json::parse(of.loaded().resolved_json), there = Json::parse(other.loaded().resolved_json);
  std::vector<Exchange> found;
  for (const auto& [name, pointers] : parts()) {
    Exchange exchange{name, {}};
    for (const auto& pointer : pointers) {
      const Json wanted = value_at(there, pointer);
      if (value_at(here, pointer) != wanted) exchange.settings.push_back({pointer, wanted.dump()});
    }
    if (!exchange.settings.empty()) found.push_back(std::move(exchange));
  }
  return found;
}

}  // namespace gigaplan::futures
