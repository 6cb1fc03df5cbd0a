// What are hours made of that nobody measured: cycles, chance with a memory, and a strength that meets a statistic?
#pragma once

#include <functional>
#include <vector>

#include "base/random.hpp"

namespace gigaplan::power {

/// One value an hour of a year of 8,760 h, from 1 January, 00:00.
using Series = std::vector<double>;

[[nodiscard]] double mean(const Series& values, std::size_t from, std::size_t to);

/// cos of period and peak in hours, at the middle of each hour.
[[nodiscard]] Series cosine(double period, double peak);

/// Stationary AR(1) of unit variance, mean 0. \param memory_hours after which the correlation is 1/e
[[nodiscard]] Series autoregressive(RandomStream stream, double memory_hours);

/// Moved and scaled to mean 0 and standard deviation 1; a constant becomes 0.
[[nodiscard]] Series standardised(Series values);

/// The x ≥ 0 at which the rising function f meets `target`; 0 if it starts above it.
[[nodiscard]] double where_rising(const std::function<double(double)>& f, double target);

}  // namespace gigaplan::power
