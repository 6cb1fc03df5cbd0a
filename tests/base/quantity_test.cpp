// Do dimensions hold? Sums of unlike things must not compile; products must come out in the right unit.
#include "base/quantity.hpp"

#include <doctest/doctest.h>

#include <concepts>
#include <limits>
#include <type_traits>

using namespace gigaplan;

namespace {

template <class A, class B>
concept addable = requires(A a, B b) { a + b; };
template <class A, class B>
concept subtractable = requires(A a, B b) { a - b; };
template <class A, class B>
concept accumulates = requires(A a, B b) { a += b; };
template <class A, class B>
concept comparable = requires(A a, B b) { a < b; };
template <class A, class B>
concept equatable = requires(A a, B b) { a == b; };
template <class A, class B>
concept readable_in = requires(A a, B b) { a.in(b); };
template <class A, class B>
concept larger_of = requires(A a, B b) { max(a, b); };

/// Nothing that mixes two dimensions compiles, except a product or a ratio.
template <class A, class B>
constexpr bool unlike = !addable<A, B> && !subtractable<A, B> && !accumulates<A, B> && !comparable<A, B> &&
                        !equatable<A, B> && !readable_in<A, B> && !larger_of<A, B> && !std::convertible_to<A, B> &&
                        !std::constructible_from<A, B> && !std::assignable_from<A&, B>;
template <class A>
constexpr bool like_itself = addable<A, A> && subtractable<A, A> && accumulates<A, A> && comparable<A, A> &&
                             equatable<A, A> && readable_in<A, A> && larger_of<A, A>;

// The concepts above can hold: otherwise `unlike` would be true of everything.
static_assert(like_itself<Time> && like_itself<Money> && like_itself<ByteRate>);

static_assert(unlike<Time, Length> && unlike<Bytes, Operations> && unlike<Bytes, ByteRate> && unlike<Energy, Power>);
static_assert(unlike<Money, MoneyPerTime> && unlike<Mass, Volume> && unlike<Tokens, TokenRate>);
static_assert(unlike<Frequency, TokenRate> && unlike<Temperature, Energy> && unlike<OperationRate, ByteRate>);

// A bare number is no quantity, and a quantity no bare number: each crossing is written out, T(x) or t.base().
static_assert(!addable<Time, double> && !addable<double, Time> && !comparable<Time, double> &&
              !equatable<Time, double>);
static_assert(!std::convertible_to<double, Time> && std::constructible_from<Time, double>);
static_assert(!std::convertible_to<Time, double> && !std::constructible_from<double, Time>);
static_assert(!std::assignable_from<Time&, double>);

// What a product or a ratio is.
template <class A, class B>
using Product = decltype(A{} * B{});
template <class A, class B>
using Ratio = decltype(A{} / B{});
static_assert(std::same_as<Product<Power, Time>, Energy> && std::same_as<Ratio<Energy, Time>, Power>);
static_assert(std::same_as<Ratio<Bytes, ByteRate>, Time> && std::same_as<Ratio<Operations, OperationRate>, Time>);
static_assert(std::same_as<Product<MoneyPerEnergy, Energy>, Money> &&
              std::same_as<Product<Power, MoneyPerPower>, Money>);
static_assert(std::same_as<Product<MassPerEnergy, Energy>, Mass> &&
              std::same_as<Product<VolumePerEnergy, Energy>, Volume>);
static_assert(std::same_as<Product<MoneyPerVolume, Volume>, Money> &&
              std::same_as<Product<MoneyPerLength, Length>, Money>);
static_assert(std::same_as<Product<MoneyPerTime, Time>, Money> && std::same_as<Ratio<Tokens, Time>, TokenRate>);
static_assert(std::same_as<Product<PowerPerTemperature, Temperature>, Power>);
static_assert(std::same_as<decltype(1.0 / Time{}), Frequency>);

// Where all dimensions cancel, what is left is a number.
static_assert(std::same_as<Ratio<Time, Time>, double> && std::same_as<Product<Frequency, Time>, double>);
static_assert(std::same_as<Ratio<Product<Power, Time>, Energy>, double>);

// It costs nothing: the size of a double, passed in a register, usable at compile time.
static_assert(sizeof(Energy) == sizeof(double) && std::is_trivially_copyable_v<Energy>);
static_assert((unit::megawatt * unit::hour).base() == 3.6e9);  // 1e6 W x 3600 s
static_assert(Time{}.base() == 0);

}  // namespace

