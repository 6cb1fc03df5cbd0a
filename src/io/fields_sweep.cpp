// Which keys does a sweep have, and which a book of rules?
#include "io/fields.hpp"

namespace gigaplan::io {

void describe(Visitor& v, SweepOption& o) {
  v.text({.key = "label", .doc = "What tables and plots call it."}, o.label);
  v.settings({.key = "set", .doc = "Changes that belong together: JSON Pointer into the scenario → value."}, o.set);
}

void describe(Visitor& v, SweepAxis& a) {
  v.text({.key = "name", .doc = "Its column in the results: lower-case letters, digits and _."}, a.name);
  v.text({.key = "pointer",
          .doc = "What varies: a JSON Pointer into the scenario.",
          .form = TextForm::any,
          .otherwise = "the axis has options"},
         a.pointer);
  v.values({.key = "values", .doc = "What stands there in turn.", .otherwise = "the axis has a range or options"},
           a.values);
  v.list({.key = "options",
          .doc = "Alternatives that change several things each; in place of pointer and values.",
          .otherwise = "the axis has a pointer"},
         a.options);
  v.number({.key = "low", .doc = "Least value of a range.", .min = -1e300, .max = 1e300, .otherwise = "no range"},
           a.low);
  v.number({.key = "high", .doc = "Largest value of a range.", .min = -1e300, .max = 1e300, .otherwise = "no range"},
           a.high);
  v.number({.key = "mode",
            .doc = "Most likely value of a triangular distribution.",
            .min = -1e300,
            .max = 1e300,
            .otherwise = "the middle of the range"},
           a.mode);
  v.integer({.key = "steps",
             .doc = "How many values of the range a grid or zip takes, both ends included.",
             .min = 0,
             .max = 1e6,
             .otherwise = "0: not in a grid or zip"},
            a.steps);
  v.choice({.key = "distribution",
            .doc = "Of a range: how it is filled. log-uniform spaces the steps of a grid evenly in the logarithm.",
            .otherwise = "uniform"},
           a.distribution, {"uniform", "log-uniform", "triangular"});
  v.flag({.key = "whole", .doc = "Round the values of a range to whole numbers.", .otherwise = "false"}, a.whole);
}

void describe(Visitor& v, SweepLimits& l) {
  v.number({.key = "minutes",
            .doc = "A run that takes longer is stopped, and has the status timeout.",
            .unit = "min",
            .min = 0,
            .max = 1e5,
            .above_min = true,
            .otherwise = "10"},
           l.minutes);
  v.number({.key = "memory_gib",
            .doc = "Address space of a run; one that wants more has the status out_of_memory.",
            .unit = "GiB",
            .min = 0.01,
            .max = 1e5,
            .otherwise = "no limit"},
           l.memory_gib);
}

void describe(Visitor& v, SweepSpec& s) {
  v.text({.key = "name", .doc = "Short name; results carry it."}, s.name);
  v.text({.key = "description", .doc = "What it is about.", .form = TextForm::any, .otherwise = "empty"},
         s.description);
  v.text({.key = "scenario", .doc = "Path of the scenario, relative to this file."}, s.scenario);
  v.settings(
      {.key = "set", .doc = "Changes that all runs have: JSON Pointer into the scenario → value.", .otherwise = "none"},
      s.set);
  v.choice({.key = "design",
            .doc = "grid: all combinations; zip: the first value of every axis, then the second; list: the points; "
                   "latin-hypercube, sobol, monte-carlo: samples of ranges, values and options.",
            .otherwise = "grid"},
           s.design, {"grid", "zip", "list", "latin-hypercube", "sobol", "monte-carlo"});
  v.list({.key = "axes", .doc = "What varies.", .otherwise = "the design is a list"}, s.axes);
  v.list({.key = "points", .doc = "The runs of a list.", .otherwise = "the design is no list"}, s.points);
  v.integer({.key = "samples",
             .doc = "Points of latin-hypercube, sobol and monte-carlo.",
             .min = 0,
             .max = 1e7,
             .otherwise = "0: the design takes none"},
            s.samples);
  v.integer({.key = "seed",
             .doc = "Of the design: the same seed gives the same points.",
             .min = 0,
             .max = 9'007'199'254'740'991.0,
             .otherwise = "1"},
            s.seed);
  v.integer({.key = "replicates",
             .doc = "Runs of each point. The first has the scenario's seed s, the others s + 1, s + 2 ...: every point "
                    "meets the same weather and failures.",
             .min = 1,
             .max = 1e6,
             .otherwise = "1"},
            s.replicates);
  v.texts({.key = "constraints",
           .doc = "Expressions over axes and {/json/pointers} of the scenario; a point for which one is 0 (false) is "
                  "skipped.",
           .otherwise = "none"},
          s.constraints);
  v.texts({.key = "figures",
           .doc = "JSON Pointers into report.json: the columns of the results.",
           .otherwise = "the headline figures"},
          s.figures);
  v.object({.key = "limits", .doc = "What one run may take.", .otherwise = "those of its keys"}, s.limits);
}

void describe(Visitor& v, Rule& r) {
  v.text({.key = "name", .doc = "What reports call it."}, r.name);
  v.text({.key = "why", .doc = "Shown when it fails.", .form = TextForm::any, .otherwise = "empty"}, r.why);
  v.text({.key = "where",
          .doc = "Expression that selects runs, e.g. site == \"fi\".",
          .form = TextForm::any,
          .otherwise = "all runs"},
         r.where);
  v.text({.key = "expression",
          .doc = "Must not be 0 (false) for any run. Names are axes, figures' columns, or {/json/pointers} into "
                 "report.json; {old:/json/pointer} is the baseline's.",
          .form = TextForm::any,
          .otherwise = "the rule has a figure or statuses"},
         r.expression);
  v.text({.key = "figure",
          .doc = "JSON Pointer into report.json.",
          .form = TextForm::any,
          .otherwise = "the rule has an expression or statuses"},
         r.figure);
  v.number({.key = "min", .doc = "Least value of the figure.", .min = -1e300, .max = 1e300, .otherwise = "none"},
           r.min);
  v.number({.key = "max", .doc = "Largest value of the figure.", .min = -1e300, .max = 1e300, .otherwise = "none"},
           r.max);
  v.number({.key = "relative_tolerance",
            .doc = "The figure may differ from the baseline's by this share of it.",
            .min = 0,
            .max = 1e6,
            .otherwise = "none"},
           r.relative_tolerance);
  v.number({.key = "absolute_tolerance",
            .doc = "The figure may differ from the baseline's by this much; with both, either suffices.",
            .min = 0,
            .max = 1e300,
            .otherwise = "none"},
           r.absolute_tolerance);
  v.texts({.key = "statuses",
           .doc = "What a run may have ended as: done, invalid, refused, crashed, timeout, out_of_memory.",
           .otherwise = "done"},
          r.statuses);
  v.flag({.key = "warning", .doc = "Tell, but do not fail.", .otherwise = "false"}, r.warning);
}

void describe(Visitor& v, RuleBook& b) {
  v.text({.key = "name", .doc = "Short name; reports carry it."}, b.name);
  v.list({.key = "rules", .doc = "What must hold.", .min_items = 1}, b.rules);
}

}  // namespace gigaplan::io
