#include "cli/portfolio_options.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <optional>

#include "base/issue.hpp"

namespace gigaplan::cli {
namespace {

constexpr double most = 1e15;  ///< of anything that is counted here

std::optional<std::size_t> count_of(std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

/// "4..5", "4", "4..", "..5" into the limits; false if it is no such range.
bool read_sites(const std::string& text, portfolio::Limits& limits) {
  const auto dots = text.find("..");
  const std::string low = text.substr(0, dots);
  const std::string high = dots == std::string::npos ? low : text.substr(dots + 2);
  const auto least = low.empty() ? std::optional<std::size_t>(0) : count_of(low);
  const auto largest = count_of(high);
  if (text.empty() || text == ".." || !least || (!high.empty() && !largest) || (largest && *largest < *least)) {
    return false;
  }
  limits.min_sites = *least;
  limits.max_sites = high.empty() ? std::nullopt : largest;
  return true;
}

/// "FR=500e6" into the limits; false if it is no such budget.
bool read_state(const std::string& text, portfolio::Limits& limits) {
  double eur = 0;
  const auto equals = text.find('=');
  const char* const end = text.data() + text.size();
  if (equals == 0 || equals == std::string::npos) {
    return false;
  }
  const auto [rest, error] = std::from_chars(text.data() + equals + 1, end, eur);
  if (error != std::errc() || rest != end || std::isnan(eur) || eur < 0 || eur > most) {
    return false;
  }
  limits.member_state_eur[text.substr(0, equals)] = eur;
  return true;
}

void add_money(CLI::App& command, portfolio::Limits& limits) {
  const auto eur = CLI::Range(0.0, most);
  command
      .add_option("--budget-eur", limits.public_eur, "Public money in all, expected guarantee calls included, at most")
      ->check(eur);
  command.add_option("--budget-eu-eur", limits.eu_eur, "Of the EU, at most")->check(eur);
  command.add_option("--budget-cohesion-eur", limits.cohesion_eur, "Of cohesion funds, at most")->check(eur);
  command.add_option("--budget-guarantee-eur", limits.guarantee_eur, "What guarantors may be called for, at most")
      ->check(eur);
  command.add_option("--budget-eib-eur", limits.eib_eur, "Loans of the EIB, at most")->check(eur);
  command
      .add_option_function<std::vector<std::string>>(
          "--budget-state-eur",
          [&limits](const std::vector<std::string>& budgets) {
            for (const std::string& text : budgets) {
              if (!read_state(text, limits)) {
                throw CLI::ValidationError("--budget-state-eur",
                                           fmt::format("\"{}\" is no budget like FR=500e6", printable(text)));
              }
            }
          },
          "Of a member state, at most (again for more) [what is asked]")
      ->type_name("CC=EUR")
      ->take_all();
}

void add_limits(CLI::App& command, portfolio::Limits& limits) {
  command
      .add_option_function<std::string>(
          "--sites",
          [&limits](const std::string& text) {
            if (!read_sites(text, limits)) {
              throw CLI::ValidationError("--sites", fmt::format("\"{}\" is no range like 4..5", printable(text)));
            }
          },
          "How many are funded: 5, 4..5, 4.. or ..5 [any number]")
      ->type_name("LOW..HIGH");
  const auto count = CLI::Range(0, 100000);
  command.add_option("--max-per-country", limits.max_per_country, "Funded in a country, at most")->check(count);
  command.add_option("--min-countries", limits.min_countries, "Countries with a funded one, at least")->check(count);
  command.add_option("--max-per-region", limits.max_per_region, "Funded in a region of the grid, at most")
      ->check(count);
  const auto positive = CLI::Range(0.0, most);
  command.add_option("--region-mw", limits.region_mw, "Connections in a region of the grid, at most")->check(positive);
  command.add_option("--carbon-cap", limits.carbon_t, "t CO2e a year, at most")->check(positive);
  command.add_option("--carbon-g-per-kwh", limits.carbon_g_per_kwh, "Of all electricity used, at most")
      ->check(positive);
  command.add_option("--sme-chip-hours", limits.sme_chip_hours, "For small and medium enterprises a year, at least")
      ->check(positive);
  command.add_option("--min-chips", limits.chips, "Chips of each that is funded, at least")->check(positive);
  command.add_option("--min-dscr", limits.min_dscr, "Minimum DSCR of each that is funded, at least")
      ->check(CLI::Range(-1e3, 1e3));
  command.add_option("--min-equity-irr", limits.min_equity_irr, "Yearly return of the owners of each, at least")
      ->check(CLI::Range(-1.0, 10.0));
  command.add_option("--viable-share", limits.viable_share, "Share of futures in which these two hold, too [0]")
      ->check(CLI::Range(0.0, 1.0));
  command.add_option("--must", limits.must, "This proposal has to be funded (again for more)")
      ->type_name("ID")
      ->take_all();
  command.add_option("--must-not", limits.must_not, "This one is not (again for more)")->type_name("ID")->take_all();
}

}  // namespace

void add_portfolio(CLI::App& app, PortfolioArguments& portfolio, const std::function<void()>& run) {
  auto* const command = app.add_subcommand("portfolio", "Which proposals should a programme fund?");
  command->add_option("folder", portfolio.folder, "Folder of proposals: scenarios (*.json)")->required();
  command->add_option("--facts", portfolio.facts, "What else is known of them [FOLDER.json, where it is]")
      ->type_name("FILE");
  command->add_option("--set", portfolio.overrides, "Change a value in all: /json/pointer=value (again for more)")
      ->type_name("P=V")
      ->take_all();
  command->add_option("--by", portfolio.by, "The figure of report.json whose sum is largest [useful PFLOP]")
      ->type_name("POINTER");
  add_money(*command, portfolio.limits);
  add_limits(*command, portfolio.limits);
  command->add_option("--futures", portfolio.futures, "Futures of each proposal; 0: as they stand only [50]")
      ->check(CLI::Range(0, 100000));
  command->add_option("--seed", portfolio.seed, "Of the futures [1]")->check(CLI::NonNegativeNumber);
  command->add_option("--every", portfolio.every, "Simulate every n-th hour of a future's year [6]")
      ->check(CLI::Range(1, 24));
  command->add_flag("--central", portfolio.central, "Choose by the figures as they stand, not by the mean of futures");
  command->add_option("--alternatives", portfolio.alternatives, "How many of the next best sets [5]")
      ->check(CLI::Range(0, 1000));
  command->add_option("-j,--jobs", portfolio.workers, "Futures side by side [processors]")->check(CLI::Range(1, 4096));
  command->add_option("--out", portfolio.out, "Folder for report.html, portfolio.json and portfolio.csv")
      ->type_name("DIR")
      ->check([](const std::string& folder) { return folder.empty() ? "a folder's name is empty" : ""; });
  command->add_flag("--json", portfolio.json, "Print JSON");
  command
      ->add_option("--max-minutes", portfolio.step.minutes_limit,
                   "Refuse a training step whose simulation would take longer [10]")
      ->check(CLI::Range(0.001, 1e6));
  command->callback(run);
}

}  // namespace gigaplan::cli
