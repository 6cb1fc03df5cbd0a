// What makes one scenario better than another?
#pragma once

#include <string>
#include <vector>

#include "futures/subject.hpp"

namespace gigaplan::futures {

/// A part of a scenario that can be taken over from another as it is.
struct Exchange {
  std::string name;               ///< "electricity"
  std::vector<Setting> settings;  ///< that put the other scenario's part in
};

/// Parts of `other` that are not as in `of`: power price and carbon, climate, building cost, wages, tax, machine and
/// job, plant, operation, funding, unit costs, terms of the project, evaluation. Empty if both are the same.
[[nodiscard]] std::vector<Exchange> exchanges(const Subject& of, const Subject& other);

}  // namespace gigaplan::futures
