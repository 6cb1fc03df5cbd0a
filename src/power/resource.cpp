#include "power/resource.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "base/random.hpp"
#include "power/made_hours.hpp"
#include "power/weather.hpp"

namespace gigaplan::power {
namespace {

// Shapes only: how much there is in a year, a site's capacity factors say. Assumed, but for what is named.
constexpr double tilt_deg = 30;            // of fixed panels that look south
constexpr double beam_transmission = 0.7;  // of clear air at the zenith (Meinel & Meinel 1976: 0.7^(air mass^0.678))
constexpr double air_mass_exponent = 0.678;
constexpr double clearest = 1.0, cloudiest = 0.15;  // share of the clear sky's light; hours spread evenly between
constexpr double cloud_memory_hours = 18;
constexpr double clear_diffuse = 0.2, cloudy_diffuse = 0.35;  // scattered light on the ground ÷ light of the clear sky

constexpr double wind_memory_hours = 30;
constexpr double winter_shift = 0.35;  // of the wind's normal variable, peak in mid-January
constexpr double windiest_day = 15;
constexpr double cut_in = 3, rated = 12, cut_out = 25;  // m/s, of a usual turbine
constexpr double weibull_shape = 2;                     // Rayleigh, as IEC 61400-1 takes it

// Weights of the price's parts, each of unit variance. Those of sun and wind are set so that Germany's capacity factors
// give Germany's market values of 2024 (netztransparenz.de: sun 46.24 and wind on land 62.93 EUR/MWh at a mean of 78.52
// and a deviation of 52.8); tests/power/resource_test.cpp holds other years against them. Those of demand and of the
// slow rest are assumed.
constexpr double solar_weight = 0.49, wind_weight = 0.28, demand_weight = 0.45, slow_weight = 0.65;
constexpr double slow_memory_hours = 240;
constexpr double weekend = 0.8;  // less demand, in units of the day's swing

double radians(double degrees) {
  return degrees * std::numbers::pi / 180;
}

/// Light on tilted panels in each hour, of any unit.
Series light(double latitude_deg, std::uint64_t seed) {
  const Series clouds = autoregressive(RandomStream(seed, "clouds"), cloud_memory_hours);
  const double latitude = radians(latitude_deg), tilt = radians(tilt_deg);
  Series made(hours_a_year);
  for (std::size_t h = 0; h < hours_a_year; ++h) {
    // Cooper 1969: declination; Duffie & Beckman, Solar Engineering, section 1.6: incidence on a slope to the south
    const std::size_t whole_days = h / 24;
    const double day = static_cast<double>(whole_days) + 1;
    const double declination = radians(23.45) * std::sin(2 * std::numbers::pi * (284 + day) / 365);
    const double angle = radians(15 * (static_cast<double>(h % 24) + 0.5 - 12));
    const auto cosine_to = [&](double slope) {
      return std::sin(declination) * std::sin(latitude - slope) +
             std::cos(declination) * std::cos(latitude - slope) * std::cos(angle);
    };
    const double height = cosine_to(0);
    if (height <= 0.01) continue;
    const double clear = std::pow(beam_transmission, std::pow(1 / height, air_mass_exponent));
    const double clearness = std::lerp(cloudiest, clearest, 0.5 * std::erfc(-clouds[h] / std::numbers::sqrt2));
    const double scattered = height * std::lerp(cloudy_diffuse, clear_diffuse, clearness);
    made[h] = clear * (clearness * std::max(0.0, cosine_to(tilt)) + scattered);
  }
  return made;
}

/// Wind speeds of any unit.
Series speeds(std::uint64_t seed) {
  const Series noise = autoregressive(RandomStream(seed, "wind"), wind_memory_hours);
  const Series season = cosine(hours_a_year, windiest_day * 24);
  Series made(hours_a_year);
  for (std::size_t h = 0; h < hours_a_year; ++h) {
    const double calmer = 0.5 * std::erfc((noise[h] + winter_shift * season[h]) / std::numbers::sqrt2);
    made[h] = std::pow(-std::log(std::max(calmer, 1e-12)), 1 / weibull_shape);
  }
  return made;
}

double turbine(double speed) {
  if (speed < cut_in || speed > cut_out) return 0;
  const auto cube = [](double x) { return x * x * x; };
  return std::min(1.0, (cube(speed) - cube(cut_in)) / (cube(rated) - cube(cut_in)));
}

/// Mean of output(strength · made).
template <typename Output>
double mean_output(const Series& made, double strength, Output output) {
  double sum = 0;
  for (const double value : made) sum += output(strength * value);
  return sum / static_cast<double>(made.size());
}

/// output(strength · made) with the strength, up to `most`, at which its mean is `wanted`.
template <typename Output>
Series scaled(Series made, double wanted, Output output, double most = std::numeric_limits<double>::infinity()) {
  const double strength = where_rising([&](double s) { return mean_output(made, std::min(s, most), output); }, wanted);
  for (double& value : made) value = output(std::min(strength, most) * value);
  return made;
}

/// At which strength of the wind turbines give most in a year: in a stronger one storms stop them too often. By golden
/// sections; the mean rises to one peak.
double best_wind(const Series& made) {
  double low = rated / 2, high = cut_out;
  for (int i = 0; i < 20; ++i) {
    const double third = (high - low) * (2 - std::numbers::phi);
    const bool rising = mean_output(made, low + third, turbine) < mean_output(made, high - third, turbine);
    (rising ? low : high) = rising ? low + third : high - third;
  }
  return low;
}

/// The first of January is taken for a Monday.
Series demand() {
  const Series daily = cosine(24, 14), twice = cosine(12, 8);
  Series made(hours_a_year);
  for (std::size_t h = 0; h < hours_a_year; ++h) {
    made[h] = 0.5 * (daily[h] + twice[h]) - (h / 24 % 7 >= 5 ? weekend : 0);
  }
  return standardised(std::move(made));
}

}  // namespace

std::vector<ResourceHour> typical_resource(const Renewables& renewables, std::uint64_t seed) {
  const Series solar = scaled(light(renewables.latitude, seed), renewables.solar_capacity_factor,
                              [](double x) { return std::min(1.0, x); });
  const Series blown = speeds(seed);
  const Series wind = scaled(blown, renewables.wind_capacity_factor, turbine, best_wind(blown));
  const Series sun = standardised(solar), windy = standardised(wind), wanted = demand(),
               slow = standardised(autoregressive(RandomStream(seed, "price"), slow_memory_hours));
  Series price(hours_a_year);
  for (std::size_t h = 0; h < hours_a_year; ++h) {
    price[h] = demand_weight * wanted[h] + slow_weight * slow[h] - solar_weight * sun[h] - wind_weight * windy[h];
  }
  price = standardised(std::move(price));
  std::vector<ResourceHour> hours(hours_a_year);
  for (std::size_t h = 0; h < hours_a_year; ++h) hours[h] = {solar[h], wind[h], price[h]};
  return hours;
}

}  // namespace gigaplan::power
