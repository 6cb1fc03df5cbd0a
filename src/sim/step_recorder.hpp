// What does a trace need to know of a step, and how does it get out of the child?
#pragma once

#include <span>
#include <vector>

#include "model/step_events.hpp"
#include "network/fold.hpp"

namespace gigaplan::sim {

/// Rows, channels and meters of a step; no events yet. Channels: one a group cell, in their order, then one for each
/// flow cell of a pipeline. Meters: the busiest class of each kind of link, then the next busiest, 12 at most.
[[nodiscard]] StepEvents prepare_events(const StepProgram& program, const network::Fold& fold, std::uint64_t limit);

/// Notes events while a step runs, up to the limit.
class StepRecorder {
 public:
  StepRecorder(StepEvents& events, const network::Fold& fold);

  void span(std::size_t row, StepEvents::Kind kind, Group group, double start_s, double end_s);
  void compute(std::size_t row, const ComputeLabel& label, double start_s, double end_s);
  void transfer(std::size_t channel, double start_s, double end_s, Bytes wire_bytes, std::uint32_t count);
  /// The channel of a flow cell of a pipeline.
  [[nodiscard]] std::size_t pipeline_channel(std::uint32_t flow) const { return channel_of_flow_[flow]; }
  /// A flow that needs no simulation since nothing else is ever on its links: `rate` byte/s for `seconds`.
  void lone_flow(std::uint32_t flow, double start_s, double seconds, double rate);
  /// A meter's link carried `share` of its capacity since `start_s`.
  void load(std::size_t meter, double start_s, double share);
  [[nodiscard]] const StepEvents& events() const { return events_; }

 private:
  bool room(std::uint64_t events);
  StepEvents& events_;
  const network::Fold& fold_;
  std::vector<std::uint32_t> channel_of_flow_;
  std::vector<std::vector<std::uint32_t>> meters_of_flow_;
  std::vector<double> last_share_;  ///< by meter
};

/// Sorts what was recorded, and fills each row up to the end of the step: waiting for the slowest, then `overhead_s`.
void finish_events(StepEvents& events, double makespan_s, double overhead_s);

/// The events as numbers, for a pipe, and back into prepared ones. \throws std::invalid_argument if cut off
void append_events(const StepEvents& events, std::vector<double>& numbers);
void read_events(std::span<const double> numbers, StepEvents& events);

}  // namespace gigaplan::sim
