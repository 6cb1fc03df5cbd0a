#include "sim/step_recorder.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>
#include <tuple>

namespace gigaplan::sim {
namespace {

constexpr std::size_t meters_at_most = 12;

/// What a rank of each stage begins in a step, by group.
std::vector<std::array<double, group_count>> bytes_by_stage(const StepProgram& program) {
  std::vector<std::array<double, group_count>> bytes(program.stages.size());
  for (std::size_t stage = 0; stage < program.stages.size(); ++stage) {
    for (const auto& instruction : program.stages[stage]) {
      if (instruction.kind == Instruction::Kind::begin) {
        bytes[stage][static_cast<std::size_t>(instruction.group)] += instruction.wire_bytes.base();
      }
    }
  }
  return bytes;
}

/// The rank cell whose program says what a flow cell carries.
std::vector<std::uint32_t> rows_of_flows(const network::Fold& fold) {
  std::vector<std::uint32_t> rows(fold.flows.size(), 0);
  for (std::size_t f = 0; f < fold.flows.size(); ++f) {
    rows[f] = is_pipeline(fold.flows[f].group) ? fold.flows[f].source : 0;
  }
  for (const auto& group : fold.groups) {
    for (const auto flow : group.flows) {
      rows[flow] = group.rank_cells.front();
    }
  }
  return rows;
}

/// All link cells that carry something, the busiest first.
std::vector<StepEvents::Meter> all_meters(const StepProgram& program, const network::Fold& fold) {
  std::vector<StepEvents::Meter> meters;
  for (std::size_t i = 0; i < fold.links.size(); ++i) {
    const auto& link = fold.links[i];
    meters.push_back({link.name, static_cast<std::uint32_t>(i), link.links, link.capacity.base(), 0});
  }
  const auto begun = bytes_by_stage(program);
  const auto rows = rows_of_flows(fold);
  for (std::size_t f = 0; f < fold.flows.size(); ++f) {
    const auto& flow = fold.flows[f];
    const auto stage = static_cast<std::size_t>(fold.ranks[rows[f]].stage);
    for (const auto& hop : flow.hops) {
      meters[hop.link_cell].bytes += begun[stage][static_cast<std::size_t>(flow.group)] * flow.share * hop.weight *
                                     fold.links[hop.link_cell].divisor;
    }
  }
  std::erase_if(meters, [](const auto& meter) { return meter.bytes <= 0; });
  std::ranges::stable_sort(meters, std::greater<>(), [](const auto& m) { return m.bytes / m.capacity; });
  return meters;
}

std::vector<StepEvents::Meter> choose_meters(const StepProgram& program, const network::Fold& fold) {
  auto meters = all_meters(program, fold);
  std::set<std::string> seen;
  std::ranges::stable_partition(meters, [&](const auto& meter) { return seen.insert(meter.name).second; });
  if (meters.size() > meters_at_most) {
    meters.resize(meters_at_most);
  }
  std::ranges::stable_sort(meters, std::greater<>(), [](const auto& m) { return m.bytes / m.capacity; });
  return meters;
}

}  // namespace

StepEvents prepare_events(const StepProgram& program, const network::Fold& fold, std::uint64_t limit) {
  StepEvents events;
  events.limit = limit;
  for (const auto& rank : fold.ranks) {
    events.rows.push_back({rank.stage, rank.ranks});
  }
  for (const auto& group : fold.groups) {
    events.channels.push_back({group.group, group.rank_cells.front(), group.groups});
  }
  for (const auto& flow : fold.flows) {
    if (is_pipeline(flow.group)) {
      events.channels.push_back({flow.group, flow.source, flow.flows});
    }
  }
  events.meters = choose_meters(program, fold);
  return events;
}

StepRecorder::StepRecorder(StepEvents& events, const network::Fold& fold)
    : events_(events), fold_(fold), meters_of_flow_(fold.flows.size()), last_share_(events.meters.size(), 0.0) {
  auto channel = static_cast<std::uint32_t>(fold.groups.size());
  for (const auto& flow : fold.flows) {
    channel_of_flow_.push_back(is_pipeline(flow.group) ? channel++ : 0);
  }
  for (std::uint32_t m = 0; m < events.meters.size(); ++m) {
    for (std::size_t f = 0; f < fold.flows.size(); ++f) {
      const auto on_link = [&](const auto& hop) { return hop.link_cell == events.meters[m].link_cell; };
      if (std::ranges::any_of(fold.flows[f].hops, on_link)) {
        meters_of_flow_[f].push_back(m);
      }
    }
  }
}

/// Counts what does not fit.
bool StepRecorder::room(std::uint64_t events) {
  const auto held = events_.spans.size() + events_.transfers.size() + events_.samples.size();
  const bool fits = held + events <= events_.limit;
  events_.dropped += fits ? 0 : events;
  return fits;
}

void StepRecorder::span(std::size_t row, StepEvents::Kind kind, Group group, double start_s, double end_s) {
  if (end_s > start_s && room(1)) {
    events_.spans.push_back({static_cast<std::uint32_t>(row), kind, group, start_s, end_s, {}});
  }
}

void StepRecorder::compute(std::size_t row, const ComputeLabel& label, double start_s, double end_s) {
  if (end_s > start_s && room(1)) {
    events_.spans.push_back(
        {static_cast<std::uint32_t>(row), StepEvents::Kind::compute, Group::tensor, start_s, end_s, label});
  }
}

void StepRecorder::transfer(std::size_t channel, double start_s, double end_s, Bytes wire_bytes, std::uint32_t count) {
  if (room(1)) {
    events_.transfers.push_back({static_cast<std::uint32_t>(channel), count, start_s, end_s, wire_bytes.base()});
  }
}

void StepRecorder::lone_flow(std::uint32_t flow, double start_s, double seconds, double rate) {
  for (const auto m : meters_of_flow_[flow]) {
    const auto& link = fold_.links[events_.meters[m].link_cell];
    double weight = 0;
    for (const auto& hop : fold_.flows[flow].hops) {
      weight += hop.link_cell == events_.meters[m].link_cell ? hop.weight : 0.0;
    }
    if (seconds > 0 && room(2)) {
      events_.samples.push_back({m, start_s, rate * weight * link.divisor / link.capacity.base()});
      events_.samples.push_back({m, start_s + seconds, 0});
    }
  }
}

void StepRecorder::load(std::size_t meter, double start_s, double share) {
  if (share != last_share_[meter] && room(1)) {
    events_.samples.push_back({static_cast<std::uint32_t>(meter), start_s, share});
    last_share_[meter] = share;
  }
}

void finish_events(StepEvents& events, double makespan_s, double overhead_s) {
  std::vector<double> end_s(events.rows.size(), 0.0);
  for (const auto& span : events.spans) {
    end_s[span.row] = std::max(end_s[span.row], span.end_s);
  }
  for (std::uint32_t row = 0; row < events.rows.size(); ++row) {
    if (makespan_s > end_s[row] && events.dropped == 0) {
      events.spans.push_back({row, StepEvents::Kind::bubble, Group::tensor, end_s[row], makespan_s, {}});
    }
    if (overhead_s > 0) {
      events.spans.push_back({row, StepEvents::Kind::overhead, Group::tensor, makespan_s, makespan_s + overhead_s, {}});
    }
  }
  std::ranges::stable_sort(events.spans, {}, [](const auto& s) { return std::tuple(s.row, s.start_s); });
  std::ranges::stable_sort(events.transfers, {}, [](const auto& t) { return std::tuple(t.channel, t.start_s); });
  std::ranges::stable_sort(events.samples, {}, [](const auto& s) { return std::tuple(s.meter, s.time_s); });
}

void append_events(const StepEvents& events, std::vector<double>& numbers) {
  const auto number = [](auto value) { return static_cast<double>(value); };
  numbers.insert(numbers.end(), {number(events.dropped), number(events.spans.size()), number(events.transfers.size()),
                                 number(events.samples.size())});
  for (const auto& s : events.spans) {
    numbers.insert(numbers.end(), {number(s.row), number(s.kind), number(s.group), s.start_s, s.end_s,
                                   number(s.label.pass), number(s.label.chunk), number(s.label.micro_batch)});
  }
  for (const auto& t : events.transfers) {
    numbers.insert(numbers.end(), {number(t.channel), number(t.count), t.start_s, t.end_s, t.wire_bytes});
  }
  for (const auto& s : events.samples) {
    numbers.insert(numbers.end(), {number(s.meter), s.time_s, s.share});
  }
}

void read_events(std::span<const double> numbers, StepEvents& events) {
  std::size_t at = 0;
  const auto next = [&] {
    if (at >= numbers.size()) {
      throw std::invalid_argument("the events of a step are cut off");
    }
    return numbers[at++];
  };
  const auto index = [&] { return static_cast<std::uint32_t>(next()); };
  events.dropped = static_cast<std::uint64_t>(next());
  const auto spans = static_cast<std::size_t>(next());
  const auto transfers = static_cast<std::size_t>(next());
  const auto samples = static_cast<std::size_t>(next());
  events.spans.resize(spans);
  for (auto& s : events.spans) {
    s.row = index();
    s.kind = static_cast<StepEvents::Kind>(index());
    s.group = static_cast<Group>(index());
    s.start_s = next();
    s.end_s = next();
    s.label.pass = static_cast<ComputeLabel::Pass>(index());
    s.label.chunk = static_cast<std::uint16_t>(index());
    s.label.micro_batch = index();
  }
  events.transfers.resize(transfers);
  for (auto& t : events.transfers) {
    t.channel = index();
    t.count = index();
    t.start_s = next();
    t.end_s = next();
    t.wire_bytes = next();
  }
  events.samples.resize(samples);
  for (auto& s : events.samples) {
    s.meter = index();
    s.time_s = next();
    s.share = next();
  }
}

}  // namespace gigaplan::sim
