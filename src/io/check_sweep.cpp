#include "io/check_sweep.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "io/description.hpp"
#include "io/text.hpp"

namespace gigaplan::io {
namespace {

bool is_column(const std::string& name) {
  constexpr std::size_t longest = 60;
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  return !name.empty() && name.size() <= longest && name.front() >= 'a' && name.front() <= 'z' &&
         std::ranges::all_of(name, fits);
}

constexpr std::array<const char*, 9> reserved = {"run", "status", "replicate", "seed", "message", "scenario_sha256",
                                                 "and", "or",     "not"};

void check_name(const SweepAxis& axis, const std::string& here, std::set<std::string>& names, Issues& issues) {
  if (!is_column(axis.name)) {
    add_error(issues, here + "/name", fmt::format("\"{}\" is no name of a column", shortened(axis.name)),
              "use up to 60 of a-z, 0-9 and _, beginning with a letter");
  } else if (std::ranges::find(reserved, axis.name) != reserved.end()) {
    add_error(issues, here + "/name", fmt::format("\"{}\" has a meaning of its own", axis.name), "use another name");
  } else if (!names.insert(axis.name).second) {
    add_error(issues, here + "/name", fmt::format("two axes are called \"{}\"", axis.name), "rename one of them");
  }
}

void check_range(const SweepAxis& axis, const std::string& here, Issues& issues) {
  if (!axis.low || !axis.high) {
    return add_error(issues, here,
                     fmt::format("a range has low and high, but {} is missing", axis.low ? "high" : "low"), "add it");
  }
  if (!(*axis.low < *axis.high)) {
    add_error(issues, here + "/low", fmt::format("low {} is not below high {}", show(*axis.low), show(*axis.high)),
              "were the two mixed up?");
  }
  if (axis.distribution == Distribution::log_uniform && !(*axis.low > 0)) {
    add_error(issues, here + "/low", "a log-uniform range begins above 0", "raise low, or use uniform");
  }
  if (axis.mode && (*axis.mode < *axis.low || *axis.mode > *axis.high)) {
    add_error(issues, here + "/mode", fmt::format("{} is outside the range", show(*axis.mode)),
              "use low <= mode <= high");
  }
  if (axis.mode && axis.distribution != Distribution::triangular) {
    add_error(issues, here + "/mode", "only a triangular distribution has a mode", "set distribution to triangular");
  }
}

void check_options(const std::vector<SweepOption>& options, const std::string& here, Issues& issues) {
  std::set<std::string> labels;
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (!labels.insert(options[i].label).second) {
      add_error(issues, fmt::format("{}/{}/label", here, i), fmt::format("two are called \"{}\"", options[i].label),
                "rename one of them");
    }
  }
}

void check_values(const SweepAxis& axis, const std::string& here, Issues& issues) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < axis.values.size(); ++i) {
    if (!seen.insert(axis.values[i]).second) {
      add_error(issues, fmt::format("{}/values/{}", here, i), fmt::format("{} stands twice", shortened(axis.values[i])),
                "remove it");
    }
  }
}

void check_axis(const SweepAxis& axis, Design design, const std::string& here, Issues& issues) {
  const int ways = (axis.values.empty() ? 0 : 1) + (axis.options.empty() ? 0 : 1) + (axis.is_range() ? 1 : 0);
  if (ways != 1) {
    return add_error(issues, here, ways == 0 ? "this axis has no values" : "this axis varies in more than one way",
                     "give it one of: values, options, or low and high");
  }
  if (axis.options.empty() == axis.pointer.empty()) {
    return add_error(issues, here + "/pointer",
                     axis.pointer.empty() ? "this axis does not say what varies" : "options have pointers of their own",
                     axis.pointer.empty() ? "add the JSON Pointer, e.g. /site" : "leave pointer out");
  }
  if (!axis.pointer.empty()) {
    if (const auto fault = pointer_fault("scenario", axis.pointer)) {
      add_error(issues, here + "/pointer", fault->message, fault->remedy);
    }
  }
  check_values(axis, here, issues);
  check_options(axis.options, here + "/options", issues);
  const bool steps = design == Design::grid || design == Design::zip;
  if (!axis.is_range() && (axis.steps != 0 || axis.whole || axis.distribution != Distribution::uniform)) {
    add_error(issues, here, "steps, whole and distribution belong to a range", "remove them, or give low and high");
  }
  if (axis.is_range()) {
    check_range(axis, here, issues);
    if (axis.whole && (std::trunc(axis.low.value_or(0)) != axis.low.value_or(0) ||
                       std::trunc(axis.high.value_or(0)) != axis.high.value_or(0))) {
      add_error(issues, here + "/whole", "whole numbers from and to what is none", "make low and high whole numbers");
    }
    if (steps && axis.steps < 2) {
      add_error(issues, here + "/steps", "a range in a grid or zip needs 2 steps or more", "add steps");
    }
    if (steps && axis.distribution == Distribution::triangular) {
      add_error(issues, here + "/distribution", "steps of a grid or zip are uniform or log-uniform",
                "use one of these");
    }
  }
}

std::size_t length(const SweepAxis& axis) {
  return axis.is_range() ? static_cast<std::size_t>(axis.steps) : axis.values.size() + axis.options.size();
}

