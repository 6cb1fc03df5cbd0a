// What of an hour's power does the site use, whose was it, and how much carbon came with it?
#pragma once

#include "model/result.hpp"

namespace gigaplan::power {

/// Follows own and bought power through a battery. Own sun and wind serve the site first, then charge the battery, and
/// the rest is surplus; what is bought fills up. Inside the battery all is mixed: what comes out is own, and carries
/// carbon, as what is inside does, and what is lost on the way stays with what comes out. It serves the site first too.
/// So the site answers for what it uses; what it sells, bought power from the battery included, goes with its buyer.
class Origin {
 public:
  /// Fills in `own` and `co2`. \param hour in order, its powers are known \param bought, own carbon of a kWh
  void fill_in(Hour& hour, MassPerEnergy bought, MassPerEnergy own);

 private:
  Energy stored_;            ///< inside, at the end of the hour before
  Energy charged_, of_own_;  ///< AC energy that what is inside came from; own sun and wind of it
  Mass carbon_;              ///< of what is inside
};

}  // namespace gigaplan::power
