// Which small project is financed in these tests?
#pragma once

#include "finance/example.hpp"

namespace gigaplan::test {

/// Of project_example(), by hand (appraise_test.cpp): euros, euros a year, chip-hours a year.
inline constexpr double example_capex = 189'370, example_opex = 220'915.7, example_hours = 40 * 0.95 * 8760;

/// The gigafactory of example() with one tenant that takes all at 6 euros an hour of the reference chip; built at once,
/// no inflation, no tax, all equity. Tests change what they are about.
inline Example project_example() {
  Example e = example();
  e.finance.funding = {.equity_share = 1};
  e.finance.it_life_years = 4;
  e.cluster.node.chip.peak.bf16 = 1000 * unit::teraflop_per_second;
  e.site.corporate_tax = 0.25;
  ProjectSpec& p = e.finance.project.emplace();
  p.taxable = false;
  p.market.reference_price = 6;
  p.market.reference_rate = 1000 * unit::teraflop_per_second;
  p.market.tenants = {{.id = "all", .name = "All", .share = 1, .price = 1}};
  p.programme.eib = {.base_rate = 0.03, .margin = 0.01, .tenor_years = 4, .grace_years = 0};
  p.programme.commercial = {.base_rate = 0.03, .margin = 0.03, .tenor_years = 3, .grace_years = 0};
  p.programme.quasi_equity.rate = 0.08;
  p.programme.target_dscr = 1.5;
  p.programme.lockup_dscr = 1.2;
  p.programme.default_dscr = 1.05;
  p.programme.equity_hurdle = 0.12;
  p.programme.public_discount_rate = 0.03;
  p.programme.funding_gap_rate = 0.08;
  return e;
}

}  // namespace gigaplan::test
