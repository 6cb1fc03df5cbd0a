#include "sweep/points.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/random/sobol.hpp>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "base/random.hpp"

namespace gigaplan::sweep {
namespace {

using Json = nlohmann::json;

bool is_sampled(Design design) {
  return design == Design::latin_hypercube || design == Design::sobol || design == Design::monte_carlo;
}

std::uint64_t length(const SweepAxis& axis) {
  return axis.is_range() ? static_cast<std::uint64_t>(axis.steps) : axis.values.size() + axis.options.size();
}

double point_count(const SweepSpec& spec) {
  if (spec.design == Design::list) {
    return static_cast<double>(spec.points.size());
  }
  if (is_sampled(spec.design)) {
    return static_cast<double>(spec.samples);
  }
  if (spec.design == Design::zip) {
    return static_cast<double>(length(spec.axes.front()));
  }
  return std::accumulate(spec.axes.begin(), spec.axes.end(), 1.0,
                         [](double n, const SweepAxis& axis) { return n * static_cast<double>(length(axis)); });
}

/// Inverse of the distribution function. \param u 0..1
double quantile(const SweepAxis& axis, double u) {
  const double low = *axis.low;
  const double high = *axis.high;
  switch (axis.distribution) {
    case Distribution::uniform: return low + u * (high - low);
    case Distribution::log_uniform: return std::pow(low, 1 - u) * std::pow(high, u);  // high / low may overflow
    case Distribution::triangular: {
      const double mode = axis.mode.value_or((low + high) / 2);
      const double turn = (mode - low) / (high - low);
      return u < turn ? low + (high - low) * std::sqrt(u * turn)
                      : high - (high - low) * std::sqrt((1 - u) * (1 - turn));
    }
  }
  return low;
}

/// 0.3 and not 0.30000000000000004; 5 and not 4.999999999999999.
double twelve_digits(double value) {
  return std::stod(fmt::format("{:.12g}", value));
}

std::vector<double> latin(const SweepSpec& spec, std::size_t axis) {
  const auto n = static_cast<std::size_t>(spec.samples);
  RandomStream random(spec.seed, "sweep latin-hypercube", axis);
  std::vector<std::uint64_t> part(n);
  std::iota(part.begin(), part.end(), 0U);
  shuffle(part, random);
  std::vector<double> samples(n);
  for (std::size_t i = 0; i < n; ++i) {
    samples[i] = (static_cast<double>(part[i]) + random.uniform()) / static_cast<double>(n);
  }
  return samples;
}

std::vector<std::vector<double>> sobol(const SweepSpec& spec) {
  const auto n = static_cast<std::size_t>(spec.samples);
  const std::size_t dimensions = spec.axes.size();
  boost::random::sobol_engine<std::uint64_t, 52> engine(dimensions);
  std::vector<std::uint64_t> shift;
  for (std::size_t d = 0; d < dimensions; ++d) {
    shift.push_back(RandomStream(spec.seed, "sweep sobol", d).bits() >> 12U);
  }
  std::vector<std::vector<double>> samples(dimensions, std::vector<double>(n));
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t d = 0; d < dimensions; ++d) {
      const std::uint64_t drawn = i == 0 ? 0 : engine();  // Boost leaves out the origin; balance needs it
      samples[d][i] = (static_cast<double>(drawn ^ shift[d]) + 0.5) * 0x1.0p-52;
    }
  }
  return samples;
}

}  // namespace

double count_runs(const SweepSpec& spec) {
  return point_count(spec) * spec.replicates;
}

Points::Points(const SweepSpec& spec, std::uint64_t first_seed)
    : spec_(spec), count_(static_cast<std::uint64_t>(count_runs(spec))), first_seed_(first_seed) {
  if (spec.design == Design::list) {
    names_ = {"point"};
  }
  for (const SweepAxis& axis : spec.axes) {
    names_.push_back(axis.name);
  }
  if (spec.design == Design::latin_hypercube) {
    for (std::size_t axis = 0; axis < spec.axes.size(); ++axis) {
      samples_.push_back(latin(spec, axis));
    }
  } else if (spec.design == Design::sobol) {
    samples_ = sobol(spec);
  }
}

Points::Choice Points::choose(std::size_t axis, std::uint64_t point) const {
  const SweepAxis& a = spec_.axes[axis];
  if (is_sampled(spec_.design)) {
    const double u = spec_.design == Design::monte_carlo
                         ? RandomStream(spec_.seed, "sweep monte-carlo " + a.name, point).uniform()
                         : samples_[axis][static_cast<std::size_t>(point)];
    const auto n = static_cast<double>(length(a));
    return {.index = a.is_range() ? 0 : static_cast<std::size_t>(std::min(u * n, n - 1)), .share = u};
  }
  std::uint64_t index = point;
  if (spec_.design == Design::grid) {
    for (std::size_t later = axis + 1; later < spec_.axes.size(); ++later) {
      index /= length(spec_.axes[later]);
    }
    index %= length(a);
  }
  return {.index = static_cast<std::size_t>(index),
          .share = a.is_range() ? static_cast<double>(index) / static_cast<double>(a.steps - 1) : 0};
}

void Points::apply(std::size_t axis, const Choice& choice, Point& point) const {
  const SweepAxis& a = spec_.axes[axis];
  if (a.is_range()) {
    double value = quantile(a, choice.share);
    value = is_sampled(spec_.design) ? value : twelve_digits(value);
    value = choice.share == 0 ? *a.low : choice.share == 1 ? *a.high : value;  // not a rounding error beside them
    value = a.whole ? std::round(value) : value;
    constexpr double exact = 9'007'199'254'740'992.0;  // 2^53
    const bool integer = value == std::trunc(value) && std::abs(value) < exact;
    const std::string text = integer ? Json(static_cast<std::int64_t>(value)).dump() : Json(value).dump();
    point.settings.push_back({a.pointer, text});
    point.cells.push_back(text);
  } else if (!a.options.empty()) {
    const SweepOption& option = a.options[choice.index];
    point.settings.insert(point.settings.end(), option.set.begin(), option.set.end());
    point.cells.push_back(Json(option.label).dump());
  } else {
    point.settings.push_back({a.pointer, a.values[choice.index]});
    point.cells.push_back(a.values[choice.index]);
  }
}

Point Points::at(std::uint64_t run) const {
  const auto replicates = static_cast<std::uint64_t>(spec_.replicates);
  const std::uint64_t index = run / replicates;
  Point point{.run = run, .replicate = static_cast<int>(run % replicates), .settings = spec_.set, .cells = {}};
  if (spec_.design == Design::list) {
    const SweepOption& option = spec_.points[static_cast<std::size_t>(index)];
    point.settings.insert(point.settings.end(), option.set.begin(), option.set.end());
    point.cells.push_back(Json(option.label).dump());
  }
  for (std::size_t axis = 0; axis < spec_.axes.size(); ++axis) {
    apply(axis, choose(axis, index), point);
  }
  if (replicates > 1) {
    point.settings.push_back({"/seed", std::to_string(first_seed_ + run % replicates)});
  }
  return point;
}

}  // namespace gigaplan::sweep
