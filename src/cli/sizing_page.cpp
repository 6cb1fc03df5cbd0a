#include "cli/sizing_page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/readable.hpp"
#include "cli/choice_parts.hpp"
#include "report/run_page.hpp"

namespace gigaplan::cli {
namespace {

using report::Chart;
using report::Item;
using report::Page;
using report::Scatter;
using report::Section;
using report::Table;
using sweep::Variant;

std::vector<std::string> names_of(const sweep::Sizing& sizing) {
  std::vector<std::string> names;
  names.reserve(sizing.keys.size());
  for (const auto& key : sizing.keys) {
    names.push_back(key.name);
  }
  return names;
}

Table variants_table(const sweep::Sizing& sizing) {
  Table table{.id = "variants", .title = "All variants", .sortable = true, .filterable = sizing.variants.size() > 20};
  for (const auto& name : names_of(sizing)) {
    table.columns.push_back({name});
  }
  table.columns.insert(table.columns.end(), {{"Step", "ms", true},
                                             {"MFU", "%", true},
                                             {"Network", "€ million", true},
                                             {"Power", "MW", true},
                                             {"Per chip", "€", true},
                                             {"Tokens per €", "", true},
                                             {"On the front"}});
  const bool all_done =
      std::ranges::all_of(sizing.variants, [](const Variant& variant) { return variant.figures.has_value(); });
  if (!all_done) {
    table.columns.push_back({"Why it has no figures"});
  }
  for (const Variant& variant : sizing.variants) {
    report::Row row;
    for (const auto& value : variant.values) {
      row.cells.push_back({typed(value), std::nullopt});
    }
    if (const auto& f = variant.figures) {
      const auto add = [&](double value) { row.cells.push_back(number_cell(value)); };
      row.cells.push_back({fmt::format("{:#.5g}", 1e3 * f->step_s), f->step_s});
      row.cells.push_back({fmt::format("{:.2f}", 100 * f->mfu), f->mfu});
      add(f->fabric_eur / 1e6);
      add(f->fabric_w / 1e6);
      add(f->fabric_eur / f->chips);
      row.cells.push_back({f->tokens_per_eur ? words(*f->tokens_per_eur) : "none", f->tokens_per_eur});
      row.cells.push_back({variant.on_front ? "yes" : "no", std::nullopt});
      row.marked = variant.on_front;
    } else {
      row.cells.resize(table.columns.size() - 1, number_cell(std::nullopt));
      row.cells.push_back({fmt::format("{}: {}", sweep::status_name(variant.status), variant.message), std::nullopt});
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

/// What the cheapest, the fastest and the best of the front are.
void add_headlines(Page& page, const sweep::Sizing& sizing) {
  const Variant *cheapest = nullptr, *fastest = nullptr;
  for (const Variant& variant : sizing.variants) {
    if (variant.on_front) {
      cheapest = cheapest && cheapest->figures->fabric_eur <= variant.figures->fabric_eur ? cheapest : &variant;
      fastest = fastest && fastest->figures->step_s <= variant.figures->step_s ? fastest : &variant;
    }
  }
  const auto names = names_of(sizing);
  const auto add = [&](const char* label, const std::string& value, const Variant& variant) {
    const auto& f = *variant.figures;
    page.headlines.push_back({label,
                              value,
                              fmt::format("{}: {}, a step takes {}, {} tokens per euro", named(names, variant.values),
                                          euros(f.fabric_eur * unit::euro), duration(f.step_s * unit::second),
                                          f.tokens_per_eur ? words(*f.tokens_per_eur) : "no"),
                              {{"all variants", "#variants"}}});
  };
  if (sizing.best) {
    const Variant& best = sizing.variants[*sizing.best];
    add("Most tokens per euro", words(best.figures->tokens_per_eur.value_or(0)), best);
  }
  if (cheapest) {
    add("Cheapest network of the front", euros(cheapest->figures->fabric_eur * unit::euro), *cheapest);
    add("Fastest step of the front", duration(fastest->figures->step_s * unit::second), *fastest);
  }
}

}  // namespace

Page sizing_page(const sweep::Sizing& sizing, const io::Versions& versions) {
  Page page{.title = fmt::format("{}: which network is worth its price?",
                                 sizing.scenario.empty() ? "Scenario" : sizing.scenario),
            .subtitle = counted(sizing.variants.size(), "variant") + " of its network"};
  add_headlines(page, sizing);
  const auto names = names_of(sizing);
  Scatter scatter{"network, € million", "step, ms", {}};
  std::vector<Item> tokens;
  for (const Variant& variant : sizing.variants) {
    if (const auto& f = variant.figures) {
      const auto name = named(names, variant.values);
      scatter.points.push_back({name, f->fabric_eur / 1e6, 1e3 * f->step_s, variant.on_front});
      if (f->tokens_per_eur) {
        tokens.push_back({name, *f->tokens_per_eur / 1e6});
      }
    }
  }
  Section section{"choices", "Variants", {}};
  section.blocks.emplace_back(Chart{"price-and-time", "What a network costs, and how long a step takes on it", "",
                                    "Circles are on the front: none is better in time, price or power without "
                                    "being worse in another.",
                                    std::move(scatter)});
  if (!tokens.empty()) {
    section.blocks.emplace_back(best_chart("Tokens per euro", "million", tokens, tokens.size()));
  }
  section.blocks.emplace_back(variants_table(sizing));
  page.sections.push_back(std::move(section));
  page.origin = report::origin_of(versions);
  return page;
}

}  // namespace gigaplan::cli
