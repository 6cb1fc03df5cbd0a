#include "finance/waterfall.hpp"

#include <array>

#include "finance/asset_book.hpp"
#include "finance/drawdown.hpp"
#include "finance/indicators.hpp"
#include "finance/senior_loans.hpp"

namespace gigaplan::finance {
namespace {

constexpr double cent = 0.01;

/// The books while they are written. Each step moves money in `s_`, the quarter at hand, and in the accounts.
class Books {
 public:
  Books(const Deal& deal, const FinancingPlan& plan, const DatedTax& tax)
      : deal_(deal),
        plan_(plan),
        tax_(tax),
        calendar_(deal.calendar()),
        committed_{plan.equity, plan.quasi_equity, plan.loans[0] - plan.for_interest[0],
                   plan.loans[1] - plan.for_interest[1]},
        grants_(plan.eu_grant + plan.member_state_grant + plan.cohesion_grant),
        granted_(deal.outlook.capex > Money(0) ? grants_ / deal.outlook.capex : 0),
        senior_(deal, plan),
        quasi_(quasi_equity_of(deal, plan)),
        assets_(deal, granted_) {
    result_.quarters.reserve(calendar_.dates());
    result_.profits.running.resize(calendar_.dates());
  }

  Waterfall write() {
    for (int date = 0; date <= calendar_.horizon; ++date) {
      s_ = {.period = date, .years = date / 4.0};
      accrue_quasi_equity(date);
      if (date > calendar_.start) operate(date);
      if (date <= calendar_.built) build(date);
      if (date == calendar_.horizon) wind_up();
      close(date);
    }
    result_.insolvent = insolvent_since(result_.quarters, result_.lost_by_creditors > Money(cent));
    result_.for_interest = senior_.wanted_for_interest();
    result_.quasi_equity = std::move(quasi_);
    return std::move(result_);
  }

 private:
  void build(int date) {
    s_.capex = deal_.at(date).capex;
    Money uses = s_.capex;
    if (date <= calendar_.start) {
      s_.financing_costs = senior_.costs_of_money(date, s_);
      uses += s_.financing_costs;
    }
    if (date == calendar_.start) {
      reserve_ = plan_.reserve;
      uses += plan_.reserve;
    }
    result_.financed += uses;
    const double released = deal_.released[static_cast<std::size_t>(date)];
    s_.eu_grant = released * plan_.eu_grant;
    s_.member_state_grant = released * plan_.member_state_grant;
    s_.cohesion_grant = released * plan_.cohesion_grant;
    const Money need = uses - s_.grants() - ahead_;
    ahead_ = max(Money(0), -need);
    take(max(Money(0), need));
    if (date == calendar_.built) {
      result_.cash_at_completion = ahead_;
      result_.financed += ahead_;
      cash_ += ahead_;
      ahead_ = Money(0);
    }
  }

  void take(Money need) {
    const ByInstrument parts = draw(need, committed_, drawn_, deal_.order);
    for (std::size_t i = 0; i < instrument_count; ++i) {
      drawn_.at(i) += parts.at(i);
    }
    s_.equity_paid_in += parts[0];
    result_.equity_for_building += parts[0];
    s_.quasi_equity_drawn = parts[1];
    quasi_.draw(parts[1]);
    for (std::size_t i = 0; i < senior_count; ++i) {
      senior_.draw(i, parts.at(2 + i), s_);
    }
  }

  void accrue_quasi_equity(int date) {
    quasi_.begin_quarter();
    const Money interest = quasi_.accrue();
    if (date > calendar_.start) {
      s_.interest_expense += interest;
    } else {
      s_.interest_capitalised = interest;
      assets_.capitalise(interest);
    }
  }

