#include "power/battery.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gigaplan::power {
namespace {

constexpr std::size_t day = 24, foresight = 48;  // hours
constexpr double over_limit = 10;    // EUR for a kWh above the connection's limit: nobody sells it, so far too much
constexpr double rounding = 1e-9;    // of sums of kilowatts
constexpr double tie = 1e-6;         // EUR for a kWh in or out: rather rest than cycle for nothing
constexpr double usual_levels = 96;  // of energy inside: eight hours of full power

/// Where a + b, which is not negative, stands in a list.
std::size_t index(int a, int b) {
  const int sum = a + b;
  return static_cast<std::size_t>(sum);
}

/// The battery as levels of energy, and what it costs to move between them. Numbers are kWh and EUR.
class Levels {
 public:
  Levels(const Battery& battery, const ConnectionLimits& limits)
      : limit_(limits.import ? limits.import->in(unit::kilowatt) : std::numeric_limits<double>::infinity()),
        feed_in_(limits.feed_in.in(unit::kilowatt)) {
    const double energy = battery.energy.in(unit::kilowatt_hour), power = battery.power.in(unit::kilowatt);
    const double one_way = std::sqrt(battery.efficiency);
    const double hours = energy / power;
    const double steps_an_hour = std::clamp(usual_levels / hours, 6.0, 12.0);
    count_ = static_cast<int>(std::max(std::ceil(steps_an_hour * hours), 12.0));
    step_ = energy / count_;
    up_ = steps_of(power * one_way);
    down_ = steps_of(power / one_way);
    for (int move = -down_; move <= up_; ++move) {
      out_.push_back(move > 0 ? -move * step_ / one_way : -move * step_ * one_way);
    }
  }

  [[nodiscard]] int count() const { return count_; }
  [[nodiscard]] double step() const { return step_; }
  [[nodiscard]] double out(int move) const { return out_[index(move, down_)]; }

  /// What an hour costs for each move that could be made in it.
  void price_moves(const HourlyNeed& hour, std::vector<double>& costs) const {
    const double net = hour.net.in(unit::kilowatt);
    const double price = hour.price.in(kilowatt_price), feed_in = hour.feed_in.in(kilowatt_price);
    costs.resize(out_.size());
    for (std::size_t m = 0; m < out_.size(); ++m) {
      const double bought = net - out_[m];
      if (out_[m] < 0 && bought > limit_ * (1 - rounding)) {
        costs[m] = std::numeric_limits<double>::infinity();  // what a later peak needs is charged below the limit
        continue;
      }
      costs[m] = tie * std::abs(out_[m]) + (bought > 0 ? bought * price + over_limit * std::max(0.0, bought - limit_)
                                                       : -std::min(-bought, feed_in_) * feed_in);
    }
  }

  /// From what the hours after cost by level, what this and they cost, and the best move.
  void step_back(const std::vector<double>& costs, std::vector<double>& value, std::vector<int>& best) const {
    std::vector<double> now(value.size());
    for (int level = 0; level <= count_; ++level) {
      double least = std::numeric_limits<double>::infinity();
      for (int move = std::max(-down_, -level); move <= std::min(up_, count_ - level); ++move) {
        const double cost = costs[index(move, down_)] + value[index(level, move)];
        if (cost < least) {
          least = cost;
          best[static_cast<std::size_t>(level)] = move;
        }
      }
      now[static_cast<std::size_t>(level)] = least;
    }
    value.swap(now);
  }

 private:
  /// In an hour; a tiny store takes all of its levels in a fraction of one.
  [[nodiscard]] int steps_of(double power) const {
    return static_cast<int>(std::min(static_cast<double>(count_), power / step_ + rounding));
  }

  static constexpr MoneyPerEnergy kilowatt_price{1.0 / 3.6e6};  // EUR/kWh
  double limit_, feed_in_, step_ = 0;
  int count_ = 0, up_ = 0, down_ = 0;
  std::vector<double> out_;  ///< AC energy out, by move from the largest down to the largest up
};

}  // namespace

std::vector<BatteryHour> dispatch(const Battery& battery, const std::vector<HourlyNeed>& hours,
                                  const ConnectionLimits& limits) {
  std::vector<BatteryHour> done(hours.size());
  if (!(battery.power > Power()) || !(battery.energy > Energy())) return done;
  const Levels levels(battery, limits);
  const auto states = static_cast<std::size_t>(levels.count()) + 1;
  std::vector<std::vector<int>> best(foresight, std::vector<int>(states));
  std::vector<double> costs;
  int level = 0;
  for (std::size_t begin = 0; begin < hours.size(); begin += day) {
    const std::size_t known = std::min(foresight, hours.size() - begin);
    std::vector<double> value(states, 0.0);
    for (std::size_t h = known; h-- > 0;) {
      levels.price_moves(hours[begin + h], costs);
      levels.step_back(costs, value, best[h]);
    }
    for (std::size_t h = 0; h < std::min(day, known); ++h) {
      const int move = best[h][static_cast<std::size_t>(level)];
      level += move;
      done[begin + h] = {levels.out(move) * unit::kilowatt, level * levels.step() * unit::kilowatt_hour};
    }
  }
  return done;
}

}  // namespace gigaplan::power
