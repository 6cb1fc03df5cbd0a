#include "cli/run_futures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string_view>

#include "cli/compared_figures.hpp"
#include "cli/deciding_figure.hpp"
#include "cli/load.hpp"
#include "cli/summary_investment.hpp"
#include "cli/sweep_text.hpp"
#include "futures/ranges.hpp"

namespace gigaplan::cli {
namespace {

constexpr int every_hours = 6;  ///< of a future's year are simulated, as `compare` does

/// What the terminal shows, in this order; of two of one name the first that there is.
constexpr std::array shown = {
    std::array{"/operation/tokens_trained", ""},
    std::array{"/finance/capex_eur", ""},
    std::array{"/investment/indicators/lifetime_cost_eur", "/finance/lifetime_cost_eur"},
    std::array{"/investment/indicators/tokens_per_eur", "/finance/tokens_per_eur"},
    std::array{"/investment/indicators/tokens_per_public_eur", "/finance/tokens_per_public_eur"},
    std::array{"/investment/indicators/eur_per_chip_hour", "/finance/eur_per_chip_hour"},
    std::array{"/investment/indicators/equity_irr", ""},
    std::array{"/investment/indicators/minimum_dscr", ""},
    std::array{"/investment/indicators/guarantee_called_eur", ""},
    std::array{"/energy/co2_t_per_year", ""}};

const FigureRange* found(const FuturesResult& futures, const std::string& pointer) {
  const auto at = std::ranges::find(futures.figures, pointer, &FigureRange::pointer);
  return at == futures.figures.end() ? nullptr : &*at;
}

const FigureRange* first_of(const FuturesResult& futures, const std::array<const char*, 2>& pointers) {
  const auto* const range = found(futures, pointers[0]);
  return range != nullptr || *pointers[1] == '\0' ? range : found(futures, pointers[1]);
}

Scale scale_of_range(const FigureRange& range) {
  return scale_of(range.pointer, std::array{range.stated, range.low, range.median, range.high});
}

/// "4.75 to 17.8 quadrillion tokens, median 12.1", "-€5.49 to €0.20 billion, median -€1.20". \param futures of which
/// those that have no such figure are told
std::string from_to(const FigureRange& range, std::size_t futures) {
  const auto [factor, unit] = scale_of_range(range);
  const bool money = unit.starts_with("€");
  const auto end = [&](double value) {
    return (money && value < 0 ? "-" : "") + std::string(money ? "€" : "") +
           figures(factor * (money ? std::abs(value) : value));
  };
  const auto rest = money ? unit.substr(std::string("€").size()) : (unit.empty() ? "" : " " + unit);
  return fmt::format(
      "{} to {}{}, median {}{}", end(range.low), end(range.high), rest, end(range.median),
      range.futures < futures ? fmt::format(" (the {} of {} that have it)", range.futures, futures) : "");
}

std::string drawn_text(const FuturesResult& futures) {
  std::string text = fmt::format(
      "{} futures draw {} uncertain figures within their sources' ranges, the time of a step within its interval; "
      "nine of ten of them lie between",
      futures.futures, futures.drawn);
  if (futures.failed > 0) {
    text = fmt::format("{} of {} futures could not be simulated ({}). The others: ", futures.failed, futures.futures,
                       futures.first_failure) +
           text;
  }
  return text;
}

/// Bars in percent of what is stated; what can change its sign, or is next to nothing as stated, stands in the table
/// alone.
std::optional<report::Chart> ranges_chart(const FuturesResult& futures) {
  report::Ranking ranking{.items = {}, .limit = 100, .limit_name = "as stated"};
  for (const FigureRange& range : futures.figures) {
    constexpr double most = 10;  // times what is stated
    if (!(range.stated > 0) || range.low < 0 || range.low == range.high || range.high > most * range.stated) continue;
    const auto share = [&](double value) { return std::round(1000 * value / range.stated) / 10; };
    ranking.items.push_back({figure_title(range.pointer), share(range.median), share(range.low), share(range.high)});
  }
  if (ranking.items.empty()) return std::nullopt;
  return report::Chart{
      "ranges-chart", "How far futures lie from what is stated", "% of what is stated",
      "The median of the futures, and where nine of ten of them lie. What can be above and below nothing, as "
      "returns and cover ratios, or is next to nothing as stated, stands in the table alone.",
      std::move(ranking)};
}

report::Table ranges_table(const FuturesResult& futures) {
  report::Table table{.id = "ranges",
                      .title = "Nine of ten futures",
                      .text =
                          "Quantiles at 5, 50 and 95 %. As stated: what this page says elsewhere. Futures: those in "
                          "which there is the figure.",
                      .columns = {{"Figure"},
                                  {"Unit"},
                                  {"As stated", "", true},
                                  {"Low", "", true},
                                  {"Median", "", true},
                                  {"High", "", true},
                                  {"Futures", "", true}},
                      .rows = {},
                      .sortable = true};
  for (const FigureRange& range : futures.figures) {
    const auto scale = scale_of_range(range);
    const auto cell = [&](double value) { return report::Cell{figures(scale.factor * value), value}; };
    table.rows.push_back({{{figure_title(range.pointer)},
                           {scale.unit},
                           cell(range.stated),
                           cell(range.low),
                           cell(range.median),
                           cell(range.high),
                           {fmt::format("{}", range.futures), static_cast<double>(range.futures)}}});
  }
  return table;
}

}  // namespace

void add_run_futures(CLI::App& command, RunArguments& run) {
  auto* const futures =
      command.add_option("--futures", run.futures, "Ranges of the figures from as many futures (docs/compare.md) [0]")
          ->check(CLI::Range(0, 100000));
  futures->excludes(command.get_option("--calibrate"));
  command.add_option("--seed", run.seed, "Of the futures [1]")->check(CLI::NonNegativeNumber)->needs(futures);
  command.add_option("-j,--jobs", run.workers, "Futures side by side [processors]")
      ->check(CLI::Range(1, 4096))
      ->needs(futures);
}

int simulate_futures(const RunArguments& arguments, const std::filesystem::path& executable,
                     const confidence::Residuals& residuals, Report& report) {
  const auto catalogue = open_catalogue(executable);
  if (!catalogue) return exit_bad_input;
  Issues issues;  // told when the run itself read the same
  const auto overrides = parse_overrides(arguments.input.overrides, issues);
  auto loaded = io::load_scenario(arguments.input.scenario, overrides, *catalogue);
  if (!loaded.scenario) return exit_bad_input;
  auto figures = sweep::figure_columns(usual_pointers(report.investment ? 1 : 0, 1), {}, issues);
  std::erase_if(figures, [](const sweep::Figure& figure) { return figure.pointer == "/bottleneck/name"; });
  const futures::Question question{figures, every_hours, arguments.step};
  ProgressBar bar;
  std::vector<futures::Subject> one;
  one.emplace_back(loaded.scenario->name, arguments.input.scenario, overrides, std::move(loaded), *catalogue,
                   residuals.rows, question);
  futures::Running running{.workers = arguments.workers > 0 ? arguments.workers : batch::processors(), .progress = {}};
  running.progress = [&](const batch::Progress& p) {
    bar.update("futures", static_cast<double>(p.finished) / static_cast<double>(arguments.futures));
  };
  auto stop = batch::Stop::finished;
  report.futures = futures::ranges(one, question, arguments.futures, arguments.seed, running, stop);
  bar.clear();
  if (!report.futures) {
    fmt::print(stderr, "stopped by {}; nothing was written\n", stopped_by(stop));
    return exit_code_of(stop);
  }
  return exit_done;
}

std::string futures_rows(const FuturesResult& futures, const Style& style) {
  std::string text = row(style, "Futures", drawn_text(futures));
  const bool project = found(futures, "/investment/indicators/lifetime_cost_eur") != nullptr;
  for (const auto& pointers : shown) {
    const auto* const range = first_of(futures, pointers);
    const bool at_once =
        project && pointers[0] == std::string_view("/finance/capex_eur");  // what it pays has its own name
    if (range != nullptr && !(range->low == range->high)) {
      text += fmt::format("{:16}{:<24}{}\n", "", at_once ? "capex if bought at once" : figure_name(range->pointer),
                          from_to(*range, futures.futures));
    }
  }
  if (const auto note = rough_note(futures.futures); !note.empty()) text += row(style, "", note);
  return text;
}

void add_futures(report::Page& page, const FuturesResult& futures) {
  const std::array<std::pair<std::string_view, std::array<const char*, 2>>, 7> headlines = {
      {{"Delivers", shown[0]},
       {"Costs", shown[2]},
       {"A euro buys", shown[3]},
       {"A public euro buys", shown[4]},
       {"Owners earn", shown[6]},
       {"Debt service is covered", shown[7]},
       {"Draws", {"/energy/peak_facility_mw", ""}}}};
  for (const auto& [label, pointers] : headlines) {
    const auto headline = std::ranges::find(page.headlines, label, &report::Headline::label);
    const auto* const range = first_of(futures, pointers);
    if (headline == page.headlines.end() || range == nullptr) continue;
    headline->note += fmt::format("; nine of ten futures: {}", from_to(*range, futures.futures));
    headline->links.push_back({"how sure", "#futures"});
  }
  report::Section section{"futures", "Futures", {}};
  section.blocks.emplace_back(report::Paragraph{drawn_text(futures) + " low and high."});
  if (const auto note = rough_note(futures.futures); !note.empty()) {
    section.blocks.emplace_back(report::Paragraph{note + ".", report::Paragraph::Kind::warning});
  }
  if (auto chart = ranges_chart(futures)) section.blocks.emplace_back(std::move(*chart));
  section.blocks.emplace_back(ranges_table(futures));
  page.sections.insert(page.sections.begin(), std::move(section));
}

}  // namespace gigaplan::cli
