// How does a study of the fabric become JSON?
#pragma once

#include <string>

#include "model/network_result.hpp"

namespace gigaplan::io {

/// An object with /scenario, /facts, /collectives, /step, /fabric, /reliefs and /jobs; units in the names.
[[nodiscard]] std::string network_json(const NetworkResult& result, const std::string& version);

}  // namespace gigaplan::io
