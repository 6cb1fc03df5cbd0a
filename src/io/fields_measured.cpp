// Which keys does a file of measured steps have?
#include "io/fields.hpp"

namespace gigaplan::io {

void describe(Visitor& v, MeasuredStep& m) {
  v.number({.key = "step_time_s",
            .doc = "Mean time of a step once the run is warm.",
            .unit = "s",
            .min = 0,
            .max = 1e7,
            .above_min = true},
           m.step_time_s);
  v.patch({.key = "changes",
           .doc = "What was different from the scenario (JSON Merge Patch, RFC 7386).",
           .otherwise = "it is the scenario that was measured"},
          m.changes);
  v.text({.key = "note", .doc = "What to know of it.", .form = TextForm::any, .otherwise = "empty"}, m.note);
}

void describe(Visitor& v, MeasuredSteps& m) {
  v.choice({.key = "format", .doc = "Of this file."}, m.format, {"gigaplan-measured/1"});
  v.text({.key = "source", .doc = "Who measured, when, with what; the report repeats it."}, m.source);
  v.list({.key = "measurements", .doc = "The steps.", .min_items = 1}, m.measurements);
}

}  // namespace gigaplan::io
