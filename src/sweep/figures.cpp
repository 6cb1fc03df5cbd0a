#include "sweep/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "io/parse.hpp"
#include "io/report_writer.hpp"
#include "io/text.hpp"

namespace gigaplan::sweep {
namespace {

using Json = nlohmann::json;

/// A report in which every part is there and nothing is said.
Json report_skeleton() {
  Report report;
  report.investment.emplace();
  return Json::parse(io::report_json(report));
}

/// All single values that a report can have, as pointers. What hangs on the scenario (causes, bill, published) is left
/// out; prefixes_of_the_open() names it.
std::vector<std::string> known_pointers() {
  const Json skeleton = report_skeleton();
  std::vector<std::string> all;
  const std::function<void(const Json&, const std::string&)> walk = [&](const Json& value, const std::string& here) {
    if (value.is_object()) {
      for (const auto& [key, inside] : value.items()) {
        walk(inside, pointer_append(here, key));
      }
    } else if (!value.is_array() && !here.ends_with("_why") && !here.ends_with("_interval_90")) {  // a list, if known
      all.push_back(here);
    }
  };
  walk(skeleton, "");
  return all;
}

bool is_open(const std::string& pointer) {
  const std::vector<std::string> open = {"/published/",         "/operation/interruptions_by_cause/",
                                         "/fabric/link_loads/", "/fabric/bill_of_materials/",
                                         "/finance/capex/",     "/finance/opex/",
                                         "/finance/lifetime/",  "/finance/funding/",
                                         "/model_settings/",    "/step/time_s_interval_90/",
                                         "/step/confidence/",   "/step/tokens_per_s_interval_90/"};
  return std::ranges::any_of(open, [&](const std::string& prefix) { return pointer.starts_with(prefix); });
}

}  // namespace

const std::vector<std::string>& headline_pointers() {
  static const std::vector<std::string> all = {"/step/time_s",
                                               "/step/tokens_per_s",
                                               "/step/model_tflops_per_chip",
                                               "/step/mfu",
                                               "/operation/goodput",
                                               "/operation/tokens_trained",
                                               "/operation/chip_availability",
                                               "/energy/facility_mwh_per_year",
                                               "/energy/peak_facility_mw",
                                               "/energy/pue",
                                               "/energy/co2_t_per_year",
                                               "/finance/capex_eur",
                                               "/finance/opex_eur_per_year",
                                               "/finance/lifetime_cost_eur",
                                               "/finance/public_money_eur",
                                               "/finance/tokens_per_eur",
                                               "/finance/tokens_per_public_eur",
                                               "/finance/eur_per_million_tokens",
                                               "/finance/eur_per_chip_hour",
                                               "/bottleneck/name"};
  return all;
}

std::string column_of(const std::string& pointer) {
  std::string name;
  for (const char c : pointer.substr(std::min<std::size_t>(1, pointer.size()))) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    const bool upper = c >= 'A' && c <= 'Z';
    name += plain ? c : upper ? static_cast<char>(c - 'A' + 'a') : '_';
  }
  return name;
}

std::vector<Figure> figure_columns(const std::vector<std::string>& pointers, const std::vector<std::string>& axes,
                                   Issues& issues) {
  static const std::vector<std::string> known = known_pointers();
  std::set<std::string> taken(axes.begin(), axes.end());
  std::vector<Figure> figures;
  const auto& chosen = pointers.empty() ? headline_pointers() : pointers;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const std::string& pointer = chosen[i];
    const std::string here = fmt::format("/figures/{}", i);
    if (!is_open(pointer) && std::ranges::find(known, pointer) == known.end()) {
      const auto near = io::closest(pointer, known);
      issues.push_back({.pointer = here,
                        .message = fmt::format("a report has no figure at {}", io::shortened(pointer)),
                        .remedy = near ? fmt::format("did you mean {}?", *near) : "see docs/report.md"});
    }
    Figure figure{pointer, column_of(pointer)};
    if (!taken.insert(figure.name).second) {
      issues.push_back({.pointer = pointers.empty() ? "/axes" : here,
                        .message = fmt::format("two columns would be called \"{}\"", figure.name),
                        .remedy = "rename the axis, or remove one figure"});
    }
    figures.push_back(std::move(figure));
  }
  return figures;
}

bool may_be_a_number(const std::string& pointer) {
  const Json skeleton = report_skeleton();
  const Json* const value = io::value_at(skeleton, pointer);
  return value == nullptr || !(value->is_string() || value->is_boolean());
}

std::vector<std::string> extract_figures(const Json& report, const std::vector<Figure>& figures) {
  std::vector<std::string> values;
  values.reserve(figures.size());
  for (const Figure& figure : figures) {
    const Json* value = io::value_at(report, figure.pointer);
    values.push_back(value != nullptr && !value->is_structured() ? value->dump() : "null");
  }
  return values;
}

}  // namespace gigaplan::sweep
