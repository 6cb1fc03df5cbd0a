// Which of many? An index that cannot be mistaken for an index of another kind.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>

namespace gigaplan {

/// A typed index: `Id<struct LinkTag>` and `Id<struct FlowTag>` do not convert into each other.
template <class Tag>
struct Id {
  std::uint32_t value = std::numeric_limits<std::uint32_t>::max();

  constexpr Id() = default;
  constexpr explicit Id(std::size_t index) : value(static_cast<std::uint32_t>(index)) {}
  [[nodiscard]] constexpr std::size_t index() const { return value; }
  [[nodiscard]] constexpr bool valid() const { return value != std::numeric_limits<std::uint32_t>::max(); }
  constexpr auto operator<=>(const Id&) const = default;
};

}  // namespace gigaplan

template <class Tag>
struct std::hash<gigaplan::Id<Tag>> {
  std::size_t operator()(gigaplan::Id<Tag> id) const noexcept { return std::hash<std::uint32_t>{}(id.value); }
};
