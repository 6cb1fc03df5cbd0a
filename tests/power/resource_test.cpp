// Are the made hours of sun, wind and price what is known of them?
#include "power/resource.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "sanitized.hpp"

using namespace gigaplan;
using power::ResourceHour;
using power::typical_resource;

namespace {

/// Hourly day-ahead prices (ENTSO-E, OMIE), as distributed with sustain-cluster: EUR/MWh, hours below zero.
struct Prices {
  std::string place;
  Renewables renewables;
  double mean, deviation, p5, p95, negative;
};
const Renewables germany{50.1, 0.12, 0.28}, france{48.9, 0.15, 0.27}, spain{41.0, 0.21, 0.28},
    portugal{38.7, 0.21, 0.29}, netherlands{52.3, 0.11, 0.31}, austria{48.2, 0.13, 0.28};
const std::array<Prices, 12> published = {{{"DE 2023", germany, 95.18, 47.6, 1.1, 166.3, 301},
                                           {"DE 2024", germany, 78.52, 52.8, 0.0, 143.3, 457},
                                           {"FR 2023", france, 96.66, 45.3, 7.0, 169.7, 147},
                                           {"FR 2024", france, 58.01, 40.7, 0.0, 122.8, 352},
                                           {"ES 2023", spain, 87.1, 41.3, 4.3, 147.0, 0},
                                           {"ES 2024", spain, 62.89, 45.9, 0.0, 136.2, 247},
                                           {"PT 2023", portugal, 88.27, 39.9, 5.0, 146.7, 0},
                                           {"PT 2024", portugal, 63.44, 45.6, 0.0, 136.6, 196},
                                           {"NL 2023", netherlands, 95.81, 49.1, 0.8, 166.6, 315},
                                           {"NL 2024", netherlands, 77.29, 49.5, 0.0, 139.0, 458},
                                           {"AT 2023", austria, 102.15, 44.4, 12.1, 171.2, 111},
                                           {"AT 2024", austria, 81.45, 49.5, 0.9, 146.0, 296}}};

template <class Value>
double mean(const std::vector<ResourceHour>& hours, Value value) {
  double sum = 0;
  for (const ResourceHour& h : hours) sum += value(h);
  return sum / static_cast<double>(hours.size());
}

/// Mean price of what a plant sells ÷ mean price.
double market_value(const std::vector<ResourceHour>& hours, double ResourceHour::*output, double relative_deviation) {
  const auto price = [&](const ResourceHour& h) { return 1 + relative_deviation * h.price_shape; };
  return mean(hours, [&](const ResourceHour& h) { return h.*output * price(h); }) /
         mean(hours, [&](const ResourceHour& h) { return h.*output; });
}

/// Over some seeds: one made year has its own luck.
template <class Figure>
double over_seeds(Figure figure) {
  double sum = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) sum += figure(seed);
  return sum / 10;
}

}  // namespace

TEST_CASE("a made year has the capacity factors that it was made from, and stays within the ratings") {
  RandomStream random(7, "resources");
  for (int i = 0; i < (test::sanitized ? 2 : 20); ++i) {
    const Renewables site{30 + 42 * random.uniform(), 0.02 + 0.3 * random.uniform(), 0.05 + 0.5 * random.uniform()};
    const auto hours = typical_resource(site, static_cast<std::uint64_t>(i));
    REQUIRE(hours.size() == 8760);
    CHECK(mean(hours, [](const ResourceHour& h) { return h.solar; }) ==
          doctest::Approx(site.solar_capacity_factor).epsilon(1e-4));
    CHECK(mean(hours, [](const ResourceHour& h) { return h.wind; }) ==
          doctest::Approx(site.wind_capacity_factor).epsilon(1e-4));
    CHECK(std::ranges::all_of(hours, [](const ResourceHour& h) {
      return h.solar >= 0 && h.solar <= 1 && h.wind >= 0 && h.wind <= 1 && std::isfinite(h.price_shape);
    }));
    CHECK(mean(hours, [](const ResourceHour& h) { return h.price_shape; }) == doctest::Approx(0).epsilon(1e-9));
    CHECK(mean(hours, [](const ResourceHour& h) { return h.price_shape * h.price_shape; }) == doctest::Approx(1));
  }
}

