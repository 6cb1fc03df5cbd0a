#include "power/weather.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/random.hpp"
#include "power/made_hours.hpp"

namespace gigaplan::power {
namespace {

// Shape of a typical year, as measured on four EnergyPlus files (Helsinki IWEC, Amsterdam IWEC, Lisboa INETI, Granada
// SWEC), which span the range from a cold to a hot dry European climate. What a site's own statistics say comes first;
// these fill in what they leave open.
constexpr double warmest_day = 204;            // first harmonic's peak: days 200 ... 213
constexpr double warmest_hour = 15;            // of the mean summer day: 13 ... 15
constexpr double memory_hours = 56;            // of the weather's autocorrelation: 0.60 ... 0.71 after 24 h
constexpr double wet_dry_correlation = 0.85;   // in summer, of deviations from season and hour: 0.68 ... 0.89
constexpr double winter_correlation = 0.97;    // the same in winter: 0.87 ... 1.00
constexpr double summer_skewness = 0.35;       // of those deviations: -0.15 ... 1.02; winter -0.87 ... 0.21
constexpr double swing_per_depression = 1.15;  // diurnal amplitude ÷ wet-bulb depression in summer: 1.04 ... 1.43
constexpr double wet_swing_share = 0.4;      // diurnal amplitude of the wet bulb ÷ that of the dry bulb: 0.3 ... 0.45
constexpr double largest_swing_share = 0.7;  // of the distance from the summer mean to the hot percentile: 0.3 ... 0.7
constexpr std::size_t hours_above_percentile = 35;

constexpr std::size_t june = 151UL * 24;  // first hour of
constexpr std::size_t september = 243UL * 24;

struct Statistics {
  double mean = 0, summer = 0, hot = 0;
};

Statistics statistics(Series values) {
  Statistics result{.mean = mean(values, 0, values.size()), .summer = mean(values, june, september)};
  const auto nth = values.end() - static_cast<std::ptrdiff_t>(hours_above_percentile) - 1;
  std::ranges::nth_element(values, nth);
  result.hot = *nth;
  return result;
}

// Hot spells stand out of summer, cold ones of winter: the noise bent to a skewness that follows the season (third
// moment of (exp(k z) - 1)/k for standard normal z: about 3 k).
Series skewed(Series noise, const Series& season) {
  for (std::size_t h = 0; h < hours_a_year; ++h) {
    const double k = summer_skewness / 3 * season[h];
    noise[h] = std::abs(k) > 1e-6 ? std::expm1(k * noise[h]) / k : noise[h];
  }
  return noise;
}

// Follows `other` as closely as wet-bulb deviations follow dry-bulb ones, the rest its own.
Series correlated(Series own, const Series& other, const Series& season) {
  for (std::size_t h = 0; h < hours_a_year; ++h) {
    const double along = std::lerp(winter_correlation, wet_dry_correlation, (1 + season[h]) / 2);
    own[h] = along * other[h] + std::sqrt(1 - along * along) * own[h];
  }
  return own;
}

// Takes constant and seasonal parts out, so that adding `noise` in any strength moves neither the yearly nor the summer
// mean.
Series without_means(Series noise, const Series& season) {
  const double slope = (mean(noise, june, september) - mean(noise, 0, hours_a_year)) /
                       (mean(season, june, september) - mean(season, 0, hours_a_year));
  const double offset = mean(noise, 0, hours_a_year) - slope * mean(season, 0, hours_a_year);
  for (std::size_t h = 0; h < hours_a_year; ++h) {
    noise[h] -= offset + slope * season[h];
  }
  return noise;
}

// mean + season + swing + strength · noise, the strength such that the hot percentile is met; where season and swing
// alone exceed it, the swing is weakened instead.
Series bend(const Statistics& wanted, const Series& season, const Series& swing, const Series& noise) {
  const double amplitude =
      (wanted.summer - wanted.mean) / (mean(season, june, september) - mean(season, 0, hours_a_year));
  const double offset = wanted.mean - amplitude * mean(season, 0, hours_a_year);
  const auto year = [&](double swing_strength, double noise_strength) {
    Series made(hours_a_year);
    for (std::size_t h = 0; h < hours_a_year; ++h) {
      made[h] = offset + amplitude * season[h] + swing_strength * swing[h] + noise_strength * noise[h];
    }
    return made;
  };
  const auto hot = [&](double s, double n) { return statistics(year(s, n)).hot; };
  if (hot(1, 0) >= wanted.hot) {
    return year(where_rising([&](double s) { return hot(s, 0); }, wanted.hot), 0);
  }
  return year(1, where_rising([&](double n) { return hot(1, n); }, wanted.hot));
}

// Dry air swings more between night and day: the amplitude follows the wet-bulb depression of the season.
Series daily_swing(const Statistics& dry, const Statistics& wet, const Series& season) {
  const double depression = std::max(0.0, dry.mean - wet.mean);
  const double summer_depression = std::max(0.0, dry.summer - wet.summer);
  const double largest = std::max(0.0, largest_swing_share * (dry.hot - dry.summer));
  const double season_in_summer = mean(season, june, september);
  Series swing = cosine(24, warmest_hour);
  for (std::size_t h = 0; h < hours_a_year; ++h) {
    const double now = depression + (summer_depression - depression) * season[h] / season_in_summer;
    swing[h] *= std::clamp(swing_per_depression * now, 0.0, largest);
  }
  return swing;
}

// Like bend(), but nowhere above `dry`. Cutting lowers the means: aim higher by what was missed, until it settles.
Series bend_below(const Series& dry, const Statistics& wanted, const Series& season, const Series& swing,
                  const Series& noise) {
  Statistics aim = wanted;
  Series wet;
  for (int round = 0; round < 12; ++round) {
    wet = bend(aim, season, swing, noise);
    std::ranges::transform(wet, dry, wet.begin(), [](double w, double d) { return std::min(w, d); });
    const Statistics made = statistics(wet);
    const std::array missed = {wanted.mean - made.mean, wanted.summer - made.summer, wanted.hot - made.hot};
    if (std::ranges::all_of(missed, [](double m) { return std::abs(m) < 0.01; })) {
      break;
    }
    aim = {aim.mean + missed[0], aim.summer + missed[1], aim.hot + missed[2]};
  }
  return wet;
}

}  // namespace

std::vector<WeatherHour> typical_year(const Climate& climate, std::uint64_t seed) {
  const Statistics dry_wanted{climate.mean.base(), climate.summer_mean.base(), climate.hot_percentile.base()};
  const Statistics wet_wanted{climate.wet_bulb_mean.base(), climate.wet_bulb_summer.base(),
                              climate.wet_bulb_hot.base()};
  const Series season = cosine(hours_a_year, warmest_day * 24);
  const Series weather = autoregressive(RandomStream(seed, "weather", 0), memory_hours);
  const Series wet_weather =
      correlated(autoregressive(RandomStream(seed, "weather", 1), memory_hours), weather, season);
  const Series swing = without_means(daily_swing(dry_wanted, wet_wanted, season), season);
  Series wet_swing = swing;
  std::ranges::for_each(wet_swing, [](double& s) { s *= wet_swing_share; });

  const Series dry = bend(dry_wanted, season, swing, without_means(skewed(weather, season), season));
  const Series wet = bend_below(dry, wet_wanted, season, wet_swing, without_means(skewed(wet_weather, season), season));

  std::vector<WeatherHour> hours(hours_a_year);
  std::ranges::transform(dry, wet, hours.begin(), [](double d, double w) {
    return WeatherHour{Temperature(d), Temperature(w)};
  });
  return hours;
}

}  // namespace gigaplan::power
