// Which scenario are futures tried on? The AI factory, in other sites.
#pragma once

#include <doctest/doctest.h>

#include <filesystem>

#include "futures/subject.hpp"
#include "sanitized.hpp"

namespace gigaplan::test {

inline const std::filesystem::path source = GIGAPLAN_SOURCE_DIR;
inline const std::filesystem::path scenario_file = source / "scenarios" / "examples" / "ai-factory-25k.json";

inline const io::Catalogue& catalogue() {
  static const io::Catalogue all{.root = source / "scenarios" / "catalogue"};
  return all;
}

/// What is asked in these tests; the first decides.
inline const futures::Question& question() {
  static const futures::Question asked = [] {
    Issues issues;
    futures::Question q;
    q.figures = sweep::figure_columns(
        {"/finance/eur_per_chip_hour", "/operation/tokens_trained", "/energy/pue", "/energy/co2_t_per_year",
         "/energy/cost_eur_per_year", "/finance/capex_eur", "/finance/tokens_per_public_eur"},
        {}, issues);
    q.every = sanitized ? 12 : 6;
    REQUIRE(issues.empty());
    return q;
  }();
  return asked;
}

inline std::vector<Setting> at_site(const std::string& site) {
  return {{"/site", site}, {"/operation/years", "1"}};
}

inline futures::Subject subject(const std::string& site, const std::vector<confidence::Residual>& rows = {}) {
  auto loaded = io::load_scenario(scenario_file, at_site(site), catalogue());
  REQUIRE(loaded.scenario.has_value());
  return {site, scenario_file, at_site(site), std::move(loaded), catalogue(), rows, question()};
}

/// All of them; under the sanitizers two, whose code is that of the others.
template <class Value>
std::vector<Value> some(std::vector<Value> all) {
  if (sanitized && all.size() > 2) all.resize(2);
  return all;
}

/// The same change, simulated as a whole.
inline futures::Values whole(const std::string& site, const std::vector<Setting>& changes) {
  auto settings = at_site(site);
  settings.insert(settings.end(), changes.begin(), changes.end());
  auto loaded = io::load_scenario(scenario_file, settings, catalogue());
  REQUIRE(loaded.scenario.has_value());
  return futures::Subject("whole", scenario_file, settings, std::move(loaded), catalogue(), {}, question()).central();
}

}  // namespace gigaplan::test
