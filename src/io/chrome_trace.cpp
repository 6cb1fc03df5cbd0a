#include "io/chrome_trace.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <array>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string_view>

namespace gigaplan::io {
namespace {

/// How a viewer colours an event, and what it can filter by. Colours are names of the viewer's own.
struct Look {
  std::string_view category, colour;
};

constexpr std::array<Look, group_count> group_looks = {{{"TP", "rail_response"},
                                                        {"CP", "rail_animation"},
                                                        {"EP", "rail_idle"},
                                                        {"DP", "rail_load"},
                                                        {"DP", "rail_load"},
                                                        {"PP", "thread_state_iowait"},
                                                        {"PP", "thread_state_iowait"}}};

/// A kernel's look by ComputeLabel::Pass. Of two categories either can be filtered by.
struct Kernel {
  std::string_view name;
  Look look;
};
constexpr std::array<Kernel, 4> kernels = {{{"compute", {"compute", "thread_state_running"}},
                                            {"forward", {"compute,forward", "thread_state_running"}},
                                            {"backward", {"compute,backward", "thread_state_runnable"}},
                                            {"optimizer", {"compute,optimizer", "cq_build_running"}}}};

std::string quoted(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// Picoseconds: differences of these are exact.
std::int64_t ticks(double seconds) {
  return std::llround(seconds * 1e12);
}

std::string microseconds(std::int64_t ticks) {
  return fmt::format("{}.{:06}", ticks / 1'000'000, ticks % 1'000'000);
}

class Writer {
 public:
  Writer(std::ostream& out, const StepEvents& events) : out_(out), events_(events) {}

  void write(const TraceOrigin& origin) {
    fmt::print(out_, "{{\"displayTimeUnit\":\"ms\",\n\"otherData\":{{\"gigaplan\":{},\"scenario\":{},\"complete\":{}",
               quoted(origin.gigaplan), quoted(origin.scenario), events_.dropped == 0);
    if (events_.dropped > 0) {
      fmt::print(out_, R"(,"limit":{},"dropped":{})", events_.limit, events_.dropped);
    }
    fmt::print(out_, "}},\n\"traceEvents\":[");
    spans();
    transfers();
    samples();
    name_rows();
    fmt::print(out_, "\n]}}\n");
  }

 private:
  template <class... Arguments>
  void event(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    out_ << (first_ ? "\n{" : ",\n{");
    first_ = false;
    fmt::print(out_, format, std::forward<Arguments>(arguments)...);
    out_ << '}';
  }

  [[nodiscard]] int process(std::uint32_t row) const { return events_.rows[row].stage + 1; }

  void name(std::string_view what, int process, std::uint64_t thread, const std::string& text, std::uint64_t place) {
    event(R"("ph":"M","name":"{}_name","pid":{},"tid":{},"args":{{"name":{}}})", what, process, thread, quoted(text));
    event(R"("ph":"M","name":"{}_sort_index","pid":{},"tid":{},"args":{{"sort_index":{}}})", what, process, thread,
          place);
  }

  /// Rows first, channels below them: thread ids in this order.
  void name_rows() {
    std::map<int, bool> named;
    for (std::uint32_t i = 0; i < events_.rows.size(); ++i) {
      const auto& [stage, ranks] = events_.rows[i];
      if (named.emplace(stage, true).second) {
        name("process", process(i), 0, fmt::format("stage {}", stage), static_cast<std::uint64_t>(process(i)));
      }
      name("thread", process(i), i + 1, fmt::format("stage {} · {} ranks (cell {})", stage, ranks, i), i + 1);
    }
    if (!events_.meters.empty()) {
      name("process", 0, 0, "links: share of capacity", 0);
    }
  }

  void span(const StepEvents::Span& span, std::string_view name, const Look& look, const std::string& more = "") {
    const auto start = ticks(span.start_s);
    event(R"("ph":"X","name":"{}","cat":"{}","cname":"{}","pid":{},"tid":{},"ts":{},"dur":{}{})", name, look.category,
          look.colour, process(span.row), span.row + 1, microseconds(start), microseconds(ticks(span.end_s) - start),
          more);
  }

  void kernel(const StepEvents::Span& s) {
    using Pass = ComputeLabel::Pass;
    const auto& [name, look] = kernels.at(static_cast<std::size_t>(s.label.pass));
    const bool of_pass = s.label.pass == Pass::forward || s.label.pass == Pass::backward;
    span(s, name, look,
         of_pass ? fmt::format(R"(,"args":{{"micro_batch":{},"chunk":{}}})", s.label.micro_batch, s.label.chunk) : "");
  }

  void spans() {
    for (const auto& s : events_.spans) {
      const auto group = static_cast<std::size_t>(s.group);
      switch (s.kind) {
        case StepEvents::Kind::compute: kernel(s); break;
        case StepEvents::Kind::exposed:
          span(s, fmt::format("wait for {}", group_phrases[group]), group_looks[group]);
          break;
        case StepEvents::Kind::bubble: span(s, "bubble", {"bubble", "thread_state_sleeping"}); break;
        case StepEvents::Kind::overhead: span(s, "overhead of the stack", {"overhead", "generic_work"}); break;
      }
    }
  }

  /// Transfers of a channel may overlap: each goes to the channel's first thread that is free.
  void transfers() {
    std::size_t i = 0;
    while (i < events_.transfers.size()) {
      const std::uint32_t channel = events_.transfers[i].channel;
      std::vector<std::int64_t> free_at;
      std::uint64_t first_thread = next_thread_;
      for (; i < events_.transfers.size() && events_.transfers[i].channel == channel; ++i) {
        const auto& transfer = events_.transfers[i];
        std::size_t lane = 0;
        while (lane < free_at.size() && free_at[lane] > ticks(transfer.start_s)) {
          ++lane;
        }
        free_at.resize(std::max(free_at.size(), lane + 1));
        free_at[lane] = ticks(transfer.end_s);
        write(transfer, first_thread + lane);
      }
      name_channel(channel, first_thread, free_at.size());
      next_thread_ += free_at.size();
    }
  }

  void write(const StepEvents::Transfer& transfer, std::uint64_t thread) {
    const auto& channel = events_.channels[transfer.channel];
    const auto group = static_cast<std::size_t>(channel.group);
    const auto start = ticks(transfer.start_s);
    event(R"("ph":"X","name":"{}","cat":"{}","cname":"{}","pid":{},"tid":{},"ts":{},"dur":{},)"
          R"("args":{{"bytes":{},"collectives":{}}})",
          group_phrases[group], group_looks[group].category, group_looks[group].colour, process(channel.row), thread,
          microseconds(start), microseconds(ticks(transfer.end_s) - start), transfer.wire_bytes, transfer.count);
  }

  void name_channel(std::uint32_t index, std::uint64_t first_thread, std::size_t lanes) {
    const auto& channel = events_.channels[index];
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const auto text = fmt::format(
          "wire: {} · {} {} (class {}{})", group_phrases[static_cast<std::size_t>(channel.group)], channel.count,
          is_pipeline(channel.group) ? "messages" : "groups", index, lane > 0 ? fmt::format(", {}", lane + 1) : "");
      name("thread", process(channel.row), first_thread + lane, text, first_thread + lane);
    }
  }

  void samples() {
    for (const auto& sample : events_.samples) {
      const auto& meter = events_.meters[sample.meter];
      const auto text = fmt::format("{} (class {}: {} links)", meter.name, meter.link_cell, meter.links);
      event(R"("ph":"C","name":{},"cat":"links","pid":0,"ts":{},"args":{{"share":{}}})", quoted(text),
            microseconds(ticks(sample.time_s)), sample.share);
    }
  }

  std::ostream& out_;
  const StepEvents& events_;
  std::uint64_t next_thread_ = events_.rows.size() + 1;
  bool first_ = true;
};

}  // namespace

void write_chrome_trace(std::ostream& out, const StepEvents& events, const TraceOrigin& origin) {
  Writer(out, events).write(origin);
}

}  // namespace gigaplan::io