  void operate(int date) {
    const Prospect& p = deal_.at(date);
    s_.compute = p.compute, s_.heat = p.heat, s_.grid_services = p.grid_services;
    s_.energy = p.energy, s_.other_opex = p.other_opex;
    s_.eu_operating_grant = p.eu_operating_grant;
    s_.member_state_operating_grant = p.member_state_operating_grant;
    s_.tax = tax_.running[static_cast<std::size_t>(date)];
    const Money earned = s_.revenue() + s_.operating_grants() - s_.opex() - s_.tax;
    pay_bills(earned);
    const Money put_by = min(min(p.put_by, max(Money(0), earned)), cash_);
    cash_ -= put_by;
    renewal_reserve_ += put_by;
    renew(p.renewal);
    s_.cfads = earned - put_by;
    serve_debt(date);
    const Money moved = min(senior_.reserve_target(date) - reserve_, cash_);
    reserve_ += moved;
    cash_ -= moved;
    test_covenants(deal_.programme, senior_.agreed(), senior_.grace_ends(), result_.quarters, s_);
    const bool called_in = senior_.accelerated() && senior_.owed() > Money(0);  // no later cover cures that
    s_.in_default = s_.in_default || called_in || s_.unpaid;
    s_.locked_up = s_.locked_up || called_in || s_.unpaid;
    hand_out(date);
  }

  /// Old bills and this quarter's: from cash, by owners while halls fill, from the accounts; what is left stays unpaid.
  void pay_bills(Money earned) {
    const Money before = unpaid_;
    cash_ += earned - unpaid_;
    if (s_.period <= calendar_.filled) {
      const Money support = max(Money(0), -cash_);
      s_.equity_paid_in += support;
      cash_ += support;
    }
    for (Money* account : {&renewal_reserve_, &reserve_}) {
      const Money moved = min(max(Money(0), -cash_), *account);
      *account -= moved;
      cash_ += moved;
    }
    unpaid_ = max(Money(0), -cash_);
    cash_ = max(Money(0), cash_);
    s_.bills_left = unpaid_ - before;
    s_.unpaid = s_.unpaid || unpaid_ > Money(cent);
  }

  void renew(Money price) {
    s_.renewals = price;
    const Money saved = min(price, renewal_reserve_);
    renewal_reserve_ -= saved;
    s_.equity_paid_in += price - saved;
  }

  void serve_debt(int date) {
    const Money on_claim = deal_.costs[static_cast<std::size_t>(Senior::commercial)].interest * claim_;
    claim_ += on_claim;
    s_.interest_expense += on_claim;
    const ServiceDue due = senior_.due(date);
    s_.debt_service = due.planned;
    s_.interest_expense += due.current;
    cash_ += senior_.draw_for_interest(due, cash_, date, s_);
    senior_.pay(due, find_money(due.current + due.principal), s_);
  }

  /// Cash, then the reserve account, then the guarantor. \returns what of `due` can be paid
  Money find_money(Money due) {
    Money missing = due;
    for (Money* account : {&cash_, &reserve_}) {
      const Money moved = min(missing, *account);
      *account -= moved;
      missing -= moved;
    }
    if (const auto& guarantee = deal_.programme.guarantee; guarantee && missing > Money(0)) {
      const Money cover = guarantee->first_loss_share * senior_.drawn() - called_;
      s_.guarantee_calls = max(Money(0), min(guarantee->covered_share * missing, cover));
      called_ += s_.guarantee_calls;
      claim_ += s_.guarantee_calls;
      missing -= s_.guarantee_calls;
    }
    constexpr double rounding = 1e-9;
    s_.unpaid = s_.unpaid || missing + s_.guarantee_calls > rounding * due;
    return due - missing;
  }

  void hand_out(int date) {
    if (date == calendar_.horizon) {
      return;
    }
    if (s_.in_default && deal_.programme.on_default == OnDefault::sweep) {
      cash_ -= senior_.prepay(cash_, date, s_);
    }
    if (s_.in_default && deal_.programme.on_default == OnDefault::accelerate) {
      senior_.accelerate();
    }
    // Cash that is left of grants is for the losses to come, with debt or without.
    if (s_.cfads < Money(0)) {
      return;
    }
    repay_guarantor();
    if (s_.locked_up || date <= senior_.grace_ends()) {
      return;
    }
    repay_quasi_equity(false);
    s_.distributions = cash_;
    cash_ = Money(0);
  }

