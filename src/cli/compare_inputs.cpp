// How does it stand on a page which figures of compared scenarios are uncertain?
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/readable.hpp"
#include "cli/compare_sections.hpp"
#include "report/sections.hpp"

namespace gigaplan::cli {
namespace {

using report::Section;
using report::Table;

/// A figure with one range and one source, in one or more scenarios.
struct Shared {
  futures::Uncertain figure;
  std::string kind;
  std::vector<std::string> labels;
};

void join(std::vector<Shared>& all, const std::vector<futures::Uncertain>& figures, const std::string& kind,
          const std::string& label) {
  for (const auto& figure : figures) {
    const auto same = std::ranges::find_if(all, [&](const Shared& s) { return s.figure == figure && s.kind == kind; });
    if (same == all.end()) {
      all.push_back({figure, kind, {label}});
    } else {
      same->labels.push_back(label);
    }
  }
}

}  // namespace

Section uncertain_section(const ComparedParts& parts) {
  std::vector<Shared> all;
  for (const std::string kind : {"drawn", "in the step's interval", "choice"}) {
    for (const std::size_t s : parts.comparison.order) {
      const auto& u = parts.contenders[s].uncertainty;
      join(all, kind == "drawn" ? u.drawn : kind == "choice" ? u.choices : u.in_step, kind, parts.label(s));
    }
  }
  Table table{.id = "uncertain-figures",
              .title = "Every figure that has a range",
              .text =
                  "Drawn: each future draws it within its range. In the step's interval: the step's time depends on "
                  "it; that is drawn as a whole, within the interval of its prediction. Choice: somebody decides "
                  "it; it stays as stated.",
              .columns = {{"Figure"},
                          {"How"},
                          {"Low", "", true},
                          {"As stated", "", true},
                          {"High", "", true},
                          {"Unit"},
                          {"Source, or reason"},
                          {"In"}},
              .sortable = true,
              .filterable = true};
  for (const auto& [figure, kind, labels] : all) {
    const auto& spread = figure.spread;
    table.rows.push_back(
        {{{figure.pointer},
          {kind},
          {plain(spread.low), spread.low},
          {plain(spread.central), spread.central},
          {plain(spread.high), spread.high},
          {report::unit_of(figure.pointer)},
          {figure.source},
          {labels.size() == parts.contenders.size() ? "all" : fmt::format("{}", fmt::join(labels, ", "))}}});
  }
  return {"uncertain", "What is uncertain", {std::move(table)}};
}

Section compare_terms_section() {
  Table table{.id = "term-list", .title = "Terms", .columns = {{"Term"}, {"Meaning"}}};
  const auto add = [&](const char* term, const char* meaning) { table.rows.push_back({{{term}, {meaning}}}); };
  add("as stated", "With every figure as the scenario and the catalogue have it.");
  add("future",
      "All uncertain figures drawn at once within their ranges; half of the futures have a figure below its stated "
      "value. The same figure has the same luck in all scenarios; figures of different sites, and step times of "
      "different chips, move together by half.");
  add("5 %, median, 95 %",
      "A twentieth of the futures is below the first, half below the median, a twentieth above the last. From fewer "
      "than 40 futures the outer two are rough.");
  add("best in",
      "The share of futures in which no other scenario is better; equals share one. Its 90 % interval says how far the "
      "share may be from that of very many futures: of ten such intervals nine hold it, or more, as the draws are "
      "stratified.");
  add("regret",
      "How far a scenario is from the best of each future, in the mean; with the 90 % interval of that mean.");
  return {"terms", "Terms", {std::move(table)}};
}

}  // namespace gigaplan::cli
