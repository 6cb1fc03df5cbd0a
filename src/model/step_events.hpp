// What happened when in a simulated training step? What sim records if it is asked to, and a trace shows.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/step_program.hpp"

namespace gigaplan {

/// All times in seconds from the beginning of the step.
struct StepEvents {
  /// A class of ranks that do the same: one row.
  struct Row {
    int stage = 0;
    std::uint64_t ranks = 0;
    bool operator==(const Row&) const = default;
  };
  enum class Kind : std::uint8_t {
    compute,   ///< kernels run
    exposed,   ///< waits for bytes of `group` on the wire
    bubble,    ///< waits for others to get there
    overhead,  ///< fixed cost of the stack
  };
  struct Span {
    std::uint32_t row = 0;
    Kind kind = Kind::compute;
    Group group = Group::tensor;  ///< exposed
    double start_s = 0, end_s = 0;
    ComputeLabel label{};  ///< compute
    bool operator==(const Span&) const = default;
  };
  /// A class of groups, or the messages that a class of ranks sends along the pipeline.
  struct Channel {
    Group group = Group::tensor;
    std::uint32_t row = 0;    ///< its first members, or its senders
    std::uint64_t count = 0;  ///< real groups, or real senders
    bool operator==(const Channel&) const = default;
  };
  /// A collective, or a message, on the wire: from when all members are there to its last byte, latency included.
  struct Transfer {
    std::uint32_t channel = 0;
    std::uint32_t count = 1;  ///< collectives merged in it
    double start_s = 0, end_s = 0;
    double wire_bytes = 0;  ///< of one rank
    bool operator==(const Transfer&) const = default;
  };
  /// A class of links, of which one real link is looked at.
  struct Meter {
    std::string name;  ///< "nic up"
    std::uint32_t link_cell = 0;
    std::uint64_t links = 0;
    double capacity = 0;  ///< byte/s of one
    double bytes = 0;     ///< over one, in one step
    bool operator==(const Meter&) const = default;
  };
  struct Sample {
    std::uint32_t meter = 0;
    double time_s = 0;
    double share = 0;  ///< of the capacity that is used from then on, until the meter's next sample
    bool operator==(const Sample&) const = default;
  };

  std::uint64_t limit = 2'000'000;  ///< of spans, transfers and samples together
  std::uint64_t dropped = 0;        ///< beyond the limit: these are missing
  std::vector<Row> rows;
  std::vector<Channel> channels;
  std::vector<Meter> meters;        ///< the busiest links, busiest first
  std::vector<Span> spans;          ///< by row, then time; a row's follow each other without a gap
  std::vector<Transfer> transfers;  ///< by channel, then time
  std::vector<Sample> samples;      ///< by meter, then time
  bool operator==(const StepEvents&) const = default;
};

}  // namespace gigaplan
