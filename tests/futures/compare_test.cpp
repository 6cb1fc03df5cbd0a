// Does a comparison find the better one, why it is better, and where it stops to be?
#include "futures/compare.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "example.hpp"
#include "futures/outputs.hpp"

using namespace gigaplan;
using namespace gigaplan::futures;
using gigaplan::test::question;
using gigaplan::test::sanitized;
using gigaplan::test::subject;

namespace {

CompareOptions few() {
  CompareOptions options;
  options.lower_is_better = true;
  options.futures = sanitized ? 3 : 12;
  options.workers = 2;
  return options;
}

std::vector<Subject> two_sites() {
  std::vector<Subject> subjects;
  subjects.push_back(subject("de"));
  subjects.push_back(subject("fi"));
  return subjects;
}

std::vector<std::vector<std::string>> table(const std::string& csv) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(csv);
  for (std::string line, cell; std::getline(lines, line);) {
    rows.emplace_back();
    for (std::istringstream cells(line + ","); std::getline(cells, cell, ',');) rows.back().push_back(cell);
  }
  return rows;
}

/// Each row of draws.csv, put into its scenario, comes to what futures.csv says.
void check_draws(const std::vector<Subject>& subjects, const Comparison& comparison, const Asked& asked) {
  const auto rows = table(draws_csv(subjects, comparison, asked));
  const auto pointers = nlohmann::json::parse(comparison_json(subjects, comparison, asked)).at("draws");
  REQUIRE(rows.size() == 1 + 2 * 12);
  REQUIRE(rows.front().size() == 2 + pointers.size());
  CHECK(pointers.at("site_electricity_wholesale_eur_per_mwh") == "/site/electricity/wholesale_eur_per_mwh");
  for (const std::size_t row : {std::size_t{1}, std::size_t{24}}) {
    const std::size_t s = row == 1 ? 0 : 1, k = row == 1 ? 0 : 11;
    CHECK(rows[row][0] == subjects[s].label());
    CHECK(rows[row][1] == std::to_string(k));
    Change change;
    for (std::size_t i = 2; i < rows[row].size(); ++i) {
      const auto pointer = pointers.at(rows.front()[i]).get<std::string>();
      if (rows[row][i].empty()) continue;  // certain here, and drawn of the other site
      if (pointer == "/step/time_s") {
        change.step_time_factor = std::stod(rows[row][i]);
      } else {
        change.settings.push_back({pointer, rows[row][i]});
      }
    }
    const auto again = subjects[s].values(change);
    REQUIRE(again[0].has_value());
    CHECK(*again[0] == doctest::Approx(*comparison.scenarios[s].values[0][k]).epsilon(1e-12));
  }
}

}  // namespace

TEST_CASE("two sites: order, parts of the difference, break-even, influences") {
  const auto subjects = two_sites();
  const auto result = compare(subjects, few());
  CHECK(result.order == std::vector<std::size_t>{1, 0});
  CHECK(result.scenarios[0].rank.best + result.scenarios[1].rank.best == doctest::Approx(1));

  // What the parts explain and what only together appears add up to the difference.
  REQUIRE(result.differences.size() == 1);
  const auto& d = result.differences[0];
  CHECK(d.total.value() == doctest::Approx(*subjects[0].central()[0] - *subjects[1].central()[0]));
  double sum = d.together;
  std::vector<std::string> names;
  for (const auto& part : d.parts) {
    sum += part.change.value_or(0);
    names.push_back(part.name);
  }
  CHECK(sum == doctest::Approx(d.total.value()));
  for (const char* name : {"power price and carbon", "climate", "building cost", "wages"})
    CHECK(std::ranges::find(names, name) != names.end());
  CHECK(std::ranges::find(names, "machine and job") == names.end());

  // At the break-even price both are as good, in a simulation of it.
  REQUIRE(result.break_evens.size() == 2);
  for (const auto& b : result.break_evens) {
    if (!b.value) continue;
    const auto there = subjects[b.of].values({{{b.pointer, std::to_string(*b.value)}}, 1, false});
    CHECK(*there[0] == doctest::Approx(*subjects[b.rival].central()[0]).epsilon(1e-6));
  }
  CHECK(std::ranges::any_of(result.break_evens, [](const BreakEven& b) { return b.value.has_value(); }));

  const auto& influences = result.scenarios[1].influences;
  REQUIRE(influences.size() == subjects[1].dimensions());
  for (std::size_t i = 1; i < influences.size(); ++i) CHECK(influences[i - 1].swing() >= influences[i].swing());
  const auto price = std::ranges::find(influences, "/cluster/node/chip/price_eur", &Influence::pointer);
  REQUIRE(price != influences.end());
  CHECK(*price->at_low < *subjects[1].central()[0]);
  CHECK(*price->at_high > *subjects[1].central()[0]);
}

TEST_CASE("a scenario against itself ties in every future" * doctest::skip(sanitized)) {
  std::vector<Subject> subjects;
  subjects.push_back(subject("fi"));
  subjects.push_back(subject("fi"));
  const auto result = compare(subjects, few());
  CHECK(result.scenarios[0].rank.best == doctest::Approx(0.5));
  CHECK(result.scenarios[0].values == result.scenarios[1].values);
  CHECK(result.differences[0].parts.empty());
  CHECK(result.differences[0].total == 0.0);
}

TEST_CASE("workers, and another time, change nothing; another seed does" * doctest::skip(sanitized)) {
  const auto subjects = two_sites();
  auto options = few();
  options.sobol = 4;
  const auto json = [&](const Comparison& c) {
    return comparison_json(subjects, c, {"1", question().figures, few(), question().every});
  };
  const auto first = compare(subjects, options);
  options.workers = 1;
  CHECK(json(compare(subjects, options)) == json(first));
  REQUIRE_FALSE(first.scenarios[0].groups.empty());
  for (const auto& group : first.scenarios[0].groups) {
    CHECK(group.indices.rows + group.indices.left_out == 4);
    if (group.indices.total == 0) CHECK(group.indices.first == 0);
  }
  options.seed = 2;
  CHECK(compare(subjects, options).scenarios[0].values != first.scenarios[0].values);

  const Asked asked{"1", question().figures, few(), question().every};
  const auto csv = futures_csv(subjects, first, asked);
  CHECK(std::ranges::count(csv, '\n') == 1 + 2 * 12);
  CHECK(csv.starts_with("scenario,future,finance_eur_per_chip_hour,"));
  check_draws(subjects, first, asked);
}
