#include "cli/compare_page.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "base/readable.hpp"
#include "cli/compare_sections.hpp"
#include "report/run_page.hpp"

namespace gigaplan::cli {
namespace {

using report::Headline;
using report::Page;
using report::Paragraph;

std::string interval(const ComparedParts& parts, std::size_t scenario) {
  const auto& summary = parts.comparison.scenarios[scenario].summaries[parts.asked.options.by];
  if (!summary) return "no future has it";
  const auto futures = summary->count < parts.asked.options.futures
                           ? fmt::format("the {} futures that have it", summary->count)
                           : std::string("its futures");
  return fmt::format("in 90 % of {} {} to {}, median {}", futures, figure_text(parts.by(), summary->low),
                     figure_text(parts.by(), summary->high), figure_text(parts.by(), summary->median));
}

Headline headline_of(const ComparedParts& parts, std::size_t place) {
  const std::size_t s = parts.comparison.order[place];
  const auto& compared = parts.comparison.scenarios[s];
  constexpr std::array places = {"Best: ", "Second: ", "Third: "};
  return {places.at(place) + parts.label(s),
          figure_text(parts.by(), compared.central[parts.asked.options.by]),
          fmt::format("as stated; {}. Best in {}{}", interval(parts, s), chance(compared.rank.best),
                      parts.contenders.size() > 1 && compared.rank.counted > 0
                          ? fmt::format(" ({:.0f} to {:.0f} % at 90 % confidence)", 100 * compared.rank.best_90.low,
                                        100 * compared.rank.best_90.high)
                          : ""),
          {{"ranking", "#ranking"}, {"what moves it", "#influences"}}};
}

Paragraph answer(const ComparedParts& parts) {
  const auto& order = parts.comparison.order;
  const std::size_t best = order.front();
  const auto& compared = parts.comparison.scenarios[best];
  const auto name = figure_name(parts.by());
  const char* better = parts.asked.options.lower_is_better ? "less" : "more";
  if (order.size() == 1) {
    return {fmt::format("{} has {} as stated, {}.", name,
                        figure_text(parts.by(), compared.central[parts.asked.options.by]), interval(parts, best))};
  }
  if (compared.rank.counted == 0) {
    return {fmt::format("In no future do all have {}: the order is that of the figures as stated.", name)};
  }
  if (as_good_as_each_other(parts.comparison)) {
    return {fmt::format("By {}, all are as good as each other in all {} futures.", name, compared.rank.counted)};
  }
  std::string text = fmt::format("{} is best by {} ({} is better): in {} of {} futures, which are the same for all.",
                                 parts.label(best), name, better, chance(compared.rank.best), compared.rank.counted);
  if (const auto left = parts.asked.options.futures - compared.rank.counted; left > 0)
    text += fmt::format(" {} more do not count, as not all scenarios have that figure there.", left);
  const auto& second = parts.comparison.scenarios[order[1]];
  if (second.rank.best > 0) text += fmt::format(" {} is best in {}.", parts.label(order[1]), chance(second.rank.best));
  return {text};
}

/// Scenarios often fail for one and the same reason.
std::vector<Paragraph> failures(const ComparedParts& parts) {
  struct Failure {
    std::size_t count;
    std::string why;
    std::vector<std::string> labels;
  };
  std::vector<Failure> all;
  for (const std::size_t s : parts.comparison.order) {
    const auto& c = parts.comparison.scenarios[s];
    if (c.failed == 0) continue;
    const auto same =
        std::ranges::find_if(all, [&](const Failure& f) { return f.count == c.failed && f.why == c.why_failed; });
    if (same == all.end()) {
      all.push_back({c.failed, c.why_failed, {parts.label(s)}});
    } else {
      same->labels.push_back(parts.label(s));
    }
  }
  std::vector<Paragraph> paragraphs;
  paragraphs.reserve(all.size());
  for (const auto& f : all) {
    paragraphs.push_back({fmt::format("{}: {} of {} futures could not be simulated, and count for no scenario. The "
                                      "first: {}",
                                      fmt::join(f.labels, ", "), f.count, parts.asked.options.futures, f.why),
                          Paragraph::Kind::warning});
  }
  return paragraphs;
}

std::vector<std::pair<std::string, std::string>> origin(const ComparedParts& parts, const io::Versions& versions) {
  std::vector<std::pair<std::string, std::string>> all;
  all.reserve(parts.contenders.size() + 2);
  for (const auto& c : parts.contenders)
    all.emplace_back("scenario", fmt::format("{}: {}, SHA-256 {}", c.label, c.file, c.sha256));
  all.emplace_back("decided by", parts.by());
  all.emplace_back("futures", fmt::format("{}, seed {}; one hour in {} of a year; {} simulations in all",
                                          parts.asked.options.futures, parts.asked.options.seed, parts.asked.every,
                                          parts.comparison.runs));
  const auto computed = report::origin_of(versions);
  all.insert(all.end(), computed.begin(), computed.end());
  return all;
}

}  // namespace

bool as_good_as_each_other(const futures::Comparison& comparison) {
  const auto& all = comparison.scenarios;
  return all.size() > 1 && all.front().rank.counted > 0 &&
         std::ranges::all_of(all, [](const auto& c) { return c.rank.regret == 0; });
}

std::vector<Contender> contenders_of(const std::vector<futures::Subject>& subjects) {
  std::vector<Contender> all;
  all.reserve(subjects.size());
  for (const auto& s : subjects) {
    all.push_back({s.label(), s.file().filename().string(), s.loaded().sha256, s.scenario().site.name,
                   s.scenario().site.country, s.uncertainty()});
  }
  return all;
}

Page compare_page(const std::vector<Contender>& contenders, const futures::Comparison& comparison,
                  const futures::Asked& asked, const io::Versions& versions) {
  const ComparedParts parts(contenders, comparison, asked);
  std::vector<std::string> labels;
  for (const std::size_t s : comparison.order)
    if (labels.size() < 4) labels.push_back(contenders[s].label);
  Page page{.title = contenders.size() > 1 ? fmt::format("{}{}: which is best?", fmt::join(labels, ", "),
                                                         contenders.size() > labels.size() ? ", ..." : "")
                                           : labels.front(),
            .subtitle = fmt::format("{} in {} futures each, by {}", counted(contenders.size(), "scenario"),
                                    asked.options.futures, figure_name(parts.by()))};
  page.answer.push_back(answer(parts));
  for (auto& failure : failures(parts)) page.answer.push_back(std::move(failure));
  for (std::size_t place = 0; place < std::min<std::size_t>(3, comparison.order.size()); ++place)
    page.headlines.push_back(headline_of(parts, place));
  page.sections.push_back(ranking_section(parts));
  page.sections.push_back(influences_section(parts));
  for (auto section : {differences_section(parts), break_even_section(parts), variance_section(parts)})
    if (section) page.sections.push_back(std::move(*section));
  page.sections.push_back(figures_section(parts));
  page.sections.push_back(uncertain_section(parts));
  page.sections.push_back(compare_terms_section());
  page.origin = origin(parts, versions);
  return page;
}

}  // namespace gigaplan::cli
