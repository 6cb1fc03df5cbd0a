#include "finance/waterfall.hpp"

#include <algorithm>
#include <array>

#include "finance/asset_book.hpp"
#include "finance/debt_service.hpp"
#include "finance/drawdown.hpp"
#include "finance/indicators.hpp"

namespace gigaplan::finance {
namespace {

/// The books while they are written. Each step moves money in `s_`, the quarter at hand, and in the accounts.
class Books {
 public:
  Books(const Deal& deal, const FinancingPlan& plan, const std::vector<Money>& tax)
      : deal_(deal),
        plan_(plan),
        tax_(tax),
        calendar_(deal.calendar()),
        committed_{plan.equity, plan.quasi_equity, plan.loans[0], plan.loans[1]},
        grants_(plan.eu_grant + plan.member_state_grant + plan.cohesion_grant),
        assets_(deal, deal.outlook.capex > Money(0) ? grants_ / deal.outlook.capex : 0) {
    result_.quarters.reserve(calendar_.dates());
    result_.profits.resize(calendar_.dates());
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
    return std::move(result_);
  }

 private:
  [[nodiscard]] LoanFlow& loan(std::size_t i) { return s_.loans.at(i); }
  [[nodiscard]] Money drawn(std::size_t i) const { return drawn_.at(static_cast<std::size_t>(Instrument::eib) + i); }
  [[nodiscard]] Money undrawn(std::size_t i) const { return max(Money(0), plan_.loans.at(i) - drawn(i)); }
  [[nodiscard]] Money scheduled(std::size_t i, int date) const { return planned_balance(plan_, i, date) * drawn(i); }

  /// Interest and fees until operation starts.
  Money costs_of_money(int date) {
    Money sum;
    for (std::size_t i = 0; i < senior_count; ++i) {
      const LoanCost& cost = deal_.costs.at(i);
      const Money guarantor = cost.guarantee_fee * balance_.at(i);
      s_.guarantor_fees += guarantor;
      sum += cost.interest * balance_.at(i) + guarantor;
      sum += date == 0 ? cost.upfront * plan_.loans.at(i) : cost.commitment * undrawn(i);
    }
    return sum;
  }

  void build(int date) {
    s_.capex = deal_.at(date).capex;
    Money uses = s_.capex;
    if (date <= calendar_.start) {
      s_.financing_costs = costs_of_money(date);
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
    quasi_ += parts[1];
    for (std::size_t i = 0; i < senior_count; ++i) {
      loan(i).drawn = parts.at(2 + i);
      balance_.at(i) += loan(i).drawn;
    }
  }

  void accrue_quasi_equity(int date) {
    const Money interest = deal_.programme.quasi_equity.rate / 4 * quasi_;
    quasi_ += interest;
    if (date > calendar_.start) {
      s_.interest_expense += interest;
    } else {
      assets_.capitalise(interest);
    }
  }

  void operate(int date) {
    const Prospect& p = deal_.at(date);
    s_.compute = p.compute, s_.heat = p.heat, s_.grid_services = p.grid_services;
    s_.energy = p.energy, s_.other_opex = p.other_opex;
    s_.tax = tax_[static_cast<std::size_t>(date)];
    const Money earned = s_.revenue() - s_.opex() - s_.tax;
    pay_bills(earned);
    const Money put_by = min(min(p.put_by, max(Money(0), earned)), cash_);
    cash_ -= put_by;
    renewal_reserve_ += put_by;
    renew(p.renewal);
    s_.cfads = earned - put_by;
    serve_debt(date);
    const Money target =
        date < calendar_.horizon ? reserve_target(plan_, deal_.costs, deal_.programme.reserve_months, date) : Money(0);
    const Money moved = min(target - reserve_, cash_);
    reserve_ += moved;
    cash_ -= moved;
    test_covenants(deal_.programme, calendar_.start, result_.quarters, s_);
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
    if (unpaid_ > Money(0)) fail();
  }

  void renew(Money price) {
    s_.renewals = price;
    const Money saved = min(price, renewal_reserve_);
    renewal_reserve_ -= saved;
    s_.equity_paid_in += price - saved;
  }

  void serve_debt(int date) {
    std::array<LoanState, senior_count> states;
    for (std::size_t i = 0; i < senior_count; ++i) {
      states.at(i) = {.balance = balance_.at(i),
                      .undrawn = undrawn(i),
                      .scheduled_before = scheduled(i, date - 1),
                      .scheduled_after = scheduled(i, date),
                      .available = date <= calendar_.built};
    }
    const ServiceDue due = service_due(deal_.costs, states);
    s_.debt_service = due.planned;
    s_.interest_expense += due.current;
    const Money paid = find_money(due.current + due.principal);
    const double of_current = due.current > Money(0) ? min(paid, due.current) / due.current : 0;
    const double of_principal = due.principal > Money(0) ? max(Money(0), paid - due.current) / due.principal : 0;
    for (std::size_t i = 0; i < senior_count; ++i) {
      const ServiceDue::Part& part = due.loans.at(i);
      loan(i).interest = of_current * part.interest;
      loan(i).fees = of_current * part.fees;
      loan(i).repaid = of_principal * part.principal;
      s_.guarantor_fees += of_current * part.guarantor;
      balance_.at(i) += (1 - of_current) * (part.interest + part.fees) - loan(i).repaid;
    }
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
      const Money cover = guarantee->first_loss_share * (drawn(0) + drawn(1)) - called_;
      s_.guarantee_calls = max(Money(0), min(guarantee->covered_share * missing, cover));
      called_ += s_.guarantee_calls;
      missing -= s_.guarantee_calls;
    }
    constexpr double rounding = 1e-9;
    if (missing > rounding * due) fail();
    return due - missing;
  }

