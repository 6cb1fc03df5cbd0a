#include "base/random.hpp"

#include <cmath>
#include <numbers>

namespace gigaplan {
namespace {

constexpr std::uint64_t golden_gamma = 0x9e3779b97f4a7c15ULL;

constexpr std::uint64_t mix(std::uint64_t z) {
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31U);
}

constexpr std::uint64_t hash(std::string_view text) {
  std::uint64_t h = 0xcbf29ce484222325ULL;  // FNV-1a
  for (const char c : text) {
    h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  }
  return h;
}

}  // namespace

RandomStream::RandomStream(std::uint64_t seed, std::string_view purpose, std::uint64_t entity)
    : state_(mix(mix(mix(seed + golden_gamma) ^ hash(purpose)) + golden_gamma * (entity + 1))) {}

std::uint64_t RandomStream::bits() {
  state_ += golden_gamma;
  return mix(state_);
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