void check_design(const SweepSpec& spec, Issues& issues) {
  const bool sampled =
      spec.design == Design::latin_hypercube || spec.design == Design::sobol || spec.design == Design::monte_carlo;
  if (spec.design == Design::list) {
    if (spec.points.empty()) {
      add_error(issues, "/points", "a list needs points", R"(write [{"label": "...", "set": {...}}])");
    }
    if (!spec.axes.empty()) {
      add_error(issues, "/axes", "a list has points and no axes", "use another design, or leave axes out");
    }
  } else {
    if (spec.axes.empty()) {
      add_error(issues, "/axes", "nothing varies", "add an axis, or use the design list");
    }
    if (!spec.points.empty()) {
      add_error(issues, "/points", "only a list has points", "set design to list, or leave points out");
    }
  }
  if (sampled != (spec.samples > 0)) {
    add_error(issues, "/samples", sampled ? "how many points?" : "this design takes no samples",
              sampled ? "add samples" : "leave samples out");
  }
  for (std::size_t i = 1; spec.design == Design::zip && i < spec.axes.size(); ++i) {
    if (length(spec.axes[i]) != length(spec.axes[0])) {
      add_error(issues, fmt::format("/axes/{}", i),
                fmt::format(R"(a zip takes axes of one length, but "{}" has {} values and "{}" {})", spec.axes[i].name,
                            length(spec.axes[i]), spec.axes[0].name, length(spec.axes[0])),
                "make them equally long, or use a grid");
    }
  }
}

void check_columns(const SweepSpec& spec, Issues& issues) {
  constexpr std::size_t most = 1000;  // SQLite takes 2000 columns, and a Sobol sequence has 3667 dimensions
  if (spec.axes.size() > most || spec.figures.size() > most - std::min(most, spec.axes.size())) {
    add_error(issues, spec.axes.size() > most ? "/axes" : "/figures",
              fmt::format("{} axes and {} figures are too many columns", spec.axes.size(), spec.figures.size()),
              fmt::format("a sweep has at most {}", most));
  }
}

/// One of the two would silently win.
void check_same_pointers(const SweepSpec& spec, Issues& issues) {
  std::set<std::string> pointers;
  for (std::size_t i = 0; i < spec.axes.size(); ++i) {
    const std::string& pointer = spec.axes[i].pointer;
    if (!pointer.empty() && !pointers.insert(pointer).second) {
      add_error(issues, fmt::format("/axes/{}/pointer", i), fmt::format("another axis varies {} too", pointer),
                "remove one of them, or put both into options");
    }
  }
}

void check_seed_axis(const SweepSpec& spec, Issues& issues) {
  for (std::size_t i = 0; i < spec.axes.size(); ++i) {
    if (spec.replicates > 1 && spec.axes[i].pointer == "/seed") {
      add_error(issues, fmt::format("/axes/{}/pointer", i), "replicates change the seed too",
                "use only one of the two");
    }
  }
}

}  // namespace

Issues check_sweep(const SweepSpec& spec) {
  Issues issues;
  std::set<std::string> names;
  for (std::size_t i = 0; i < spec.axes.size(); ++i) {
    const std::string here = fmt::format("/axes/{}", i);
    check_name(spec.axes[i], here, names, issues);
    check_axis(spec.axes[i], spec.design, here, issues);
  }
  check_options(spec.points, "/points", issues);
  check_design(spec, issues);
  check_same_pointers(spec, issues);
  check_seed_axis(spec, issues);
  check_columns(spec, issues);
  for (std::size_t i = 0; i < spec.figures.size(); ++i) {
    if (!spec.figures[i].starts_with('/') || !pointer_tokens(spec.figures[i])) {
      add_error(issues, fmt::format("/figures/{}", i),
                fmt::format("\"{}\" is no JSON Pointer", shortened(spec.figures[i])),
                "write a pointer into report.json, e.g. /finance/tokens_per_eur");
    }
  }
  return issues;
}

Issues check_rules(const RuleBook& book) {
  Issues issues;
  std::set<std::string> names;
  for (std::size_t i = 0; i < book.rules.size(); ++i) {
    const Rule& rule = book.rules[i];
    const std::string here = fmt::format("/rules/{}", i);
    const bool bounds = rule.min || rule.max;
    const bool tolerance = rule.relative_tolerance || rule.absolute_tolerance;
    if (!names.insert(rule.name).second) {
      add_error(issues, here + "/name", fmt::format("two rules are called \"{}\"", rule.name), "rename one of them");
    }
    const int ways =
        (rule.expression.empty() ? 0 : 1) + (rule.figure.empty() ? 0 : 1) + (rule.statuses.empty() ? 0 : 1);
    if (ways != 1) {
      add_error(issues, here, ways == 0 ? "this rule has no condition" : "this rule has more than one condition",
                "give it one of: expression, figure (with min, max or a tolerance), statuses");
    } else if (!rule.figure.empty() && !bounds && !tolerance) {
      add_error(issues, here, "the figure is compared with nothing",
                "add min, max, relative_tolerance or absolute_tolerance");
    } else if (rule.figure.empty() && (bounds || tolerance)) {
      add_error(issues, here, "bounds and tolerances need a figure", "add figure");
    }
    if (rule.min && rule.max && *rule.min > *rule.max) {
      add_error(issues, here + "/min", fmt::format("min {} is above max {}", show(*rule.min), show(*rule.max)),
                "were the two mixed up?");
    }
    for (const std::string& status : rule.statuses) {
      const std::vector<std::string> known(run_status_names.begin(), run_status_names.end());
      if (std::ranges::find(known, status) == known.end()) {
        add_error(issues, here + "/statuses", fmt::format("\"{}\" is no status", shortened(status)),
                  "it can be " + list_of(known));
      }
    }
  }
  return issues;
}

}  // namespace gigaplan::io
