#include "futures/values_json.hpp"

#include <optional>

namespace gigaplan::futures {

nlohmann::json packed(const Values& values) {
  auto list = nlohmann::json::array();
  for (const auto& value : values) list.push_back(value ? nlohmann::json(*value) : nlohmann::json());
  return list;
}

Values unpacked(const nlohmann::json& list) {
  Values values;
  for (const auto& value : list)
    values.push_back(value.is_number() ? std::optional(value.get<double>()) : std::nullopt);
  return values;
}

}  // namespace gigaplan::futures