TEST_CASE("units have their sizes by definition") {
  CHECK(unit::gibibyte.in(unit::byte) == 1'073'741'824.0);             // 2^30
  CHECK(unit::gigabyte.in(unit::byte) == 1e9);                         // SI
  CHECK(unit::year.in(unit::hour) == 8760);                            // 365 days
  CHECK(unit::gigabit_per_second.in(unit::byte_per_second) == 125e6);  // 8 bits a byte
  CHECK(unit::megawatt_hour.in(unit::joule) == 3.6e9);                 // 1e6 J/s x 3600 s
  CHECK(unit::gigawatt_hour.in(unit::kilowatt_hour) == doctest::Approx(1e6).epsilon(1e-15));
  CHECK(unit::cubic_metre.in(unit::litre) == 1000);
  CHECK(unit::tonne.in(unit::gram) == 1e6);
  CHECK(unit::petaflop / unit::teraflop == 1000);
  CHECK(unit::week / unit::day == 7);
  CHECK(unit::exaflop / unit::petaflop == 1000);
}

TEST_CASE("rates a year, a day, an hour undo their unit of time") {
  const double epsilon = 1e-15;
  CHECK(unit::per_year * unit::year == doctest::Approx(1).epsilon(epsilon));
  CHECK(unit::per_day * unit::day == doctest::Approx(1).epsilon(epsilon));
  CHECK(unit::per_hour * unit::hour == doctest::Approx(1).epsilon(epsilon));
  CHECK((unit::euro_per_year * unit::year).in(unit::euro) == doctest::Approx(1).epsilon(epsilon));
}

TEST_CASE("a year of 100 MW at 60 EUR/MWh costs 52.56 million euro") {
  // 100 MW x 8760 h = 876,000 MWh; x 60 EUR = 52,560,000 EUR
  const Energy energy = 100 * unit::megawatt * unit::year;
  CHECK(energy.in(unit::megawatt_hour) == doctest::Approx(876'000).epsilon(1e-14));
  const Money cost = energy * (60 * unit::euro_per_megawatt_hour);
  CHECK(cost.in(unit::million_euro) == doctest::Approx(52.56).epsilon(1e-14));
}

TEST_CASE("1 GB over 400 Gbit/s takes 20 ms, and a GiB 21.47 ms") {
  const ByteRate rate = 400 * unit::gigabit_per_second;  // 50 GB/s
  CHECK((unit::gigabyte / rate).in(unit::second) == doctest::Approx(0.020).epsilon(1e-14));
  CHECK((unit::gibibyte / rate).in(unit::second) == doctest::Approx(0.02147483648).epsilon(1e-14));
}

TEST_CASE("12 million euro a megawatt is 12 euro a watt") {
  CHECK((12e6 * unit::euro_per_megawatt).in(unit::euro_per_watt) == doctest::Approx(12).epsilon(1e-14));
}

TEST_CASE("400 g/kWh over 1 GWh is 400 t of CO2") {
  CHECK((400 * unit::gram_per_kilowatt_hour * unit::gigawatt_hour).in(unit::tonne) ==
        doctest::Approx(400).epsilon(1e-14));
}

TEST_CASE("sums, differences, scalings and comparisons are those of the numbers") {
  const Time a(3);
  const Time b(5);
  CHECK((a + b).base() == 8);
  CHECK((a - b).base() == -2);
  CHECK((-a).base() == -3);
  CHECK((a * 2.0).base() == 6);
  CHECK((2.0 * a).base() == 6);
  CHECK((b / 2.0).base() == 2.5);
  CHECK(a < b);
  CHECK(b >= a);
  CHECK(a == Time(3));
  CHECK(max(a, b) == b);
  CHECK(min(a, b) == a);
  Time sum;
  sum += a;
  sum += b;
  sum -= Time(1);
  sum *= 2.0;
  CHECK(sum == Time(14));  // (3 + 5 - 1) x 2
}

TEST_CASE("a dimension can be built up and taken apart again") {
  // (euro/joule) x (joule/second) / (token/second) = euro/token, the price of a token
  const auto price = MoneyPerEnergy(2) * Power(3) / TokenRate(4);
  static_assert(std::same_as<decltype(price * Tokens{}), Money>);
  CHECK((price * Tokens(10)).base() == 15);  // 2 x 3 / 4 x 10
}

TEST_CASE("infinite and undefined values are told from finite ones") {
  CHECK(is_finite(Power(1e308)));
  CHECK_FALSE(is_finite(Power(std::numeric_limits<double>::infinity())));
  CHECK_FALSE(is_finite(Power(std::numeric_limits<double>::quiet_NaN())));
}
