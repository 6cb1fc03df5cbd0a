// Does a line of costs lead to what it rests on?
#include <doctest/doctest.h>

#include "report/sections.hpp"

using namespace gigaplan;
using namespace gigaplan::report;

namespace {

Assumption input(const char* pointer) {
  return {.pointer = pointer, .value = 1, .how = How::assumed, .source = "because"};
}

const Table& table_of(const Section& section, const std::string& id) {
  for (const auto& block : section.blocks)
    if (const auto* table = std::get_if<Table>(&block); table != nullptr && table->id == id) return *table;
  throw std::runtime_error("no table " + id);
}

}  // namespace

TEST_CASE("a line of costs links to its inputs, by the place where they stand; without any to none") {
  FinanceResult finance;
  finance.lifetime_cost = 3.0 * unit::euro;
  finance.capex = {{"chips", 2.0 * unit::euro, ""}, {"fabric: leaf", 1.0 * unit::euro, ""}};
  finance.opex = {{"staff", 1.0 * unit::euro, ""}, {"property tax", 1.0 * unit::euro, ""}};
  const auto section =
      cost_section({}, finance,
                   {input("/cluster/node/chip/price_eur"), input("/finance/costs/staff_posts"),
                    input("/finance/costs/staff_hours_per_fte"), input("/finance/costs/property_tax_share")});
  const auto& bought = table_of(section, "capex-lines");
  REQUIRE(bought.rows.size() == 3);  // and all of them
  REQUIRE(bought.rows[0].cells[2].links.size() == 1);
  CHECK(bought.rows[0].cells[2].links[0] == Link{"1 input", "#input-figures", "/cluster/node/chip/price_eur"});
  CHECK(bought.rows[1].cells[2].links == std::vector<Link>{{"3 inputs", "#input-figures", "/finance/costs"}});
  const auto& yearly = table_of(section, "opex-lines");
  CHECK(yearly.rows[0].cells[2].links == std::vector<Link>{{"2 inputs", "#input-figures", "/finance/costs/staff"}});
  // The site has no tax of its own here: the costs entry's stand in.
  CHECK(yearly.rows[1].cells[2].links[0].filter == "/finance/costs");
  CHECK(table_of(cost_section({}, finance, {}), "capex-lines").rows[0].cells[2].links.empty());
}
