// Where does chance come from? From streams keyed by (seed, purpose, entity), so that two scenarios share their luck.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace gigaplan {

/// Weyl increment of SplitMix64 (Steele, Lea & Flood 2014): 2^64 divided by the golden ratio.
inline constexpr std::uint64_t golden_gamma = 0x9e3779b97f4a7c15ULL;

/// SplitMix64's finaliser: a bijection whose values look random for numbers that do not.
[[nodiscard]] constexpr std::uint64_t mix_bits(std::uint64_t z) {
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31U);
}

/// A reproducible stream of random numbers. Streams with different keys are independent; the same key gives the same
/// numbers on every machine, in whatever order streams are made (counter-based SplitMix64; Steele, Lea & Flood 2014).
class RandomStream {
 public:
  /// \param purpose what the numbers are for, e.g. "failure" \param entity which one, e.g. a node's index
  RandomStream(std::uint64_t seed, std::string_view purpose, std::uint64_t entity = 0);

  [[nodiscard]] std::uint64_t bits();
  /// Uniform in (0, 1): never exactly 0 or 1.
  [[nodiscard]] double uniform();
  /// Exponential with the given mean (same unit as the result).
  [[nodiscard]] double exponential(double mean);
  /// Standard normal (Box-Muller, one value a call).
  [[nodiscard]] double normal();

 private:
  std::uint64_t state_;
};

/// Mixes the items, every order being equally likely (Fisher-Yates).
template <class T>
void shuffle(std::vector<T>& items, RandomStream& random) {
  for (std::size_t i = items.size(); i > 1; --i) {
    std::swap(items[i - 1], items[static_cast<std::size_t>(random.uniform() * static_cast<double>(i))]);
  }
}

}  // namespace gigaplan
