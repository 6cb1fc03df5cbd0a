#include "cli/portfolio_page.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/readable.hpp"
#include "cli/compared_figures.hpp"
#include "cli/portfolio_sections.hpp"
#include "cli/portfolio_text.hpp"
#include "report/run_page.hpp"

namespace gigaplan::cli {
namespace {

using portfolio::Candidate;
using report::Page;
using report::Paragraph;

std::string funded(const ChoiceParts& parts) {
  std::vector<std::string> names;
  for (const std::size_t i : parts.choice().chosen) {
    const auto& c = parts.candidate(i);
    const bool named = parts.choice().chosen.size() <= 6 && !c.name.empty() && c.name != c.id;  // of many only the ids
    names.push_back(named ? fmt::format("{} ({})", c.id, c.name) : c.id);
  }
  return names.empty() ? "no proposal" : fmt::format("{}", fmt::join(names, ", "));
}

Paragraph answer(const ChoiceParts& parts) {
  const auto& set = parts.choice();
  return {
      fmt::format("Fund {}: together {} {}, {}, for {} of public money. Proven by branch and bound: no set that keeps "
                  "the limits has more than {}.",
                  funded(parts), figure_text(parts.by(), set.value), figure_name(parts.by()), parts.aim(),
                  euros(set.public_total() * unit::euro), figure_text(parts.by(), set.bound))};
}

std::vector<report::Headline> headlines(const ChoiceParts& parts) {
  const auto& set = parts.choice();
  const auto sum = [&](double Candidate::*member) {
    return portfolio::sum_over(set.chosen, parts.study.problem.candidates, member);
  };
  const double paid = set.public_total(), invested = sum(&Candidate::investment_eur),
               carbon = sum(&Candidate::carbon_t), energy = sum(&Candidate::energy_mwh);
  const report::Link sources{"assumptions and sources", "#sources"};
  std::vector<report::Headline> all = {
      {"Public money",
       euros(paid * unit::euro),
       fmt::format(
           "for {} of investment; the EU pays {}, member states {}, cohesion funds {}, guarantors are expected to "
           "pay {}",
           euros(invested * unit::euro), euros(set.public_eur[0] * unit::euro), euros(set.public_eur[1] * unit::euro),
           euros(set.public_eur[2] * unit::euro), euros(set.guarantee_calls_eur * unit::euro)),
       {{"who gets what", "#funded"}, sources}},
      {"Chips",
       whole(sum(&Candidate::chips)),
       fmt::format("{} chip-hours a year for small and medium enterprises", words(sum(&Candidate::sme_chip_hours))),
       {{"all proposals", "#proposals"}, sources}},
      {"Carbon",
       words(carbon) + " t CO₂e a year",
       energy > 0 ? fmt::format("{:.0f} g for each kWh drawn", 1000 * carbon / energy) : "nothing is drawn",
       {{"all proposals", "#proposals"}, sources}}};
  if (parts.study.robust) {
    const auto& judged = parts.study.robustness.sets.front();
    all.push_back(
        {"How sure",
         fmt::format("{} of {} futures", judged.wins, parts.futures()),
         fmt::format("have no better set; {} is lost over all of them on average, {} at worst, beside what one would "
                     "choose who knew the future",
                     figure_text(parts.by(), judged.regret.mean), figure_text(parts.by(), judged.regret.worst)),
         {{"regret", "#regret"}}});
  }
  return all;
}

}  // namespace

Page portfolio_page(const programme::Study& study, const programme::Asked& asked, const ProposalFiles& files,
                    const io::Versions& versions) {
  const ChoiceParts parts(study, asked);
  Page page{.title = fmt::format("{} of {}: which should be funded?", parts.choice().chosen.size(),
                                 counted(study.problem.candidates.size(), "proposal")),
            .subtitle = fmt::format("most {} in all, {}", figure_name(parts.by()), parts.aim())};
  if (const auto told = synthetic_proposals(study); !told.empty()) {
    page.answer.push_back({told, Paragraph::Kind::warning, {{"their scenarios", "#sources"}}});
  }
  page.answer.push_back(answer(parts));
  if (study.valued.left_out > 0) {
    page.answer.push_back({fmt::format("{} left out for all, as one proposal has no value there: {}",
                                       counted(study.valued.left_out, "future"), study.valued.why_left_out),
                           Paragraph::Kind::warning});
  }
  page.headlines = headlines(parts);
  page.sections = {funded_section(parts)};
  if (auto viability = viability_section(parts)) page.sections.push_back(std::move(*viability));
  page.sections.push_back(alternatives_section(parts));
  if (study.robust) page.sections.push_back(regret_section(parts));
  page.sections.push_back(limits_section(parts));
  page.sections.push_back(proposals_section(parts));
  page.sections.push_back(sources_section(parts, files));
  page.origin = {
      {"decided by", parts.by()},
      {"futures", fmt::format("{}, seed {}; one hour in {} of a year", asked.futures, asked.seed, asked.every)}};
  const auto computed = report::origin_of(versions);
  page.origin.insert(page.origin.end(), computed.begin(), computed.end());
  return page;
}

}  // namespace gigaplan::cli
