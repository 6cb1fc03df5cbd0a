#include "gate/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "sweep/expression.hpp"

namespace gigaplan::gate {
namespace {

using sweep::BadExpression;
using sweep::Expression;
using sweep::Value;

constexpr std::string_view old_prefix = "old:";

std::string number(double value) {
  return fmt::format("{:.6g}", value);
}

std::string relative(double now, double before) {
  return before != 0 ? fmt::format(" ({:+.3g} %)", 100 * (now / before - 1)) : "";
}

/// Checks one rule against one run after the other.
class Checker {
 public:
  Checker(const Rule& rule, const Results& results, const Results* baseline)
      : rule_(rule), results_(results), baseline_(baseline) {
    try {
      if (!rule.where.empty()) {
        where_.emplace(rule.where);
      }
      if (!rule.expression.empty()) {
        expression_.emplace(rule.expression);
      }
    } catch (const BadExpression& e) {
      throw BadExpression(fmt::format("rule \"{}\": {}", rule.name, e.what()));
    }
  }

  Verdict run() {
    Verdict verdict{.name = rule_.name, .why = rule_.why, .warning = rule_.warning, .checked = 0, .breaches = {}};
    const auto& entries = results_.entries();
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const auto selected = selects(i);
      if (!selected) {
        ++verdict.checked;
        verdict.breaches.push_back({entries[i].label, fmt::format("{}: a figure in it has no value", rule_.where)});
        continue;
      }
      if (!*selected) {
        continue;
      }
      ++verdict.checked;
      if (auto message = breach(i); !message.empty()) {
        verdict.breaches.push_back({entries[i].label, std::move(message)});
      }
    }
    if (verdict.checked == 0) {
      verdict.breaches.push_back({"", "no run is selected, so the rule says nothing"});
    }
    return verdict;
  }

 private:
  template <class F>
  auto named(std::size_t entry, F&& call) const {
    try {
      return std::forward<F>(call)();
    } catch (const BadExpression& e) {
      throw BadExpression(fmt::format("rule \"{}\", {}: {}", rule_.name, results_.entries()[entry].label, e.what()));
    }
  }

  Value lookup(std::size_t entry, const std::string& name) const {
    if (!name.starts_with(old_prefix)) {
      return results_.value(entry, name);
    }
    if (baseline_ == nullptr) {
      throw BadExpression("it compares with a baseline; name one with --baseline");
    }
    const auto old = baseline_->find(results_.entries()[entry].key);
    return old ? baseline_->value(*old, name.substr(old_prefix.size())) : Value();
  }

  /// None if `where` asks for a figure that does not apply to this run: nobody can say whether the rule is for it.
  std::optional<bool> selects(std::size_t entry) const {
    if (rule_.statuses.empty() && results_.entries()[entry].status != "done") {
      return false;
    }
    return named(entry, [&]() -> std::optional<bool> {
      try {
        return !where_ || where_->evaluate([&](const std::string& name) { return lookup(entry, name); }) != 0;
      } catch (const BadExpression& e) {
        if (std::string_view(e.what()).ends_with("has no value")) {
          return std::nullopt;
        }
        throw;
      }
    });
  }

  /// What is wrong with the run; empty if nothing.
  std::string breach(std::size_t entry) const {
    if (!rule_.statuses.empty()) {
      const std::string& status = results_.entries()[entry].status;
      return std::ranges::find(rule_.statuses, status) == rule_.statuses.end() ? "it ended as " + status : "";
    }
    return expression_ ? of_expression(entry) : of_figure(entry);
  }

  std::string of_expression(std::size_t entry) const {
    std::string values;
    const auto note = [&](const std::string& name) {
      Value value = lookup(entry, name);
      if (const auto* x = std::get_if<double>(&value)) {
        values += fmt::format("{}{} = {}", values.empty() ? "" : ", ", name, number(*x));
      }
      return value;
    };
    try {
      return expression_->evaluate(note) == 0 ? fmt::format("{} is false: {}", rule_.expression, values) : "";
    } catch (const BadExpression& e) {
      if (std::string_view(e.what()).ends_with("has no value")) {
        return e.what();  // a figure of this run that does not apply: the rule does not hold of it
      }
      return named(entry, [&]() -> std::string { throw BadExpression(e.what()); });
    }
  }

  std::string of_figure(std::size_t entry) const {
    const Value value = named(entry, [&] { return results_.value(entry, rule_.figure); });
    const auto* now = std::get_if<double>(&value);
    if (now == nullptr) {
      return fmt::format("{} has no value", rule_.figure);
    }
    if (rule_.min && *now < *rule_.min) {
      return fmt::format("{} is {}, below {}", rule_.figure, number(*now), number(*rule_.min));
    }
    if (rule_.max && *now > *rule_.max) {
      return fmt::format("{} is {}, above {}", rule_.figure, number(*now), number(*rule_.max));
    }
    return rule_.relative_tolerance || rule_.absolute_tolerance ? moved(entry, *now) : "";
  }

  std::string moved(std::size_t entry, double now) const {
    if (baseline_ == nullptr) {
      throw BadExpression(fmt::format("rule \"{}\" compares with a baseline; name one with --baseline", rule_.name));
    }
    const auto old = baseline_->find(results_.entries()[entry].key);
    if (!old) {
      return "it is not in the baseline";
    }
    const Value value = named(entry, [&] { return baseline_->value(*old, rule_.figure); });
    const auto* before = std::get_if<double>(&value);
    if (before == nullptr) {
      return fmt::format("{} has no value in the baseline", rule_.figure);
    }
    const double change = std::abs(now - *before);
    const bool near = (rule_.relative_tolerance && change <= *rule_.relative_tolerance * std::abs(*before)) ||
                      (rule_.absolute_tolerance && change <= *rule_.absolute_tolerance);
    return near ? ""
                : fmt::format("{} was {} and is {}{}", rule_.figure, number(*before), number(now),
                              relative(now, *before));
  }

  const Rule& rule_;
  const Results& results_;
  const Results* baseline_;
  std::optional<Expression> where_, expression_;
};

}  // namespace

std::vector<Verdict> check(const Results& results, const Results* baseline, const RuleBook& book) {
  std::vector<Verdict> verdicts;
  const bool has_status_rule = std::ranges::any_of(book.rules, [](const Rule& rule) { return !rule.statuses.empty(); });
  if (!has_status_rule) {
    Rule done;
    done.name = "every run is done";
    done.statuses = {"done"};
    verdicts.push_back(Checker(done, results, baseline).run());
  }
  for (const Rule& rule : book.rules) {
    verdicts.push_back(Checker(rule, results, baseline).run());
  }
  return verdicts;
}

}  // namespace gigaplan::gate
