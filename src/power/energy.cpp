#include "power/energy.hpp"

#include <fmt/core.h>

#include <cmath>
#include <stdexcept>

namespace gigaplan::power {
namespace {

// Neumaier's compensated sum: ten years of hours keep all digits.
class Sum {
 public:
  void add(double value) {
    const double next = sum_ + value;
    lost_ += std::abs(sum_) >= std::abs(value) ? (sum_ - next) + value : (value - next) + sum_;
    sum_ = next;
  }
  [[nodiscard]] double total() const { return sum_ + lost_; }

 private:
  double sum_ = 0, lost_ = 0;
};

}  // namespace

EnergyResult summarise_energy(const std::vector<Hour>& timeline, double years, std::optional<Power> grid_limit) {
  if (!(years > 0)) {
    throw std::invalid_argument(fmt::format("an operation of {} years has no yearly mean", years));
  }
  EnergyResult result;
  const auto a_year = [&](auto of_hour) {
    Sum sum;
    for (const Hour& hour : timeline) sum.add(of_hour(hour).base());
    return decltype(of_hour(Hour()))(sum.total() / years);
  };
  const auto energy = [&](Power Hour::*power) { return a_year([&](const Hour& h) { return h.*power * unit::hour; }); };
  result.it = energy(&Hour::it);
  result.facility = energy(&Hour::facility);
  result.power_chain = energy(&Hour::power_chain);
  result.cooling = energy(&Hour::cooling);
  result.house = energy(&Hour::house);
  result.solar = energy(&Hour::solar);
  result.wind = energy(&Hour::wind);
  result.own = energy(&Hour::own);
  result.curtailed = energy(&Hour::curtailed);
  result.battery_loss = -1.0 * energy(&Hour::battery);
  result.imported = a_year([](const Hour& h) { return max(h.grid, Power()) * unit::hour; });
  result.exported = a_year([](const Hour& h) { return max(-1.0 * h.grid, Power()) * unit::hour; });
  result.co2 = a_year([](const Hour& h) { return h.co2; });
  result.water = a_year([](const Hour& h) { return h.water; });
  result.cost = a_year([](const Hour& h) { return h.cost; });
  for (const Hour& hour : timeline) {
    result.peak_facility = max(result.peak_facility, hour.facility);
    result.peak_import = max(result.peak_import, hour.grid);
  }
  result.pue = result.it > Energy() ? result.facility / result.it : 0;
  result.over_grid_limit = grid_limit && result.peak_import > *grid_limit;
  return result;
}

}  // namespace gigaplan::power
