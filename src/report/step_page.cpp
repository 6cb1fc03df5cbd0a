#include "report/step_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/readable.hpp"
#include "report/run_page.hpp"
#include "report/sections.hpp"

namespace gigaplan::report {
namespace {

constexpr std::array<const char*, 8> kind_names = {"computing, not told apart",
                                                   "forward pass",
                                                   "backward pass",
                                                   "optimizer",
                                                   "waiting for communication",
                                                   "waiting for pipeline messages",
                                                   "bubble (waiting for other ranks)",
                                                   "fixed costs"};

std::size_t kind_of(const StepEvents::Span& span) {
  switch (span.kind) {
    case StepEvents::Kind::compute: return static_cast<std::size_t>(span.label.pass);
    case StepEvents::Kind::exposed: return is_pipeline(span.group) ? 5 : 4;
    case StepEvents::Kind::bubble: return 6;
    case StepEvents::Kind::overhead: return 7;
  }
  return 0;
}

constexpr std::size_t bins = 1000;
using Shares = std::vector<std::array<double, kind_names.size()>>;  ///< seconds by bin and kind

void add(Shares& shares, const StepEvents::Span& span, double bin_s) {
  const auto first = static_cast<std::size_t>(std::max(0.0, span.start_s / bin_s));
  for (std::size_t b = first; b < bins && static_cast<double>(b) * bin_s < span.end_s; ++b) {
    const double from = std::max(span.start_s, static_cast<double>(b) * bin_s);
    const double to = std::min(span.end_s, static_cast<double>(b + 1) * bin_s);
    shares[b].at(kind_of(span)) += std::max(0.0, to - from);
  }
}

/// Leaves out the kinds that no span has.
void drop_unused(Timeline& timeline) {
  std::vector<std::string> kinds;
  std::vector<std::size_t> place(timeline.kinds.size(), 0);
  for (std::size_t k = 0; k < timeline.kinds.size(); ++k) {
    if (std::ranges::find(timeline.spans, k, &Timeline::Span::kind) != timeline.spans.end()) {
      place[k] = kinds.size();
      kinds.push_back(timeline.kinds[k]);
    }
  }
  for (auto& span : timeline.spans) {
    span.kind = place[span.kind];
  }
  timeline.kinds = std::move(kinds);
}

/// What took most of each bin, neighbours of one kind together.
void add_row(Timeline& timeline, std::size_t row, const Shares& shares, double bin_ms) {
  for (std::size_t b = 0; b < bins; ++b) {
    const auto most = std::ranges::max_element(shares[b]);
    if (!(*most > 0)) {
      continue;
    }
    const auto kind = static_cast<std::size_t>(most - shares[b].begin());
    const double start = static_cast<double>(b) * bin_ms, end = start + bin_ms;
    if (!timeline.spans.empty() && timeline.spans.back().row == row && timeline.spans.back().kind == kind &&
        timeline.spans.back().end > start - bin_ms / 2) {
      timeline.spans.back().end = end;
    } else {
      timeline.spans.push_back({row, kind, start, end});
    }
  }
}

}  // namespace

Chart timeline_chart(const StepEvents& events, std::size_t most_rows) {
  double end_s = 0;
  for (const auto& span : events.spans) {
    end_s = std::max(end_s, span.end_s);
  }
  Timeline timeline;
  timeline.kinds.assign(kind_names.begin(), kind_names.end());
  const std::size_t every =
      std::max<std::size_t>(1, (events.rows.size() + most_rows - 1) / std::max<std::size_t>(1, most_rows));
  const double bin_s = end_s / static_cast<double>(bins);
  for (std::size_t i = 0; i < events.rows.size() && bin_s > 0; i += every) {
    Shares shares(bins);
    for (const auto& span : events.spans) {
      if (span.row == i) {
        add(shares, span, bin_s);
      }
    }
    add_row(timeline, timeline.rows.size(), shares, bin_s * 1e3);
    timeline.rows.push_back(
        fmt::format("stage {} ({} ranks)", events.rows[i].stage, whole(static_cast<double>(events.rows[i].ranks))));
  }
  drop_unused(timeline);
  return {
      "timeline", "What the ranks do, from the begin of the step to its end", "ms",
      fmt::format("A row is a class of ranks that do the same{}; each thousandth of the step shows what took most of "
                  "it.{}",
                  every > 1 ? fmt::format(" (one in {} of {})", every, events.rows.size()) : "",
                  events.dropped > 0 ? " The end of the step was not recorded: too many events." : ""),
      std::move(timeline)};
}

Page step_page(const Scenario& scenario, const StepResult& step, const FabricResult& fabric, const StepEvents& events,
               const std::vector<Assumption>& inputs, const io::Versions& versions) {
  Page page{.title = scenario.name + ": one training step", .subtitle = subject_of(scenario)};
  const auto links = links_to_inputs(
      inputs, {{"/cluster/node", "chips and nodes"}, {"/cluster/fabric", "fabric"}, {"/training", "training"}});
  const auto with_meaning = [&](const char* term) {
    std::vector<Link> all = {{"meaning", std::string("#term-") + term}};
    all.insert(all.end(), links.begin(), links.end());
    return all;
  };
  page.headlines = {{"A training step takes", duration(step.time),
                     step.confidence ? fmt::format("90 % interval {} to {}", duration(step.time * step.confidence->low),
                                                   duration(step.time * step.confidence->high))
                                     : "interval not known",
                     with_meaning("interval")},
                    {"It trains", words(step.throughput.base()) + " tokens/s",
                     words(step.workload.tokens_per_step.base()) + " tokens a step", with_meaning("step")},
                    {"A chip does", figures(step.model_rate_per_chip.in(unit::teraflop_per_second)) + " TFLOP/s",
                     fmt::format("MFU {:.1f} %, HFU {:.1f} %", 100 * step.mfu, 100 * step.hfu), with_meaning("mfu")}};
  if (step.confidence && !step.confidence->outside.empty()) {
    page.answer.push_back({"This is outside of what was ever measured: see the training step's section.",
                           Paragraph::Kind::warning,
                           {{"How sure", "#step"}}});
  }
  page.sections.push_back(step_section(scenario, step, fabric));
  if (!events.rows.empty() && !events.spans.empty()) {
    page.sections.push_back({"timeline-section", "Timeline", {timeline_chart(events)}});
  }
  page.sections.push_back(network_section(fabric));
  page.sections.push_back(inputs_section(inputs));
  page.sections.push_back(terms_section());
  page.origin = origin_of(versions);
  return page;
}

}  // namespace gigaplan::report
