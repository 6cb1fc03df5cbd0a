// Which climates do the tests use? Statistics computed from public weather files, and the hours found in them.
#pragma once

#include <array>
#include <stdexcept>
#include <string>

#include "model/site.hpp"

namespace gigaplan::test {

/// Computed with Stull's wet-bulb formula from EnergyPlus IWEC / INETI / SWEC files and PVGIS-TMY (as distributed with
/// Sinergym and pvlib) and from Open-Meteo ERA5 2020-2024 (Frankfurt, London; as distributed with sustain-cluster).
struct MeasuredClimate {
  std::string place;
  double mean, summer, hot, wet_mean, wet_summer, wet_hot;        // °C
  double dry_below_18, dry_below_27, wet_below_18, wet_below_22;  // hours a year
  std::string epw;                                                // file name, where the file is at hand
};

inline const std::array<MeasuredClimate, 8> measured_climates = {{
    {"Helsinki", 5.2, 15.5, 25.3, 3.1, 12.2, 18.1, 8150, 8746, 8718, 8760, "FIN_Helsinki.029740_IWEC.epw"},
    {"Stockholm Arlanda", 6.5, 15.8, 25.5, 4.2, 12.3, 17.6, 8015, 8759, 8747, 8760, ""},
    {"Lisboa", 16.3, 21.7, 32.2, 13.1, 17.1, 24.2, 5845, 8241, 7565, 8605, "PRT_Lisboa.085360_INETI.epw"},
    {"Granada", 14.9, 23.2, 36.1, 9.6, 14.6, 19.0, 5894, 7905, 8591, 8760, "ESP_Granada.084190_SWEC.epw"},
    {"Frankfurt", 11.7, 20.5, 32.0, 8.7, 15.6, 21.5, 6744, 8509, 8206, 8740, ""},
    {"London", 11.5, 17.7, 28.8, 9.1, 14.1, 20.4, 7450, 8694, 8542, 8756, ""},
    {"Po plain", 13.6, 22.2, 31.7, 10.6, 17.3, 22.8, 5868, 8342, 7349, 8663, ""},
    {"Amsterdam", 10.0, 16.4, 28.0, 8.2, 13.9, 20.2, 7926, 8710, 8530, 8752, "NLD_Amsterdam.062400_IWEC.epw"},
}};

inline Climate climate(const MeasuredClimate& m) {
  Climate c;
  c.place = m.place;
  c.mean = Temperature(m.mean);
  c.summer_mean = Temperature(m.summer);
  c.hot_percentile = Temperature(m.hot);
  c.wet_bulb_mean = Temperature(m.wet_mean);
  c.wet_bulb_summer = Temperature(m.wet_summer);
  c.wet_bulb_hot = Temperature(m.wet_hot);
  c.hours_below_18 = m.dry_below_18;
  return c;
}

inline Climate climate(const std::string& place) {
  for (const MeasuredClimate& m : measured_climates) {
    if (m.place == place) {
      return climate(m);
    }
  }
  throw std::invalid_argument("no measured climate: " + place);
}

}  // namespace gigaplan::test
