#include "base/random.hpp"

#include <cmath>
#include <numbers>

namespace gigaplan {
namespace {

constexpr std::uint64_t hash(std::string_view text) {
  std::uint64_t h = 0xcbf29ce484222325ULL;  // FNV-1a
  for (const char c : text) {
    h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  }
  return h;
}

}  // namespace

RandomStream::RandomStream(std::uint64_t seed, std::string_view purpose, std::uint64_t entity)
    : state_(mix_bits(mix_bits(mix_bits(seed + golden_gamma) ^ hash(purpose)) + golden_gamma * (entity + 1))) {}

std::uint64_t RandomStream::bits() {
  state_ += golden_gamma;
  return mix_bits(state_);
}

double RandomStream::uniform() {
  return (static_cast<double>(bits() >> 12U) + 0.5) * 0x1.0p-52;  // 53 bits and a half would round up to one
}

double RandomStream::exponential(double mean) {
  return -mean * std::log(uniform());
}

double RandomStream::normal() {
  const double radius = std::sqrt(-2 * std::log(uniform()));
  return radius * std::cos(2 * std::numbers::pi * uniform());
}

}  // namespace gigaplan
