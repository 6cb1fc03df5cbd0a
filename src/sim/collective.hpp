// When does a collective start and end? When the last member is there, and when the last of its bytes is.
#pragma once

#include <deque>
#include <vector>

#include <simgrid/s4u.hpp>

#include "network/fold.hpp"
#include "sim/step_platform.hpp"

namespace gigaplan::sim {

/// Something an actor can be woken from: at most one place at a time, and never lost.
class Sleeper {
 public:
  void sleep() {
    asleep_ = true;
    bell_->acquire();
  }
  void wake() {
    if (asleep_) {
      asleep_ = false;
      bell_->release();
    }
  }

 private:
  bool asleep_ = false;
  simgrid::s4u::SemaphorePtr bell_ = simgrid::s4u::Semaphore::create(0);
};

/// The flows of one message or collective on the wire.
class Transfer {
 public:
  /// Starts one flow of `share · wire_bytes` on each given flow cell of the first phase, now; the others follow in
  /// wait(). `fold`, `platform` and `flows` have to outlive it. What is alone on its links (StepPlatform) needs no
  /// simulation: it takes bytes over rate.
  Transfer(const network::Fold& fold, const StepPlatform& platform, const std::vector<std::uint32_t>& flows,
           Bytes wire_bytes, std::uint32_t count);
  /// Blocks the calling actor until the last byte has been sent.
  /// \returns when the last one arrives: max over flows of its end plus count latencies, in seconds
  double wait();
  [[nodiscard]] std::size_t flows() const { return started_; }
  /// Tells the platform's recorder, if it has one, that this transfer was on the wire of a channel. After wait().
  void record(std::size_t channel, double start_s) const;

 private:
  struct Flow {
    simgrid::s4u::CommPtr comm;
    double latency_s;
  };
  void start(double now_s);
  const network::Fold& fold_;
  const StepPlatform& platform_;
  const std::vector<std::uint32_t>& flows_;
  Bytes wire_bytes_;
  std::uint32_t count_;
  int phase_ = 0;
  std::vector<Flow> comms_;  ///< of the phase
  std::size_t started_ = 0;
  double end_s_ = 0;  ///< of flows of the phase that need no simulation
};

/// The collectives of one class of groups, in order, one at a time.
class CollectiveQueue {
 public:
  /// \param inline_mode the group has a single class of members and they never begin one before finishing the last: its
  ///        actor can then do the transfer itself, and no actor of the group is needed
  CollectiveQueue(const network::Fold& fold, const StepPlatform& platform, const network::Fold::GroupCell& cell,
                  bool inline_mode);

  /// Nobody else's traffic or timing has a part in these collectives: they need not begin at the engine's time.
  [[nodiscard]] bool is_private() const { return inline_mode_ && alone_; }
  /// A class of members enters its next collective. `now_s`: its clock; unless is_private(), the engine's time too.
  void begin(std::size_t member, double now_s, Bytes wire_bytes, std::uint32_t count);
  /// Blocks the calling actor (member class `member`) until its oldest unfinished collective is complete.
  struct Finished {
    double ready_s;  ///< when it had all its members
    double end_s;
  };
  [[nodiscard]] Finished finish(std::size_t member, double now_s, Sleeper& sleeper);
  /// The body of the group's own actor (not in inline mode): serves `total` collectives.
  void serve(std::size_t total);

  [[nodiscard]] std::uint64_t flows_started() const { return flows_started_; }

 private:
  struct Instance {
    Bytes wire_bytes;
    std::uint32_t count = 1;
    std::size_t arrived = 0;
    std::size_t left = 0;
    double ready_s = 0, end_s = 0;
    bool done = false;
  };
  Instance& instance(std::size_t number);
  [[nodiscard]] double private_transfer(double now_s, Bytes wire_bytes, std::uint32_t count) const;
  [[nodiscard]] std::size_t channel() const { return static_cast<std::size_t>(&cell_ - fold_.groups.data()); }

  const network::Fold& fold_;
  const StepPlatform& platform_;
  const network::Fold::GroupCell& cell_;
  bool inline_mode_;
  bool alone_;                              ///< all its flows are alone on their links
  std::deque<Instance> instances_;          ///< those that some member has not left yet
  std::size_t first_ = 0;                   ///< number of instances_.front()
  std::vector<std::size_t> begun_, ended_;  ///< by member
  std::vector<Sleeper*> waiting_;           ///< by member; null: not waiting
  Sleeper server_;
  struct Own {
    Transfer transfer;
    double start_s = 0;
  };
  std::deque<Own> own_;             ///< inline mode: on the wire
  std::deque<double> private_end_;  ///< is_private(): ends of those under way
  std::uint64_t flows_started_ = 0;
};

}  // namespace gigaplan::sim
