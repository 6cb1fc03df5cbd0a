#include "power/origin.hpp"

#include <algorithm>

namespace gigaplan::power {

void Origin::fill_in(Hour& hour, MassPerEnergy bought, MassPerEnergy own) {
  const Power plants = hour.solar + hour.wind;
  const Power in = max(-1.0 * hour.battery, Power()), out = max(hour.battery, Power());
  const Power direct = min(plants, hour.facility);
  const Power discharged = min(out, hour.facility - direct);
  const Power from_grid = min(max(hour.grid, Power()), hour.facility - direct - discharged);
  hour.own = direct;
  hour.co2 = from_grid * unit::hour * bought + direct * unit::hour * own;
  if (out > Power() && stored_ > Energy()) {
    const double share = std::clamp((stored_ - hour.stored) / stored_, 0.0, 1.0);  // of what is inside
    const double used = share * (discharged / out);
    hour.own += discharged * (of_own_ / charged_);
    hour.co2 += used * carbon_;
    charged_ = (1 - share) * charged_;
    of_own_ = (1 - share) * of_own_;
    carbon_ = (1 - share) * carbon_;
  } else if (in > Power()) {
    const Power own_in = min(plants - direct, in);
    charged_ += in * unit::hour;
    of_own_ += own_in * unit::hour;
    carbon_ += own_in * unit::hour * own + (in - own_in) * unit::hour * bought;
  }
  stored_ = hour.stored;
}

}  // namespace gigaplan::power
