// How does money stand in a report?
#include "io/report_part.hpp"

namespace gigaplan::io {

namespace {

Ordered cost_lines(const std::vector<CostLine>& lines, const char* unit_name) {
  Ordered result = Ordered::array();
  for (const CostLine& line : lines) {
    Part part(true, "");
    part.put("name", line.name);
    part.add(unit_name, line.amount.in(unit::euro));
    part.put("basis", line.basis);
    result.push_back(part.take());
  }
  return result;
}

}  // namespace

Ordered finance_of(const FinanceResult& f) {
  constexpr const char* no_public = "no public money is in the funding";
  Part part(f.lifetime_cost.base() > 0, "no evaluation was made");
  part.add("capex_eur", f.capex_total.in(unit::euro));
  part.add("opex_eur_per_year", f.opex_per_year.in(unit::euro));
  part.add("lifetime_cost_eur", f.lifetime_cost.in(unit::euro));
  part.add("public_money_eur", f.public_money.in(unit::euro));
  part.add("tokens_per_eur", f.tokens_per_eur);
  part.add("model_pflop_per_eur", f.model_pflop_per_eur);
  part.add("kwh_per_eur", f.kwh_per_eur);
  figure(part.object(), "tokens_per_public_eur", f.tokens_per_public_eur, no_public);
  figure(part.object(), "model_pflop_per_public_eur", f.model_pflop_per_public_eur, no_public);
  figure(part.object(), "kwh_per_public_eur", f.kwh_per_public_eur, no_public);
  part.add("eur_per_million_tokens", f.eur_per_million_tokens);
  part.add("eur_per_chip_hour", f.eur_per_chip_hour);
  Part output(f.lifetime_cost.base() > 0, "no evaluation was made");
  output.add("tokens", f.output.tokens.in(unit::token));
  output.add("model_pflop", f.output.model_operations.in(unit::petaflop));
  output.add("it_kwh", f.output.it.in(unit::kilowatt_hour));
  output.add("chip_hours", f.output.chip_hours);
  part.put("discounted_output", output.take());
  part.put("lifetime", cost_lines(f.lifetime, "present_value_eur"));
  part.put("funding", cost_lines(f.funding, "present_value_eur"));
  part.put("capex", cost_lines(f.capex, "amount_eur"));
  part.put("opex", cost_lines(f.opex, "amount_eur_per_year"));
  return part.take();
}

}  // namespace gigaplan::io
