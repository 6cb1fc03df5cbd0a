#include "finance/capex.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string>

#include "finance/readable.hpp"

namespace gigaplan::finance {
namespace {

Money sum(const std::vector<CostLine>& lines) {
  Money total;
  for (const CostLine& line : lines) {
    total += line.amount;
  }
  return total;
}

CostLine pieces(std::string name, const std::string& what, double count, Money price) {
  return {std::move(name), count * price, fmt::format("{} {} × {}", grouped(count), what, readable(price))};
}

CostLine share(std::string name, double portion, const std::string& of, Money base) {
  return {std::move(name), portion * base, fmt::format("{} of {} ({})", percent(portion), of, readable(base))};
}

std::vector<CostLine> it_lines(const FinanceInput& input) {
  const Node& node = input.cluster.node;
  const CostBook& costs = input.finance.costs;
  const auto nodes = static_cast<double>(bought_nodes(input));
  std::vector<CostLine> lines;
  lines.push_back(pieces("chips", "chips", nodes * node.chips_per_node, node.chip.price));
  lines.push_back(pieces("nodes", "nodes without chips and NICs", nodes, node.price));
  lines.push_back(pieces("NICs", "NICs", nodes * node.nics.per_node, node.nics.price));
  for (const BillOfMaterials::Line& line : input.bill.lines) {
    if (line.name != "nic" && line.count > 0) {
      const auto count = static_cast<double>(line.count);
      lines.push_back(pieces("fabric: " + line.name, "pieces", count, line.price / count));
    }
  }
  lines.push_back(share("storage", costs.storage_share, "chips, nodes, NICs and fabric", sum(lines)));
  lines.push_back(share("integration", costs.integration_share, "IT hardware", sum(lines)));
  return lines;
}

std::vector<CostLine> facility_lines(const FinanceInput& input) {
  const CostBook& costs = input.finance.costs;
  const MoneyPerPower build = input.site.build_cost * (1 + costs.ai_build_premium);
  const Money building = input.peak_it * build;
  return {{"building and plant", building,
           fmt::format("{} of IT × {} × {:.3f} (AI premium)", readable(input.peak_it),
                       readable_per_megawatt(input.site.build_cost), 1 + costs.ai_build_premium)},
          share("contingency", costs.contingency_share, "building and plant", building),
          {"grid connection", input.connection * costs.grid_connection,
           fmt::format("{} × {}", readable(input.connection), readable_per_megawatt(costs.grid_connection))}};
}

}  // namespace

Money Capex::it_total() const {
  return sum(it);
}

Money Capex::facility_total() const {
  return sum(facility);
}

long bought_nodes(const FinanceInput& input) {
  return input.cluster.nodes + std::lround(input.spare_node_share * static_cast<double>(input.cluster.nodes));
}

Capex capital_costs(const FinanceInput& input) {
  return {it_lines(input), facility_lines(input)};
}

}  // namespace gigaplan::finance
