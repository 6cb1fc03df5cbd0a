#include "gate/diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>

#include "base/issue.hpp"

namespace gigaplan::gate {
namespace {

using Json = nlohmann::json;
using Changes = std::map<std::string, Change>;

/// Not the outcome, but where it comes from, or words about figures that stand beside them.
bool is_outcome(const std::string& pointer) {
  if (pointer.ends_with("/basis") || pointer.ends_with("/sentence")) {
    return false;
  }
  const std::vector<std::string> aside = {"/versions", "/scenario", "/model_settings", "/assumptions", "/schema"};
  return std::ranges::find(aside, pointer) == aside.end();
}

double moved_by(const Json& before, const Json& after) {
  if (!before.is_number() || !after.is_number()) {
    return 0;
  }
  const double old = before.get<double>();
  return old != 0 ? after.get<double>() / old - 1 : std::numeric_limits<double>::infinity();
}

bool same(const Json& before, const Json& after, double tolerance) {
  if (before.is_number() && after.is_number()) {
    const double x = before.get<double>();
    const double y = after.get<double>();
    return std::abs(x - y) <= tolerance * std::max(std::abs(x), std::abs(y));
  }
  return before == after;
}

void compare(const Json& before, const Json& after, const std::string& here, const std::string& label, double tolerance,
             Changes& changes) {
  if (!is_outcome(here)) {
    return;
  }
  if (before.is_object() && after.is_object()) {
    for (const auto& [key, value] : before.items()) {
      compare(value, after.contains(key) ? after[key] : Json(), pointer_append(here, key), label, tolerance, changes);
    }
    for (const auto& [key, value] : after.items()) {
      if (!before.contains(key)) {
        compare(Json(), value, pointer_append(here, key), label, tolerance, changes);
      }
    }
    return;
  }
  if (before.is_array() && after.is_array() && before.size() == after.size()) {
    for (std::size_t i = 0; i < before.size(); ++i) {
      compare(before[i], after[i], fmt::format("{}/{}", here, i), label, tolerance, changes);
    }
    return;
  }
  if (same(before, after, tolerance)) {
    return;
  }
  Change& change = changes[here];
  const double relative = moved_by(before, after);
  if (change.runs++ == 0 || std::abs(relative) > std::abs(change.relative)) {
    change.before = before.dump();
    change.after = after.dump();
    change.relative = relative;
    change.label = label;
  }
}

std::string list(const char* title, const std::vector<std::string>& labels) {
  constexpr std::size_t enough = 10;
  std::string text;
  for (std::size_t i = 0; i < std::min(enough, labels.size()); ++i) {
    text += fmt::format("{}: {}\n", title, printable(labels[i]));
  }
  return text + (labels.size() > enough ? fmt::format("{}: {} more\n", title, labels.size() - enough) : "");
}

std::string rounded(const std::string& json) {
  const Json value = Json::parse(json);
  return value.is_number_float() ? fmt::format("{:.6g}", value.get<double>()) : printable(json.substr(0, 100));
}

}  // namespace

Difference diff(const Results& a, const Results& b, double tolerance) {
  Difference result;
  Changes changes;
  for (std::size_t i = 0; i < a.entries().size(); ++i) {
    const Entry& before = a.entries()[i];
    const auto other = b.find(before.key);
    if (!other) {
      result.only_a.push_back(before.label);
      continue;
    }
    const Entry& after = b.entries()[*other];
    ++result.compared;
    if (before.status != after.status) {
      result.statuses.push_back(fmt::format("{}: {}, was {}", before.label, after.status, before.status));
    } else {
      compare(a.report(i), b.report(*other), "", before.label, tolerance, changes);
    }
  }
  for (const Entry& entry : b.entries()) {
    if (!a.find(entry.key)) {
      result.only_b.push_back(entry.label);
    }
  }
  for (auto& [pointer, change] : changes) {
    change.pointer = pointer;
    result.changes.push_back(std::move(change));
  }
  return result;
}

std::string plain_text(const Difference& d) {
  if (d.same()) {
    return fmt::format("nothing moved ({} run{} compared)\n", d.compared, d.compared == 1 ? "" : "s");
  }
  std::string text =
      list("only in the first", d.only_a) + list("only in the second", d.only_b) + list("status", d.statuses);
  for (const Change& change : d.changes) {
    text += fmt::format(
        "{}: {} -> {}{}{}\n", printable(change.pointer), rounded(change.before), rounded(change.after),
        std::isfinite(change.relative) && change.relative != 0 ? fmt::format(" ({:+.3g} %)", 100 * change.relative)
                                                               : "",
        d.compared > 1 ? fmt::format("  most in {}; {} of {} runs", printable(change.label), change.runs, d.compared)
                       : "");
  }
  return text + fmt::format("{} figure{} moved, {} run{} compared\n", d.changes.size(),
                            d.changes.size() == 1 ? "" : "s", d.compared, d.compared == 1 ? "" : "s");
}

std::string json_text(const Difference& d) {
  nlohmann::ordered_json changes = nlohmann::ordered_json::array();
  for (const Change& change : d.changes) {
    changes.push_back({{"pointer", change.pointer},
                       {"before", Json::parse(change.before)},
                       {"after", Json::parse(change.after)},
                       {"relative", std::isfinite(change.relative) ? Json(change.relative) : Json()},
                       {"run", change.label},
                       {"runs", change.runs}});
  }
  const nlohmann::ordered_json root = {{"compared", d.compared},
                                       {"only_in_first", d.only_a},
                                       {"only_in_second", d.only_b},
                                       {"statuses", d.statuses},
                                       {"changes", std::move(changes)}};
  return root.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace gigaplan::gate
