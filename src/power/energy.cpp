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
  Sum it;
  Sum facility;
  Sum chain;
  Sum cooling;
  Sum house;
  Sum co2;
  Sum water;
  Sum cost;
  EnergyResult result;
  for (const Hour& hour : timeline) {
    it.add((hour.it * unit::hour).base());
    facility.add((hour.facility * unit::hour).base());
    chain.add((hour.power_chain * unit::hour).base());
    cooling.add((hour.cooling * unit::hour).base());
    house.add((hour.house * unit::hour).base());
    co2.add(hour.co2.base());
    water.add(hour.water.base());
    cost.add((hour.facility * unit::hour * hour.price).base());
    result.peak_facility = max(result.peak_facility, hour.facility);
  }
  result.it = Energy(it.total() / years);
  result.facility = Energy(facility.total() / years);
  result.power_chain = Energy(chain.total() / years);
  result.cooling = Energy(cooling.total() / years);
  result.house = Energy(house.total() / years);
  result.co2 = Mass(co2.total() / years);
  result.water = Volume(water.total() / years);
  result.cost = Money(cost.total() / years);
  result.pue = it.total() > 0 ? facility.total() / it.total() : 0;
  result.over_grid_limit = grid_limit && result.peak_facility > *grid_limit;
  return result;
}

}  // namespace gigaplan::power
