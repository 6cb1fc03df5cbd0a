// Where do the proposals' figures come from, and how is that seen?
#include <fmt/format.h>

#include <algorithm>

#include "cli/portfolio_sections.hpp"

namespace gigaplan::cli {

using report::Paragraph;
using report::Section;
using report::Table;

Section sources_section(const ChoiceParts& parts, const ProposalFiles& files) {
  std::string changes;
  for (const std::string& change : files.changes) changes += fmt::format(" --set '{}'", change);
  const auto& chosen = parts.choice().chosen;
  const std::string example = files.names.empty() ? "" : files.names[chosen.empty() ? 0 : chosen.front()];
  Section section{"sources", "Assumptions and sources", {}};
  section.blocks.emplace_back(Paragraph{
      fmt::format("Every figure here is simulated from the proposals' scenarios. Each states where its numbers "
                  "come from: read in a source, computed, or assumed, with its reason and range. "
                  "\"gigaplan run {0}/{1}{2} --out DIR\" simulates one as it stands and writes a page like "
                  "this with all of them, under Inputs, and the same into report.json, under assumptions.",
                  files.folder, example, changes)});
  Table table{.id = "sources-table",
              .title = "The proposals' scenarios",
              .text = "The funded first. SHA-256: of a scenario with all that it refers to.",
              .columns = {{"Proposal"}, {"Scenario"}, {"File"}, {"SHA-256"}, {"Funded"}},
              .sortable = true,
              .filterable = true};
  for (const bool funded : {true, false}) {
    for (std::size_t i = 0; i < files.names.size(); ++i) {
      if (std::ranges::binary_search(chosen, i) != funded) continue;
      const auto& c = parts.candidate(i);
      table.rows.push_back(
          {{{c.id}, {c.name}, {files.names[i]}, {files.sha256[i]}, {funded ? "yes" : "no"}}, "", funded});
    }
  }
  section.blocks.emplace_back(std::move(table));
  return section;
}

}  // namespace gigaplan::cli