  void hand_out(int date) {
    if (s_.locked_up || date == calendar_.horizon) {
      return;
    }
    if (deal_.programme.quasi_equity.repayment == QuasiEquityRepayment::cash) {
      repay_quasi_equity();
    }
    s_.distributions = cash_;
    cash_ = Money(0);
  }

  void repay_quasi_equity() {
    const Money paid = min(quasi_, cash_);
    s_.quasi_equity_repaid += paid;
    quasi_ -= paid;
    cash_ -= paid;
  }

  void wind_up() {
    s_.asset_sale = deal_.outlook.resale;
    cash_ += s_.asset_sale + reserve_ + renewal_reserve_;
    reserve_ = renewal_reserve_ = Money(0);
    const Money bills = min(unpaid_, cash_);
    s_.bills_left -= bills;
    unpaid_ -= bills;
    cash_ -= bills;
    const Money owed = balance_[0] + balance_[1];
    const double part = owed > Money(0) ? min(owed, cash_) / owed : 0;
    for (std::size_t i = 0; i < senior_count; ++i) {
      const Money paid = part * balance_.at(i);
      loan(i).repaid += paid;
      balance_.at(i) -= paid;
      cash_ -= paid;
    }
    cash_ = max(Money(0), cash_);
    repay_quasi_equity();
    std::vector<Money> owners = equity_flows(result_.quarters);
    owners.push_back(s_.distributions - s_.equity_paid_in);
    s_.claw_back = claw_back(deal_.programme.claw_back, owners, cash_, grants_);
    cash_ -= s_.claw_back;
    s_.distributions = cash_;
    cash_ = Money(0);
    s_.written_off = balance_[0] + balance_[1] + quasi_ + unpaid_;
    result_.lost_by_creditors = s_.written_off;
    balance_ = {};
    quasi_ = unpaid_ = Money(0);
  }

  void close(int date) {
    s_.cash = cash_ + ahead_;
    s_.reserve = reserve_;
    s_.renewal_reserve = renewal_reserve_;
    result_.profits[static_cast<std::size_t>(date)] = assets_.write_off(date, s_);
    s_.quasi_equity = quasi_;
    s_.unpaid_bills = unpaid_;
    for (std::size_t i = 0; i < senior_count; ++i) {
      loan(i).balance = balance_.at(i);
      loan(i).scheduled = date < calendar_.horizon ? scheduled(i, date) : Money(0);
    }
    if (date > calendar_.start) {
      s_.net_income = s_.revenue() - s_.opex() - s_.tax - s_.depreciation - s_.interest_expense + s_.guarantee_calls +
                      s_.sale_gain + s_.written_off - s_.claw_back;
    }
    equity_ += s_.equity_paid_in + s_.net_income - s_.distributions;
    s_.equity = equity_;
    result_.quarters.push_back(s_);
  }

  void fail() {
    if (!result_.insolvent) result_.insolvent = s_.period;
  }

  const Deal& deal_;
  const FinancingPlan& plan_;
  const std::vector<Money>& tax_;
  const Calendar& calendar_;
  ByInstrument committed_, drawn_{};
  Money grants_;
  AssetBook assets_;
  Statement s_;
  Waterfall result_;
  std::array<Money, senior_count> balance_{};
  Money cash_, reserve_, renewal_reserve_, ahead_;  ///< ahead_: grants that wait for what they are for
  Money quasi_, unpaid_, called_, equity_;
};

}  // namespace

Waterfall run_waterfall(const Deal& deal, const FinancingPlan& plan, const std::vector<Money>& tax) {
  return Books(deal, plan, tax).write();
}

}  // namespace gigaplan::finance
