#include "io/check_finance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>

#include "io/text.hpp"

namespace gigaplan::io {
namespace {

constexpr double tolerance = 1e-6;

void warning(Issues& issues, std::string pointer, std::string message, std::string remedy) {
  issues.push_back({.severity = Severity::warning,
                    .pointer = std::move(pointer),
                    .message = std::move(message),
                    .remedy = std::move(remedy)});
}

void check_milestones(const Programme& p, Issues& issues) {
  double sum = 0;
  for (const Milestone& m : p.milestones) {
    sum += m.share;
  }
  if (!p.milestones.empty() && std::abs(sum - 1) > tolerance) {
    add_error(issues, "/finance/project/programme/milestones",
              fmt::format("the shares of the grants add up to {}, not to 1", show(sum)), "adjust the shares");
  }
}

void check_draw_order(const Programme& p, Issues& issues) {
  static const std::vector<std::string> names = {"equity", "quasi_equity", "eib", "debt"};
  std::set<std::string> seen;
  for (std::size_t i = 0; i < p.draw_order.size(); ++i) {
    const std::string& name = p.draw_order[i];
    const std::string pointer = fmt::format("/finance/project/programme/draw_order/{}", i);
    if (std::ranges::find(names, name) == names.end()) {
      add_error(issues, pointer, fmt::format("unknown money \"{}\"", shortened(name)),
                fmt::format("it can be {}", list_of(names)));
    } else if (!seen.insert(name).second) {
      add_error(issues, pointer, fmt::format("\"{}\" stands twice", name), "name each once");
    }
  }
}

void check_tranches(const char* key, const std::vector<Tranche>& tranches, Issues& issues) {
  double sum = 0;
  std::set<std::string> ids;
  for (std::size_t i = 0; i < tranches.size(); ++i) {
    sum += tranches[i].share;
    if (!ids.insert(tranches[i].id).second) {
      add_error(issues, fmt::format("/finance/project/programme/{}/{}/id", key, i),
                fmt::format("another tranche is called \"{}\"", shortened(tranches[i].id)),
                "give each an id of its own");
    }
  }
  if (!tranches.empty() && std::abs(sum - 1) > tolerance) {
    add_error(issues, fmt::format("/finance/project/programme/{}", key),
              fmt::format("the shares of the tranches add up to {}, not to 1", show(sum)), "adjust the shares");
  }
}

/// \param share of the capex that it is to lend
void check_loan(const char* key, const LoanTerms& loan, double share, double horizon_years, Issues& issues) {
  if (loan.grace_years > loan.tenor_years) {
    add_error(issues, fmt::format("/finance/project/programme/{}/grace_years", key),
              fmt::format("grace_years {} is above tenor_years {}", show(loan.grace_years), show(loan.tenor_years)),
              "repayment needs time after the grace");
  } else if (share > 0 && loan.grace_years >= horizon_years) {
    add_error(
        issues, fmt::format("/finance/project/programme/{}/grace_years", key),
        fmt::format("repayment begins {} years after the start, and the evaluation ends after {}: nobody lends on that",
                    show(loan.grace_years), show(horizon_years)),
        "shorten the grace, or raise /finance/horizon_years");
  }
}

/// \param who is to pay `share` of the capex, and may pay `cap`, which `key` says
void check_cap(const char* pointer, const char* who, double share, double cap, const char* key, Issues& issues) {
  if (share > cap + tolerance) {
    warning(issues, pointer,
            fmt::format("{} is to pay {} of the capex, but the programme caps that at {}", who, show(share), show(cap)),
            fmt::format("owners pay the rest; lower the share, or raise {}", key));
  }
}

void check_dscr(const Programme& p, Issues& issues) {
  const auto order = [&](const char* low_name, double low, const char* high_name, double high) {
    if (low > high) {
      add_error(issues, fmt::format("/finance/project/programme/{}", low_name),
                fmt::format("{} {} is above {} {}", low_name, show(low), high_name, show(high)),
                "were the two mixed up?");
    }
  };
  order("default_dscr", p.default_dscr, "lockup_dscr", p.lockup_dscr);
  order("lockup_dscr", p.lockup_dscr, "target_dscr", p.target_dscr);
}

void check_tenants(const Market& market, Issues& issues) {
  double sum = 0;
  std::set<std::string> ids;
  for (std::size_t i = 0; i < market.tenants.size(); ++i) {
    const Tenant& tenant = market.tenants[i];
    sum += tenant.share;
    if (!ids.insert(tenant.id).second) {
      add_error(issues, fmt::format("/finance/project/market/tenants/{}/id", i),
                fmt::format("another tenant is called \"{}\"", shortened(tenant.id)), "give each an id of its own");
    }
  }
  if (sum > 1 + tolerance) {
    add_error(issues, "/finance/project/market/tenants",
              fmt::format("the tenants' shares of the chip-hours add up to {}, more than 1", show(sum)),
              "lower them; what is left over is offered to nobody");
  }
}

void check_construction(const Construction& c, double horizon_years, Issues& issues) {
  const double last_opening = (c.halls - 1) * c.hall_interval_years;
  if (last_opening >= horizon_years) {
    add_error(issues, "/finance/project/construction/hall_interval_years",
              fmt::format("the last hall opens {} years after the first, and the evaluation ends after {}",
                          show(last_opening), show(horizon_years)),
              "open halls sooner, or raise /finance/horizon_years");
  }
  if (c.it_deposit_share > 0 && c.it_lead_years > c.years) {
    warning(issues, "/finance/project/construction/it_lead_years",
            fmt::format("IT is ordered {} years before delivery, but the site is built in {}", show(c.it_lead_years),
                        show(c.years)),
            "its deposit is paid at financial close");
  }
}

void check_project(const FinanceSpec& f, Issues& issues) {
  const ProjectSpec& project = *f.project;
  const Programme& programme = project.programme;
  check_milestones(programme, issues);
  check_draw_order(programme, issues);
  check_loan("eib_loan", programme.eib, f.funding.eib_share, f.horizon_years, issues);
  check_loan("commercial_loan", programme.commercial, f.funding.debt_share, f.horizon_years, issues);
  check_dscr(programme, issues);
  check_tranches("quasi_equity_tranches", programme.quasi_equity_tranches, issues);
  check_tranches("equity_tranches", programme.equity_tranches, issues);
  check_tenants(project.market, issues);
  check_construction(project.construction, f.horizon_years, issues);
  check_cap("/finance/funding/eu_share", "the EU", f.funding.eu_share, programme.eu_grant_cap, "eu_grant_cap_share",
            issues);
  check_cap("/finance/funding/eib_share", "the EIB", f.funding.eib_share, programme.eib_cap, "eib_cap_share", issues);
}

}  // namespace

Issues check_finance(const FinanceSpec& f) {
  Issues issues;
  if (const double sum = f.funding.total(); std::abs(sum - 1) > tolerance) {
    add_error(issues, "/finance/funding", fmt::format("the shares add up to {:.6g}, not to 1", sum),
              "adjust eu_share, member_state_share, cohesion_share, equity_share, quasi_equity_share, eib_share or "
              "debt_share");
  }
  if (f.it_life_years > f.horizon_years) {
    warning(issues, "/finance/it_life_years",
            fmt::format("IT lives for {} years, longer than the evaluation of {} years", show(f.it_life_years),
                        show(f.horizon_years)),
            "what is left of it counts as residual value");
  }
  if (f.project) {
    check_project(f, issues);
  }
  return issues;
}

}  // namespace gigaplan::io
