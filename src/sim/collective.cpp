#include "sim/collective.hpp"

#include <algorithm>
#include <cmath>

namespace gigaplan::sim {

namespace s4u = simgrid::s4u;

Transfer::Transfer(const network::Fold& fold, const StepPlatform& platform, const std::vector<std::uint32_t>& flows,
                   Bytes wire_bytes, std::uint32_t count)
    : start_s_(s4u::Engine::get_clock()) {
  comms_.reserve(flows.size());
  for (const auto index : flows) {
    const auto& flow = fold.flows[index];
    const auto bytes = static_cast<std::uint64_t>(std::llround(flow.share * wire_bytes.base()));
    const double latency_s = flow.latency.base() * count;
    if (bytes == 0) {
      latency_s_ = std::max(latency_s_, latency_s);
      continue;
    }
    const auto& wire = platform.wires[index];
    comms_.push_back({s4u::Comm::sendto_async(wire.from, wire.to, bytes), latency_s});
  }
}

void Transfer::wait() {
  double end_s = start_s_ + latency_s_;
  for (auto& flow : comms_) {
    flow.comm->wait();
    end_s = std::max(end_s, flow.comm->get_finish_time() + flow.latency_s);
    flow.comm.reset();  // finished ones kept alive cost gigabytes
  }
  comms_.clear();
  s4u::this_actor::sleep_until(end_s);
}

CollectiveQueue::CollectiveQueue(const network::Fold& fold, const StepPlatform& platform,
                                 const network::Fold::GroupCell& cell, bool inline_mode)
    : fold_(fold),
      platform_(platform),
      cell_(cell),
      inline_mode_(inline_mode),
      begun_(cell.rank_cells.size(), 0),
      ended_(cell.rank_cells.size(), 0),
      waiting_(cell.rank_cells.size(), nullptr) {}

CollectiveQueue::Instance& CollectiveQueue::instance(std::size_t number) {
  while (first_ + instances_.size() <= number) {
    instances_.emplace_back();
  }
  return instances_[number - first_];
}

void CollectiveQueue::begin(std::size_t member, Bytes wire_bytes, std::uint32_t count) {
  if (inline_mode_) {
    own_.emplace_back(fold_, platform_, cell_.flows, wire_bytes, count);
    flows_started_ += own_.back().flows();
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

double CollectiveQueue::finish(std::size_t member, Sleeper& sleeper) {
  if (inline_mode_) {
    const double ready_s = s4u::Engine::get_clock();  // its members are all of one class: nobody is waited for
    own_.front().wait();
    own_.pop_front();
    return ready_s;
  }
  const std::size_t number = ended_[member]++;
  waiting_[member] = &sleeper;
  while (!instance(number).done) {
    sleeper.sleep();
  }
  waiting_[member] = nullptr;
  auto& now = instance(number);
  const double ready_s = now.ready_s;
  ++now.left;
  while (!instances_.empty() && instances_.front().left == begun_.size()) {
    instances_.pop_front();
    ++first_;
  }
  return ready_s;
}

void CollectiveQueue::serve(std::size_t total) {
  for (std::size_t number = 0; number < total; ++number) {
    while (instance(number).arrived < begun_.size()) {
      server_.sleep();
    }
    Transfer transfer(fold_, platform_, cell_.flows, instance(number).wire_bytes, instance(number).count);
    flows_started_ += transfer.flows();
    transfer.wait();
    instance(number).done = true;
    for (auto* sleeper : waiting_) {
      if (sleeper != nullptr) {
        sleeper->wake();
      }
    }
  }
}

}  // namespace gigaplan::sim