TEST_CASE("the extremes that the reader lets through can be made") {
  for (const Renewables site : {Renewables{30, 0.4, 0.5}, Renewables{72, 0.4, 0.5}, Renewables{72, 0.01, 0.01}}) {
    const auto hours = typical_resource(site, 3);
    CHECK(mean(hours, [](const ResourceHour& h) { return h.solar; }) ==
          doctest::Approx(site.solar_capacity_factor).epsilon(1e-3));
    CHECK(mean(hours, [](const ResourceHour& h) { return h.wind; }) ==
          doctest::Approx(site.wind_capacity_factor).epsilon(1e-3));
  }
}

TEST_CASE(
    "the most wind that the reader lets through can be made of every luck; more than there is gives all there is") {
  const auto wind = [](const Renewables& site, std::uint64_t seed) {
    return mean(typical_resource(site, seed), [](const ResourceHour& h) { return h.wind; });
  };
  for (std::uint64_t seed = 1; seed <= (test::sanitized ? 2 : 200); ++seed) {
    CAPTURE(seed);
    CHECK(wind({50, 0.1, 0.5}, seed) == doctest::Approx(0.5).epsilon(1e-3));
    const double most = wind({50, 0.1, 0.9}, seed);  // storms stop turbines: no wind makes them give this much
    CHECK(most > 0.55);
    CHECK(most < 0.75);
  }
}

TEST_CASE("the sun shines by day, more in summer than in winter; the wind blows more in winter") {
  const auto hours = typical_resource(germany, 1);
  double summer = 0, winter = 0, windy_summer = 0, windy_winter = 0;
  for (std::size_t h = 0; h < hours.size(); ++h) {
    const std::size_t day = h / 24, hour = h % 24;
    if (hour < 3 || hour > 20) CHECK(hours[h].solar == 0);
    if (day >= 151 && day < 243) (summer += hours[h].solar, windy_summer += hours[h].wind);
    if (day < 59 || day >= 334) (winter += hours[h].solar, windy_winter += hours[h].wind);
  }
  CHECK(summer > 2 * winter);
  CHECK(windy_winter > 1.2 * windy_summer);
}

TEST_CASE("the same seed gives the same year, another another") {
  CHECK(typical_resource(spain, 5) == typical_resource(spain, 5));
  CHECK_FALSE(typical_resource(spain, 5) == typical_resource(spain, 6));
}

TEST_CASE("power from sun and wind is worth what it was worth in Germany" * doctest::skip(test::sanitized)) {
  // Market values ÷ mean price, netztransparenz.de. 2024 set the weights; 2023 had less sun in the system.
  const auto of = [](double ResourceHour::*output, double relative) {
    return over_seeds(
        [&](std::uint64_t seed) { return market_value(typical_resource(germany, seed), output, relative); });
  };
  const auto off = [&](double ResourceHour::*output, double value, double price, double deviation) {
    const double made = of(output, deviation / price) * price;
    MESSAGE("market value " << made << " made, " << value << " published, EUR/MWh");
    return std::abs(made / value - 1);
  };
  CHECK(off(&ResourceHour::solar, 46.24, 78.52, 52.8) < 0.02);
  CHECK(off(&ResourceHour::wind, 62.93, 78.52, 52.8) < 0.02);
  CHECK(off(&ResourceHour::wind, 76.21, 95.18, 47.6) < 0.10);
  CHECK(off(&ResourceHour::solar, 72.00, 95.18, 47.6) < 0.10);
}

TEST_CASE("made prices are spread as measured ones are: twelve years of six countries" *
          doctest::skip(test::sanitized)) {
  for (const Prices& p : published) {
    CAPTURE(p.place);
    const auto quantile = [&](double share) {
      return over_seeds([&](std::uint64_t seed) {
        std::vector<double> prices;
        for (const ResourceHour& h : typical_resource(p.renewables, seed))
          prices.push_back(p.mean + p.deviation * h.price_shape);
        std::ranges::sort(prices);
        return prices[static_cast<std::size_t>(share * 8760)];
      });
    };
    CHECK(std::abs(quantile(0.05) - p.p5) < 0.45 * p.deviation);
    CHECK(std::abs(quantile(0.95) - p.p95) < 0.4 * p.deviation);
    const double below_zero = over_seeds([&](std::uint64_t seed) {
      return static_cast<double>(
          std::ranges::count_if(typical_resource(p.renewables, seed),
                                [&](const ResourceHour& h) { return p.mean + p.deviation * h.price_shape < 0; }));
    });
    MESSAGE(p.place << ": " << below_zero << " hours below zero made, " << p.negative << " published");
    CHECK(std::abs(below_zero - p.negative) < 0.065 * 8760);
  }
}
