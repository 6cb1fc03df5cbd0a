#include "sim/collective.hpp"

#include <algorithm>
#include <cmath>

#include "sim/step_recorder.hpp"

namespace gigaplan::sim {

namespace s4u = simgrid::s4u;

namespace {

/// When a flow that is alone, and starts now, ends.
double lone_end_s(const network::Fold& fold, const StepPlatform& platform, std::uint32_t index, double now_s,
                  Bytes wire_bytes, std::uint32_t count) {
  const auto& flow = fold.flows[index];
  const double rate = platform.lone_rate[index];
  const double sending_s = flow.share * wire_bytes.base() / rate;
  if (platform.recorder != nullptr) {
    platform.recorder->lone_flow(index, now_s, sending_s, rate);
  }
  return now_s + (sending_s + flow.latency.base() * count);
}

}  // namespace

Transfer::Transfer(const network::Fold& fold, const StepPlatform& platform, const std::vector<std::uint32_t>& flows,
                   Bytes wire_bytes, std::uint32_t count)
    : fold_(fold), platform_(platform), flows_(flows), wire_bytes_(wire_bytes), count_(count) {
  start(s4u::Engine::get_clock());
}

/// Starts the flows of the present phase.
void Transfer::start(double now_s) {
  end_s_ = now_s;
  for (const auto index : flows_) {
    const auto& flow = fold_.flows[index];
    if (flow.phase != phase_) {
      continue;
    }
    if (platform_.lone_rate[index] > 0) {
      end_s_ = std::max(end_s_, lone_end_s(fold_, platform_, index, now_s, wire_bytes_, count_));
      continue;
    }
    const auto bytes = static_cast<std::uint64_t>(std::llround(flow.share * wire_bytes_.base()));
    const double latency_s = flow.latency.base() * count_;
    if (bytes == 0) {
      end_s_ = std::max(end_s_, now_s + latency_s);
      continue;
    }
    const auto& wire = platform_.wires[index];
    comms_.push_back({s4u::Comm::sendto_async(wire.from, wire.to, bytes), latency_s});
    ++started_;
  }
}

double Transfer::wait() {
  int last = 0;
  for (const auto index : flows_) {
    last = std::max(last, static_cast<int>(fold_.flows[index].phase));
  }
  for (;; ++phase_, start(end_s_)) {
    for (auto& flow : comms_) {
      flow.comm->wait();
      end_s_ = std::max(end_s_, flow.comm->get_finish_time() + flow.latency_s);
      flow.comm.reset();  // finished ones kept alive cost gigabytes
    }
    comms_.clear();
    if (phase_ == last) {
      return end_s_;
    }
    s4u::this_actor::sleep_until(end_s_);
  }
}

void Transfer::record(std::size_t channel, double start_s) const {
  if (platform_.recorder != nullptr) {
    platform_.recorder->transfer(channel, start_s, end_s_, wire_bytes_, count_);
  }
}

CollectiveQueue::CollectiveQueue(const network::Fold& fold, const StepPlatform& platform,
                                 const network::Fold::GroupCell& cell, bool inline_mode)
    : fold_(fold),
      platform_(platform),
      cell_(cell),
      inline_mode_(inline_mode),
      alone_(std::ranges::all_of(cell.flows, [&](std::uint32_t flow) { return platform.lone_rate[flow] > 0; })),
      begun_(cell.rank_cells.size(), 0),
      ended_(cell.rank_cells.size(), 0),
      waiting_(cell.rank_cells.size(), nullptr) {}

CollectiveQueue::Instance& CollectiveQueue::instance(std::size_t number) {
  while (first_ + instances_.size() <= number) {
    instances_.emplace_back();
  }
  return instances_[number - first_];
}

/// \returns the end of a private collective that starts now
double CollectiveQueue::private_transfer(double now_s, Bytes wire_bytes, std::uint32_t count) const {
  double start_s = now_s;
  double end_s = now_s;
  int phase = 0;
  for (const auto index : cell_.flows) {  // by phase
    if (fold_.flows[index].phase != phase) {
      phase = fold_.flows[index].phase;
      start_s = end_s;
    }
    end_s = std::max(end_s, lone_end_s(fold_, platform_, index, start_s, wire_bytes, count));
  }
  if (platform_.recorder != nullptr) {
    platform_.recorder->transfer(channel(), now_s, end_s, wire_bytes, count);
  }
  return end_s;
}

void CollectiveQueue::begin(std::size_t member, double now_s, Bytes wire_bytes, std::uint32_t count) {
  if (is_private()) {
    private_end_.push_back(private_transfer(now_s, wire_bytes, count));
    return;
  }
  if (inline_mode_) {
    own_.push_back({Transfer(fold_, platform_, cell_.flows, wire_bytes, count), now_s});
    flows_started_ += own_.back().transfer.flows();
    return;
  }
  auto& now = instance(begun_[member]++);
  now.wire_bytes = wire_bytes;
  now.count = count;
  if (++now.arrived == begun_.size()) {
    now.ready_s = s4u::Engine::get_clock();
    server_.wake();
  }
}

CollectiveQueue::Finished CollectiveQueue::finish(std::size_t member, double now_s, Sleeper& sleeper) {
  if (is_private()) {
    const double end_s = private_end_.front();
    private_end_.pop_front();
    return {now_s, end_s};  // its members are all of one class: nobody is waited for
  }
  if (inline_mode_) {
    const double end_s = own_.front().transfer.wait();
    own_.front().transfer.record(channel(), own_.front().start_s);
    own_.pop_front();
    return {now_s, end_s};
  }
  const std::size_t number = ended_[member]++;
  waiting_[member] = &sleeper;
  while (!instance(number).done) {
    sleeper.sleep();
  }
  waiting_[member] = nullptr;
  auto& now = instance(number);
  const Finished finished{now.ready_s, now.end_s};
  ++now.left;
  while (!instances_.empty() && instances_.front().left == begun_.size()) {
    instances_.pop_front();
    ++first_;
  }
  return finished;
}

void CollectiveQueue::serve(std::size_t total) {
  for (std::size_t number = 0; number < total; ++number) {
    while (instance(number).arrived < begun_.size()) {
      server_.sleep();
    }
    const double start_s = s4u::Engine::get_clock();
    Transfer transfer(fold_, platform_, cell_.flows, instance(number).wire_bytes, instance(number).count);
    flows_started_ += transfer.flows();
    const double end_s = transfer.wait();
    transfer.record(channel(), start_s);
    s4u::this_actor::sleep_until(end_s);
    instance(number).end_s = end_s;
    instance(number).done = true;
    for (auto* sleeper : waiting_) {
      if (sleeper != nullptr) {
        sleeper->wake();
      }
    }
  }
}

}  // namespace gigaplan::sim
