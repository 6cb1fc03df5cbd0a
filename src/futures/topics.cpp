#include <array>
#include <string_view>
#include <utility>

#include "futures/compare.hpp"

namespace gigaplan::futures {

std::string topic_of(const std::string& pointer) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 17> topics = {{
      {"/step/", "time of a training step"},
      {"/training/", "model, plan and stack"},
      {"/site/electricity/carbon", "carbon of the grid"},
      {"/site/electricity/", "power price"},
      {"/site/build_cost", "building cost"},
      {"/site/labour", "wages"},
      {"/site/tax", "tax"},
      {"/site/corporate_tax", "tax"},
      {"/site/", "climate"},
      {"/cluster/", "hardware: prices and power"},
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
