#include "power/made_hours.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "power/weather.hpp"

namespace gigaplan::power {

double mean(const Series& values, std::size_t from, std::size_t to) {
  double sum = 0;
  for (std::size_t h = from; h < to; ++h) {
    sum += values[h];
  }
  return sum / static_cast<double>(to - from);
}

Series cosine(double period, double peak) {
  Series wave(hours_a_year);
  for (std::size_t h = 0; h < hours_a_year; ++h) {
    wave[h] = std::cos(2 * std::numbers::pi * (static_cast<double>(h) + 0.5 - peak) / period);
  }
  return wave;
}

Series autoregressive(RandomStream stream, double memory_hours) {
  const double keep = std::exp(-1 / memory_hours);
  const double fresh = std::sqrt(1 - keep * keep);
  Series noise(hours_a_year);
  double state = stream.normal();
  for (double& value : noise) {
    state = keep * state + fresh * stream.normal();
    value = state;
  }
  return noise;
}

Series standardised(Series values) {
  const double middle = mean(values, 0, values.size());
  double squares = 0;
  for (double& value : values) {
    value -= middle;
    squares += value * value;
  }
  const double deviation = std::sqrt(squares / static_cast<double>(values.size()));
  for (double& value : values) value = deviation > 0 ? value / deviation : 0;
  return values;
}

double where_rising(const std::function<double(double)>& f, double target) {
  double low = 0;
  double high = 1;
  while (f(high) < target && high < 1e3) {
    high *= 2;
  }
  for (int i = 0; i < 40; ++i) {
    const double middle = (low + high) / 2;
    (f(middle) < target ? low : high) = middle;
  }
  return low;
}

}  // namespace gigaplan::power
