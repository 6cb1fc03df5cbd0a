// What would a little more of each limit be worth?
#pragma once

#include <string>
#include <vector>

#include "portfolio/choose.hpp"

namespace gigaplan::portfolio {

/// The best set if one limit were wider.
struct Wider {
  std::string limit;  ///< "public_eur", "eu_eur", "cohesion_eur", "guarantee_eur", "eib_eur", "max_sites" ...
  double by = 0;      ///< EUR, or sites
  double gain = 0;    ///< value more than that of the choice
  Portfolio portfolio;
};

/// Solved anew for each limit that is set: 100 million EUR more of a budget, one site more.
[[nodiscard]] std::vector<Wider> widen(const Problem& problem, const Portfolio& choice);

}  // namespace gigaplan::portfolio
