// How do the values of a future travel between processes and into files? As a list; null is a figure that there is not.
#pragma once

#include <nlohmann/json.hpp>

#include "futures/subject.hpp"

namespace gigaplan::futures {

[[nodiscard]] nlohmann::json packed(const Values& values);
[[nodiscard]] Values unpacked(const nlohmann::json& list);  ///< what packed() wrote

}  // namespace gigaplan::futures
