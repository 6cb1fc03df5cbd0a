// How do the figures that went in, and what figures mean, stand on a page?
#include <fmt/format.h>

#include <algorithm>

#include "base/readable.hpp"
#include "report/sections.hpp"

namespace gigaplan::report {
namespace {

const char* name_of(How how) {
  switch (how) {
    case How::read: return "read";
    case How::computed: return "computed";
    case How::assumed: return "assumed";
    case How::scenario: return "scenario";
    case How::defaulted: return "default";
  }
  return "";
}

std::string id_of(const std::string& pointer) {
  return "input" + pointer;  // the writer turns "/" into "-"
}

bool is_under(const std::string& pointer, const std::string& part) {
  return pointer == part || pointer.starts_with(part + "/");
}

Chart kinds_chart(const std::vector<Assumption>& inputs) {
  const auto count = [&](How how) {
    return static_cast<double>(std::ranges::count_if(inputs, [how](const Assumption& a) { return a.how == how; }));
  };
  Partition parts;
  for (const auto& [name, how] :
       {std::pair{"read in a source", How::read}, std::pair{"computed from sources", How::computed},
        std::pair{"assumed", How::assumed}, std::pair{"chosen by the scenario", How::scenario},
        std::pair{"default", How::defaulted}}) {
    if (count(how) > 0) {
      parts.items.push_back({name, count(how)});
    }
  }
  return {"input-kinds", "Where the figures come from", "figures",
          fmt::format("{} figures went in. Those that nobody published are assumed, each with its reason.",
                      whole(static_cast<double>(inputs.size()))),
          parts};
}

}  // namespace

Section inputs_section(const std::vector<Assumption>& inputs) {
  Section section{"inputs", "Inputs", {}};
  if (inputs.empty()) {
    section.blocks.emplace_back(Paragraph{"None are listed."});
    return section;
  }
  section.blocks.emplace_back(kinds_chart(inputs));
  Table table{.id = "input-figures",
              .title = "Every figure, its source and its range",
              .text =
                  "The name is the figure's place in the scenario. Read: seen in the source; computed: worked out from "
                  "it; assumed: nobody published it; scenario: chosen; default: filled in.",
              .columns = {{"Figure"},
                          {"Value", "", true},
                          {"Unit"},
                          {"How"},
                          {"Source, or reason"},
                          {"Low", "", true},
                          {"High", "", true}},
              .sortable = true,
              .filterable = true};
  const auto maybe = [](const std::optional<double>& value) { return value ? Cell{plain(*value), *value} : Cell{}; };
  for (const Assumption& input : inputs) {
    table.rows.push_back({{{input.pointer},
                           {plain(input.value, 10), input.value},
                           {unit_of(input.pointer)},
                           {name_of(input.how)},
                           {input.source},
                           maybe(input.low),
                           maybe(input.high)},
                          id_of(input.pointer)});
  }
  section.blocks.emplace_back(std::move(table));
  return section;
}

std::vector<Link> links_to_inputs(const std::vector<Assumption>& inputs,
                                  const std::vector<std::pair<std::string, std::string>>& parts) {
  std::vector<Link> links;
  for (const auto& [part, name] : parts) {
    const auto under = [&](const Assumption& input) { return is_under(input.pointer, part); };
    const auto first = std::ranges::find_if(inputs, under);
    if (first != inputs.end()) {
      links.push_back({fmt::format("{} ({})", name, std::ranges::count_if(inputs, under)), "#" + id_of(first->pointer),
                       part + "/"});
    }
  }
  return links;
}

Section terms_section() {
  Table table{.id = "term-list", .title = "Terms", .columns = {{"Term"}, {"Meaning"}}};
  const auto add = [&](const char* id, const char* term, const char* meaning) {
    table.rows.push_back({{{term}, {meaning}}, std::string("term-") + id});
  };
  add("tokens", "tokens trained", "Tokens of all steps whose work was kept, over the simulated years.");
  add("goodput", "goodput", "The share of all hours whose work was kept.");
  add("step", "step time",
      "One training step: computing, waiting for bytes on the wire, waiting for other ranks, fixed "
      "costs; means over all ranks.");
  add("interval", "90 % interval",
      "Where nine of ten measured steps lie: quantiles at 5 and 95 % of published ÷ predicted, "
      "corrected for a finite number of rows (split-conformal prediction). It says how far "
      "the model is off for runs like those that people publish.");
  add("mfu", "MFU", "Model FLOP ÷ the chips' dense peak at the job's precision, without recomputation.");
  add("lifetime", "lifetime cost",
      "Present value of capex, renewals and opex over the horizon, less what is then left of "
      "their lives (residual value). Where there is an investment, at financial close and with the time of building.");
  add("per-euro", "per euro",
      "Output over the horizon, discounted as costs are, ÷ lifetime cost: the inverse of a "
      "levelised cost.");
  add("public", "public money",
      "Where there is an investment: grants, as capped and limited to the funding gap, and guarantee calls less "
      "claw-back; per public euro in euros of the price year, at financial close. Without one: the shares of EU, "
      "member "
      "states and cohesion funds of everything that is bought, renewals included, without subtracting residual value; "
      "these know neither a cap nor a limit.");
  add("pue", "PUE", "Energy of the whole site ÷ energy of the IT.");
  add("chip-hour", "chip-hour", "An hour of a healthy chip, busy or not.");
  return {"terms", "Terms", {std::move(table)}};
}

}  // namespace gigaplan::report
