// How do cables become a graph?
#pragma once

#include <cstdint>
#include <vector>

#include "network/topology.hpp"

namespace gigaplan::network {

/// Collects bundles of parallel cables and hands them to Boost.
class Wiring {
 public:
  /// `topology` has its counts; `switch_latency`: port to port.
  Wiring(const Topology& topology, Time switch_latency) : t_(topology), switch_latency_(switch_latency) {}

  void add(std::uint32_t a, std::uint32_t b, ByteRate bandwidth, long cables, std::size_t kind) {
    if (cables > 0) bundles_.push_back({a, b, bandwidth, static_cast<std::uint32_t>(cables), kind});
  }
  /// Chips to their scale-up switches and NICs.
  void connect_chips(const Node& node);
  /// \param pods of each leaf and spine, in their order
  [[nodiscard]] Graph graph(const std::vector<std::uint32_t>& leaf_pods,
                            const std::vector<std::uint32_t>& spine_pods) const;

 private:
  struct Bundle {
    std::uint32_t a = 0, b = 0;
    ByteRate bandwidth;
    std::uint32_t multiplicity = 1;
    std::size_t kind = 0;
  };
  [[nodiscard]] Vertex vertex(std::uint32_t v, const std::vector<std::uint32_t>& leaf_pods,
                              const std::vector<std::uint32_t>& spine_pods) const;
  [[nodiscard]] Time entry_latency(std::uint32_t v) const;

  const Topology& t_;
  Time switch_latency_;
  std::vector<Bundle> bundles_;
};

/// Switches and their cables; they set the topology's counts and kinds of cables first, then its graph.
void wire_fat_tree(const Node& node, long nodes, const FabricSpec& spec, Topology& topology);
void wire_groups(const Node& node, const FabricSpec& spec, Topology& topology);
void wire_lattice(const Node& node, const FabricSpec& spec, Topology& topology);
void wire_custom(const Node& node, const FabricSpec& spec, Topology& topology);

}  // namespace gigaplan::network