  void repay_guarantor() {
    const Money paid = min(claim_, cash_);
    s_.guarantee_repaid += paid;
    claim_ -= paid;
    cash_ -= paid;
  }

  void repay_quasi_equity(bool at_end) {
    const Money paid = quasi_.pay(cash_, at_end);
    s_.quasi_equity_repaid += paid;
    cash_ -= paid;
  }

  void wind_up() {
    s_.asset_sale = deal_.outlook.resale;
    cash_ += s_.asset_sale + reserve_ + renewal_reserve_;
    reserve_ = renewal_reserve_ = Money(0);
    tax_the_sale();
    const Money bills = min(unpaid_, cash_);
    s_.bills_left -= bills;
    unpaid_ -= bills;
    cash_ -= bills;
    cash_ = max(Money(0), cash_ - senior_.settle(cash_, s_));
    repay_guarantor();
    repay_quasi_equity(true);
    std::vector<Money> owners = equity_flows(result_.quarters);
    owners.push_back(s_.distributions - s_.equity_paid_in);
    s_.claw_back = min(quota_claw_back(deal_, grants_) + deal_.programme.grantors_residual * granted_ * s_.asset_sale,
                       min(grants_, cash_));
    s_.claw_back += claw_back(deal_.programme.claw_back, owners, cash_ - s_.claw_back, grants_ - s_.claw_back);
    cash_ -= s_.claw_back;
    s_.distributions = cash_;
    cash_ = Money(0);
    result_.lost_by_creditors = senior_.write_off() + quasi_.write_off() + unpaid_;
    s_.written_off = result_.lost_by_creditors + claim_;
    unpaid_ = claim_ = Money(0);
  }

  /// A bill like others; one that lowers the year's tax is paid back.
  void tax_the_sale() {
    s_.tax += tax_.on_sale;
    if (tax_.on_sale > Money(0)) {
      s_.bills_left += tax_.on_sale;
      unpaid_ += tax_.on_sale;
    } else {
      cash_ -= tax_.on_sale;
    }
  }

  void close(int date) {
    s_.cash = cash_ + ahead_;
    s_.reserve = reserve_;
    s_.renewal_reserve = renewal_reserve_;
    result_.profits.running[static_cast<std::size_t>(date)] = assets_.write_off(date, s_);
    result_.profits.sale = assets_.profit_of_sale();
    s_.guarantor_claim = claim_;
    s_.quasi_equity = quasi_.owed();
    s_.unpaid_bills = unpaid_;
    senior_.close(date, s_);
    if (date > calendar_.start) {
      s_.net_income = s_.revenue() + s_.operating_grants() - s_.opex() - s_.tax - s_.depreciation -
                      s_.interest_expense + s_.sale_gain + s_.written_off - s_.claw_back;
    }
    equity_ += s_.equity_paid_in + s_.net_income - s_.distributions;
    s_.equity = equity_;
    result_.quarters.push_back(s_);
  }

  const Deal& deal_;
  const FinancingPlan& plan_;
  const DatedTax& tax_;
  const Calendar& calendar_;
  ByInstrument committed_, drawn_{};
  Money grants_;
  double granted_;  ///< grants ÷ capex
  SeniorLoans senior_;
  Tranches quasi_;
  AssetBook assets_;
  Statement s_;
  Waterfall result_;
  Money cash_, reserve_, renewal_reserve_, ahead_;  ///< ahead_: grants that wait for what they are for
  Money unpaid_, called_, claim_, equity_;          ///< claim_: the guarantor's
};

}  // namespace

Waterfall run_waterfall(const Deal& deal, const FinancingPlan& plan, const DatedTax& tax) {
  return Books(deal, plan, tax).write();
}

}  // namespace gigaplan::finance
