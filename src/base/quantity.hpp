// How is a number kept safe? A double that knows its dimension at compile time and costs nothing at run time.
#pragma once

#include <cmath>
#include <compare>
#include <type_traits>

namespace gigaplan {

/// Exponents of the base dimensions. Energy is a base here: nothing in this project needs its mechanical parts.
struct Dimension {
  int time = 0;         ///< second
  int data = 0;         ///< byte
  int operations = 0;   ///< floating-point operation
  int energy = 0;       ///< joule
  int money = 0;        ///< euro
  int mass = 0;         ///< gram (of CO2-equivalent)
  int temperature = 0;  ///< kelvin (a difference), or degree Celsius where the name says so
  int volume = 0;       ///< litre (of water)
  int length = 0;       ///< metre
  int tokens = 0;       ///< token
  bool operator==(const Dimension&) const = default;
};

constexpr Dimension operator+(Dimension a, Dimension b) {
  return {a.time + b.time,     a.data + b.data,    a.operations + b.operations,   a.energy + b.energy,
          a.money + b.money,   a.mass + b.mass,    a.temperature + b.temperature, a.volume + b.volume,
          a.length + b.length, a.tokens + b.tokens};
}
constexpr Dimension operator-(Dimension a) {
  return {-a.time, -a.data,        -a.operations, -a.energy, -a.money,
          -a.mass, -a.temperature, -a.volume,     -a.length, -a.tokens};
}

/// A value in base units of dimension D. Adding metres to seconds does not compile.
template <Dimension D>
class Quantity {
 public:
  constexpr Quantity() = default;
  constexpr explicit Quantity(double base_units) : value_(base_units) {}

  /// The value in base units (second, byte, operation, joule, euro, gram, kelvin, litre, metre, token).
  [[nodiscard]] constexpr double base() const { return value_; }
  /// The value as a multiple of `unit`, e.g. `t.in(unit::hour)`.
  [[nodiscard]] constexpr double in(Quantity unit) const { return value_ / unit.value_; }

  constexpr Quantity& operator+=(Quantity other) {
    value_ += other.value_;
    return *this;
  }
  constexpr Quantity& operator-=(Quantity other) {
    value_ -= other.value_;
    return *this;
  }
  constexpr Quantity& operator*=(double factor) {
    value_ *= factor;
    return *this;
  }
  constexpr auto operator<=>(const Quantity&) const = default;

  friend constexpr Quantity operator+(Quantity a, Quantity b) { return Quantity(a.value_ + b.value_); }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return Quantity(a.value_ - b.value_); }
  friend constexpr Quantity operator-(Quantity a) { return Quantity(-a.value_); }
  friend constexpr Quantity operator*(Quantity a, double k) { return Quantity(a.value_ * k); }
  friend constexpr Quantity operator*(double k, Quantity a) { return Quantity(k * a.value_); }
  friend constexpr Quantity operator/(Quantity a, double k) { return Quantity(a.value_ / k); }

 private:
  double value_ = 0;
};

/// A product or ratio whose dimensions cancel is a plain double.
template <Dimension A, Dimension B>
constexpr auto operator*(Quantity<A> a, Quantity<B> b) {
  if constexpr (A + B == Dimension{}) {
    return a.base() * b.base();
  } else {
    return Quantity<A + B>(a.base() * b.base());
  }
}
template <Dimension A, Dimension B>
constexpr auto operator/(Quantity<A> a, Quantity<B> b) {
  if constexpr (A == B) {
    return a.base() / b.base();
  } else {
    return Quantity<A + (-B)>(a.base() / b.base());
  }
}
template <Dimension B>
constexpr auto operator/(double a, Quantity<B> b) {
  return Quantity<-B>(a / b.base());
}

template <Dimension D>
[[nodiscard]] constexpr Quantity<D> max(Quantity<D> a, Quantity<D> b) {
  return a < b ? b : a;
}
template <Dimension D>
[[nodiscard]] constexpr Quantity<D> min(Quantity<D> a, Quantity<D> b) {
  return b < a ? b : a;
}
template <Dimension D>
[[nodiscard]] inline bool is_finite(Quantity<D> q) {
  return std::isfinite(q.base());
}

