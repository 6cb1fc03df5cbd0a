#include "finance/deal.hpp"

#include <algorithm>
#include <cmath>

#include "finance/rate_of_return.hpp"

namespace gigaplan::finance {
namespace {

std::vector<Instrument> order_of(const Programme& programme) {
  static const std::array<std::string, instrument_count> names = {"equity", "quasi_equity", "eib", "debt"};
  std::vector<Instrument> order;
  for (const std::string& name : programme.draw_order) {
    const auto found = std::ranges::find(names, name);
    if (found != names.end()) {
      order.push_back(static_cast<Instrument>(found - names.begin()));
    }
  }
  for (std::size_t i = 0; !order.empty() && i < instrument_count; ++i) {
    const auto instrument = static_cast<Instrument>(i);
    if (std::ranges::find(order, instrument) == order.end()) {
      order.push_back(instrument);
    }
  }
  return order;
}

/// A milestone pays at the first date by which so much of the capex is spent.
std::vector<double> releases(const Programme& programme, const Outlook& outlook) {
  constexpr double tolerance = 1e-9;
  std::vector<double> released(outlook.calendar.dates(), 0.0);
  if (programme.milestones.empty()) {
    released[0] = 1;
    return released;
  }
  for (const Milestone& milestone : programme.milestones) {
    Money spent;
    int date = 0;
    for (; date < outlook.calendar.built; ++date) {
      spent += outlook.dates[static_cast<std::size_t>(date)].capex;
      if (spent >= (milestone.at_progress - tolerance) * outlook.capex) {
        break;
      }
    }
    released[static_cast<std::size_t>(date)] += milestone.share;
  }
  return released;
}

WriteOffs write_offs(const Outlook& outlook, double Asset::*life) {
  WriteOffs result;
  result.first.resize(outlook.calendar.dates());
  result.later.resize(outlook.calendar.dates());
  for (const Asset& asset : outlook.assets) {
    auto& column = asset.first ? result.first : result.later;
    for (int date = asset.from + 1; date <= outlook.calendar.horizon; ++date) {
      column[static_cast<std::size_t>(date)] += worn(asset.*life, asset.from, date) * asset.cost;
    }
  }
  return result;
}

TaxTerms tax_terms(const FinanceInput& input) {
  TaxTerms terms{.rate = input.finance.project->taxable ? input.site.corporate_tax : 0};
  if (input.site.tax) {
    terms.carry_forward_years = input.site.tax->loss_carry_forward_years;
    terms.offset_share = input.site.tax->loss_offset_share;
  }
  return terms;
}

DatedTax unlevered_tax(const Deal& deal) {
  const Calendar& calendar = deal.calendar();
  Profits profits{std::vector<Money>(calendar.dates()), {}};
  Money left = deal.outlook.capex;
  for (int date = 0; date <= calendar.horizon; ++date) {
    const Money written = deal.fiscal.at(date, 0);
    left += deal.at(date).renewal - written;
    profits.running[static_cast<std::size_t>(date)] = deal.at(date).surplus() - written;
  }
  profits.sale = deal.outlook.resale - left;
  return tax_by_date(deal, profits);
}

/// Grants may be worth, at close, at most what is missing without them. The member state's own is cut first, as it is
/// state aid, then cohesion funds, which it decides on too, then the EU's, which is none (TFEU, article 107(1)).
GrantsPass grants_pass(const Deal& deal) {
  if (!deal.programme.aid_limited_to_funding_gap) {
    return {};
  }
  const double rate = deal.programme.funding_gap_rate;
  Money left = max(Money(0), -net_present_value(project_flows(deal), rate));
  const Funding& funding = deal.input.finance.funding;
  double worth = 0;  // at close, of a euro that is granted
  for (std::size_t date = 0; date < deal.released.size(); ++date) {
    worth += deal.released[date] * std::pow(1 + rate, -static_cast<double>(date) / 4);
  }
  const auto pass = [&](double share) {
    const Money aid = worth * share * deal.outlook.capex, paid = min(aid, left);
    left -= paid;
    return aid > Money(0) ? paid / aid : 1;
  };
  GrantsPass result;
  result.eu = pass(std::min(funding.eu_share, deal.programme.eu_grant_cap));
  result.cohesion = pass(funding.cohesion_share);
  result.member_state = pass(funding.member_state_share);
  return result;
}

}  // namespace

std::optional<double> public_use(const Outlook& outlook) {
  double all = 0, quota = 0;
  for (const Prospect& p : outlook.dates) {
    all += p.sold_chip_hours;
    quota += p.quota_chip_hours;
  }
  return all > 0 ? std::optional(quota / all) : std::nullopt;
}

DatedTax tax_by_date(const Deal& deal, const Profits& profits) {
  const Calendar& calendar = deal.calendar();
  std::vector<Money> yearly(static_cast<std::size_t>(calendar.year(calendar.horizon)));
  std::vector<int> parts(yearly.size(), 0);
  for (int date = calendar.start + 1; date <= calendar.horizon; ++date) {
    const auto year = static_cast<std::size_t>(calendar.year(date) - 1);
    yearly[year] += profits.running[static_cast<std::size_t>(date)];
    ++parts[year];
  }
  const std::vector<Money> tax = yearly_tax(yearly, deal.tax);
  yearly.back() += profits.sale;
  DatedTax result{std::vector<Money>(calendar.dates()), yearly_tax(yearly, deal.tax).back() - tax.back()};
  for (int date = calendar.start + 1; date <= calendar.horizon; ++date) {
    const auto year = static_cast<std::size_t>(calendar.year(date) - 1);
    result.running[static_cast<std::size_t>(date)] = tax[year] / parts[year];
  }
  return result;
}

std::vector<Money> project_flows(const Deal& deal) {
  std::vector<Money> flows;
  for (int date = 0; date <= deal.calendar().horizon; ++date) {
    const Prospect& p = deal.at(date);
    flows.push_back(p.surplus() - p.capex - p.renewal - deal.unlevered_tax.running[static_cast<std::size_t>(date)]);
  }
  flows.back() += deal.outlook.resale - deal.unlevered_tax.on_sale;
  return flows;
}

Deal make_deal(const FinanceInput& input) {
  const ProjectSpec& project = *input.finance.project;
  Deal deal{.input = input,
            .project = project,
            .programme = project.programme,
            .outlook = look_ahead(input),
            .costs = loan_costs(project.programme),
            .repayments = {},
            .order = order_of(project.programme),
            .released = {},
            .book = {},
            .fiscal = {},
            .tax = tax_terms(input),
            .unlevered_tax = {}};
  deal.repayments = {repayment_of(project.programme.eib, deal.calendar()),
                     repayment_of(project.programme.commercial, deal.calendar())};
  deal.released = releases(project.programme, deal.outlook);
  deal.book = write_offs(deal.outlook, &Asset::life);
  deal.fiscal = write_offs(deal.outlook, &Asset::tax_life);
  return with_price(deal, 1);
}

Deal with_price(const Deal& deal, double factor, Aid aid) {
  Deal changed = deal;
  for (Prospect& p : changed.outlook.dates) {
    p.compute *= factor;
    for (TenantQuarter& tenant : p.tenants) {
      tenant.revenue *= factor;
    }
  }
  for (Prospect& p : changed.outlook.dates) {
    const Money lacking = max(Money(0), -p.surplus());
    const auto terms = aid == Aid::none ? std::nullopt : changed.programme.operating_grants;
    p.eu_operating_grant = terms ? terms->eu * lacking : Money(0);
    p.member_state_operating_grant = terms ? terms->member_state * lacking : Money(0);
  }
  changed.unlevered_tax = unlevered_tax(changed);
  if (aid == Aid::fitting) changed.grants_pass = grants_pass(changed);
  if (aid == Aid::none) changed.grants_pass = {0, 0, 0};
  return changed;
}

}  // namespace gigaplan::finance
