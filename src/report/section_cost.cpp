// How does money stand on a page?
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

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

/// Where the scenario has what a line of costs rests on.
std::string inputs_of(std::string_view line) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 28> places = {
      {{"chips", "/cluster/node/chip/price_eur"},
       {"nodes", "/cluster/node/price_eur"},
       {"NICs", "/cluster/node/nics"},
       {"fabric", "/cluster/fabric"},
       {"storage", "/finance/costs/storage_share"},
       {"integration", "/finance/costs/integration_share"},
       {"building", "/site/build_cost_eur_per_mw"},
       {"power chain", "/facility/power_chain/price_eur_per_kw"},
       {"cooling", "/facility/cooling/price_eur_per_kw"},
       {"premium", "/finance/costs/ai_build_premium"},
       {"contingency", "/finance/costs/contingency_share"},
       {"grid connection", "/finance/costs/grid_connection_eur_per_mw"},
       {"solar", "/facility/on_site"},
       {"wind", "/facility/on_site"},
       {"battery", "/facility/on_site"},
       {"on-site", "/facility/on_site"},
       {"energy", "/site/electricity"},
       {"water", "/site/water"},
       {"staff", "/finance/costs/staff"},
       {"spares", "/operation/reliability"},
       {"software", "/finance/costs/software_eur_per_chip_year"},
       {"WAN", "/finance/costs/wan"},
       {"IT maintenance", "/finance/costs/it_maintenance_share"},
       {"facility maintenance", "/finance/costs/facility_maintenance_share"},
       {"insurance", "/finance/costs/insurance_share"},
       {"property tax", "/site/property_tax"},
       {"renewal", "/finance"},
       {"residual", "/finance"}}};
  const auto place = std::ranges::find_if(places, [&](const auto& p) { return line.starts_with(p.first); });
  return place == places.end() ? "/finance" : std::string(place->second);
}

/// To the figures whose pointers begin so: "staff" finds staff_posts and staff_hours_per_fte.
std::vector<Link> links_of(std::string_view line, const std::vector<Assumption>& inputs) {
  auto place = inputs_of(line);
  const auto found = [&] {
    return std::ranges::count_if(inputs, [&](const Assumption& a) { return a.pointer.starts_with(place); });
  };
  auto count = found();
  if (count == 0) {  // the site has none of its own
    place = "/finance/costs";
    count = found();
  }
  if (count == 0) return {};
  return {{counted(static_cast<std::uint64_t>(count), "input"), "#input-figures", place}};
}

Table lines_table(const char* id, const char* title, const char* column, const std::vector<CostLine>& lines,
                  const std::vector<Assumption>& inputs) {
  Table table{
      .id = id, .title = title, .columns = {{"Item"}, {column, "", true}, {"How it was worked out"}}, .sortable = true};
  Money total;
  for (const CostLine& line : lines) {
    table.rows.push_back({{{line.name},
                           {euros(line.amount), line.amount.in(unit::euro)},
                           {line.basis, {}, links_of(line.name, inputs)}}});
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
              ? fmt::format(
                    "{} of it is public money: the shares of EU, member states and cohesion funds, renewals included.",
                    euros(finance.public_money))
              : "There is no public money in it.",
          parts};
}

}  // namespace

Section cost_section(const Scenario& scenario, const FinanceResult& finance, const std::vector<Assumption>& inputs) {
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
  if (scenario.finance.project) {
    section.blocks.emplace_back(
        Paragraph{"The figures here are of a site that is all open from its first day. The investment below counts the "
                  "time of building too, and what the headlines say of costs and of a euro is its.",
                  Paragraph::Kind::plain,
                  {{"lifetime cost of the project", "#indicator-lifetime_cost_eur"}}});
  }
  section.blocks.emplace_back(Chart{"capex", "What is bought at the start", "€ million",
                                    fmt::format("{} in all.", euros(finance.capex_total)),
                                    Ranking{grouped(finance.capex)}});
  section.blocks.emplace_back(Chart{"opex", "What a year of running costs", "€ million a year",
                                    fmt::format("{} in all.", euros(finance.opex_per_year)),
                                    Ranking{grouped(finance.opex)}});
  section.blocks.emplace_back(Chart{
      "lifetime",
      scenario.finance.project ? "What it costs over its life, open from the first day" : "What it costs over its life",
      "€ million, present value",
      fmt::format("Adds up to {}; what is left at the end comes back and is subtracted.", euros(finance.lifetime_cost)),
      Ranking{grouped(finance.lifetime)}});
  if (!scenario.finance.project) {  // else the investment's sources say who pays: shares know neither cap nor limit
    section.blocks.emplace_back(funding_chart(finance));
  }
  section.blocks.emplace_back(lines_table("capex-lines", "Bought at the start", "Price", finance.capex, inputs));
  section.blocks.emplace_back(lines_table("opex-lines", "A year of running", "A year", finance.opex, inputs));
  section.blocks.emplace_back(
      lines_table("lifetime-lines", "Over its life", "Present value", finance.lifetime, inputs));
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
