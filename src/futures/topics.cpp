#include <array>
#include <string_view>
#include <utility>

#include "futures/compare.hpp"

namespace gigaplan::futures {

std::string topic_of(const std::string& pointer) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 23> topics = {{
      {"/step/", "time of a training step"},
      {"/training/", "model, plan and stack"},
      {"/site/electricity/carbon", "carbon of the grid"},
      {"/site/electricity/", "power price"},
      {"/site/renewables/", "sun and wind"},
      {"/site/build_cost", "building cost"},
      {"/site/labour", "wages"},
      {"/site/grid_wait", "wait for the grid"},
      {"/site/property_tax", "tax"},
      {"/site/water", "unit costs"},
      {"/site/tax", "tax"},
      {"/site/corporate_tax", "tax"},
      {"/site/", "climate"},
      {"/cluster/", "hardware: prices and power"},
      {"/facility/on_site/technology/", "on-site power: prices and lives"},
      {"/facility/on_site/", "on-site power"},
      {"/facility/", "plant: cooling and power chain"},
      {"/operation/", "failures, checkpoints, maintenance"},
      {"/finance/project/market", "demand and prices of chip-hours"},
      {"/finance/project/construction", "construction"},
      {"/finance/project/", "terms of money"},
      {"/finance/costs/", "unit costs"},
      {"/finance/", "lives and evaluation"},
  }};
  for (const auto& [prefix, topic] : topics)
    if (pointer.starts_with(prefix)) return std::string(topic);
  return "other";
}

}  // namespace gigaplan::futures
