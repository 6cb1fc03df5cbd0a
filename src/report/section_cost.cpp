// How does money stand on a page?
#include <fmt/format.h>

#include <algorithm>

#include "base/readable.hpp"
#include "report/sections.hpp"

namespace gigaplan::report {
namespace {

/// Largest first; what is named "fabric: ..." together, as one.
std::vector<Item> grouped(const std::vector<CostLine>& lines) {
  constexpr std::string_view fabric = "fabric: ";
  std::vector<Item> items;
  for (const CostLine& line : lines) {
    const std::string name = line.name.starts_with(fabric) ? "fabric: switches, optics, cables" : line.name;
    const auto found = std::ranges::find(items, name, &Item::name);
    if (found != items.end()) {
      found->value += millions(line.amount);
    } else if (line.amount > Money() || line.amount < Money()) {
      items.push_back({name, millions(line.amount)});
    }
  }
  std::ranges::stable_sort(items, [](const Item& a, const Item& b) { return a.value > b.value; });
  return items;
}

Table lines_table(const char* id, const char* title, const char* column, const std::vector<CostLine>& lines) {
  Table table{
      .id = id, .title = title, .columns = {{"Item"}, {column, "", true}, {"How it was worked out"}}, .sortable = true};
  Money total;
  for (const CostLine& line : lines) {
    table.rows.push_back({{{line.name}, {euros(line.amount), line.amount.in(unit::euro)}, {line.basis}}});
    total += line.amount;
  }
  table.rows.push_back({{{"all"}, {euros(total), total.in(unit::euro)}, {""}}, "", true});
  return table;
}

Chart funding_chart(const FinanceResult& finance) {
  Partition parts;
  for (const CostLine& line : finance.funding) {
    if (line.amount > Money()) {
      parts.items.push_back({line.name, millions(line.amount)});
    }
  }
  return {"funding", "Who pays for what is bought", "€ million, present value",
          finance.public_money > Money()
              ? fmt::format("{} of it is public money: the EU's and the member states' share, renewals included.",
                            euros(finance.public_money))
              : "There is no public money in it.",
          parts};
}

}  // namespace

Section cost_section(const Scenario& scenario, const FinanceResult& finance) {
  Section section{"costs", "Costs", {}};
  if (!(finance.lifetime_cost > Money())) {
    section.blocks.emplace_back(Paragraph{"No evaluation was made."});
    return section;
  }
  section.blocks.emplace_back(Paragraph{fmt::format(
      "{} to build and {} a year to run; {} over {} {} at {:.1f} % (present value, less what is left of it). "
      "Constant euros of {}, before tax.",
      euros(finance.capex_total), euros(finance.opex_per_year), euros(finance.lifetime_cost),
      plain(scenario.finance.horizon_years), scenario.finance.horizon_years == 1 ? "year" : "years",
      100 * scenario.finance.discount_rate, scenario.finance.costs.price_year)});
  section.blocks.emplace_back(Chart{"capex", "What is bought at the start", "€ million",
                                    fmt::format("{} in all.", euros(finance.capex_total)),
                                    Ranking{grouped(finance.capex)}});
  section.blocks.emplace_back(Chart{"opex", "What a year of running costs", "€ million a year",
                                    fmt::format("{} in all.", euros(finance.opex_per_year)),
                                    Ranking{grouped(finance.opex)}});
  section.blocks.emplace_back(Chart{
      "lifetime", "What it costs over its life", "€ million, present value",
      fmt::format("Adds up to {}; what is left at the end comes back and is subtracted.", euros(finance.lifetime_cost)),
      Ranking{grouped(finance.lifetime)}});
  section.blocks.emplace_back(funding_chart(finance));
  section.blocks.emplace_back(lines_table("capex-lines", "Bought at the start", "Price", finance.capex));
  section.blocks.emplace_back(lines_table("opex-lines", "A year of running", "A year", finance.opex));
  section.blocks.emplace_back(lines_table("lifetime-lines", "Over its life", "Present value", finance.lifetime));
  return section;
}

Section network_section(const FabricResult& fabric) {
  Section section{"network", "Network", {}};
  const auto& bill = fabric.bill;
  section.blocks.emplace_back(Paragraph{fmt::format(
      "{} chips with {} NICs; {} switches, {} cables.", whole(static_cast<double>(fabric.chips)),
      whole(static_cast<double>(fabric.endpoints)), whole(static_cast<double>(BillOfMaterials::total(bill.switches))),
      whole(static_cast<double>(BillOfMaterials::total(bill.cables))))});
  Table table{.id = "bill-of-materials",
              .title = "Bill of materials",
              .columns = {{"Item"}, {"Pieces", "", true}, {"Price of all", "", true}, {"Power of all", "MW", true}},
              .sortable = true};
  Money price;
  Power power;
  for (const auto& line : bill.lines) {
    table.rows.push_back({{{line.name == "nic" ? "NIC" : line.name},
                           {whole(static_cast<double>(line.count)), static_cast<double>(line.count)},
                           {euros(line.price), line.price.in(unit::euro)},
                           {figures(line.power.in(unit::megawatt)), line.power.in(unit::megawatt)}}});
    price += line.price;
    power += line.power;
  }
  table.rows.push_back({{{"all"},
                         {"", std::nullopt},
                         {euros(price), price.in(unit::euro)},
                         {figures(power.in(unit::megawatt)), power.in(unit::megawatt)}},
                        "",
                        true});
  section.blocks.emplace_back(std::move(table));
  return section;
}

}  // namespace gigaplan::report