using Time = Quantity<Dimension{.time = 1}>;
using Bytes = Quantity<Dimension{.data = 1}>;
using ByteRate = Quantity<Dimension{.time = -1, .data = 1}>;
using Operations = Quantity<Dimension{.operations = 1}>;
using OperationRate = Quantity<Dimension{.time = -1, .operations = 1}>;
using Energy = Quantity<Dimension{.energy = 1}>;
using Power = Quantity<Dimension{.time = -1, .energy = 1}>;
using Money = Quantity<Dimension{.money = 1}>;
using MoneyPerTime = Quantity<Dimension{.time = -1, .money = 1}>;
using MoneyPerEnergy = Quantity<Dimension{.energy = -1, .money = 1}>;
using MoneyPerPower = Quantity<Dimension{.time = 1, .energy = -1, .money = 1}>;
using MoneyPerVolume = Quantity<Dimension{.money = 1, .volume = -1}>;
using MoneyPerLength = Quantity<Dimension{.money = 1, .length = -1}>;
using Mass = Quantity<Dimension{.mass = 1}>;
using MassPerEnergy = Quantity<Dimension{.energy = -1, .mass = 1}>;
using Temperature = Quantity<Dimension{.temperature = 1}>;
using PowerPerTemperature = Quantity<Dimension{.time = -1, .energy = 1, .temperature = -1}>;
using Volume = Quantity<Dimension{.volume = 1}>;
using VolumeRate = Quantity<Dimension{.time = -1, .volume = 1}>;
using VolumePerEnergy = Quantity<Dimension{.energy = -1, .volume = 1}>;
using Length = Quantity<Dimension{.length = 1}>;
using Frequency = Quantity<Dimension{.time = -1}>;
using Tokens = Quantity<Dimension{.tokens = 1}>;
using TokenRate = Quantity<Dimension{.time = -1, .tokens = 1}>;

/// Named units: multiply to make a quantity, `in()` to read one. GB is 1e9 bytes, GiB 2^30.
namespace unit {
inline constexpr Time second{1}, microsecond{1e-6}, minute{60}, hour{3600}, day{86400}, week{604800},
    year{8760.0 * 3600};
inline constexpr Bytes byte{1}, megabyte{1e6}, gigabyte{1e9}, terabyte{1e12}, gibibyte{1024.0 * 1024 * 1024};
inline constexpr ByteRate byte_per_second{1}, gigabyte_per_second{1e9}, terabyte_per_second{1e12},
    gigabit_per_second{1e9 / 8};
inline constexpr Operations flop{1}, gigaflop{1e9}, teraflop{1e12}, petaflop{1e15}, exaflop{1e18};
inline constexpr OperationRate flop_per_second{1}, teraflop_per_second{1e12}, petaflop_per_second{1e15};
inline constexpr Energy joule{1}, kilowatt_hour{3.6e6}, megawatt_hour{3.6e9}, gigawatt_hour{3.6e12};
inline constexpr Power watt{1}, kilowatt{1e3}, megawatt{1e6};
inline constexpr Money euro{1}, million_euro{1e6}, billion_euro{1e9};
inline constexpr MoneyPerTime euro_per_year{1.0 / (8760.0 * 3600)};
inline constexpr MoneyPerEnergy euro_per_megawatt_hour{1.0 / 3.6e9};
inline constexpr MoneyPerPower euro_per_watt{1}, euro_per_megawatt{1e-6};
inline constexpr MoneyPerVolume euro_per_cubic_metre{1e-3};
inline constexpr MoneyPerLength euro_per_metre{1};
inline constexpr Mass gram{1}, kilogram{1e3}, tonne{1e6};
inline constexpr MassPerEnergy gram_per_kilowatt_hour{1.0 / 3.6e6};
inline constexpr Temperature kelvin{1}, celsius{1};
inline constexpr Volume litre{1}, cubic_metre{1e3};
inline constexpr VolumePerEnergy litre_per_kilowatt_hour{1.0 / 3.6e6};
inline constexpr Length metre{1};
inline constexpr Frequency per_hour{1.0 / 3600}, per_day{1.0 / 86400}, per_year{1.0 / (8760.0 * 3600)};
inline constexpr Tokens token{1};
inline constexpr TokenRate token_per_second{1};
}  // namespace unit

}  // namespace gigaplan
