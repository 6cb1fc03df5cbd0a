// Which keys does a citation have?
#include "io/fields.hpp"

namespace gigaplan::io {

void describe(Visitor& v, Citation& c) {
  v.texts({.key = "fields",
           .doc = "The figures that rest on this citation: JSON Pointers relative to the object that carries it; one "
                  "that names an object or a list covers all numbers in it.",
           .min_items = 1},
          c.fields);
  v.choice({.key = "how",
            .doc = "read: seen in the source. computed: worked out from read data (`why` says how). assumed: nobody "
                   "published it (`why` says why this value). scenario: a choice, not a fact."},
           c.how, {"read", "computed", "assumed", "scenario"});
  v.text({.key = "title",
          .doc = "Title of the source.",
          .form = TextForm::any,
          .otherwise = "no source (only where `how` is assumed or scenario)"},
         c.title);
  v.integer(
      {.key = "year", .doc = "Year of the source.", .min = 0, .max = 2100, .otherwise = "0: the source has no year"},
      c.year);
  v.text({.key = "where",
          .doc = "Place in the source: table, section, web address.",
          .form = TextForm::any,
          .otherwise = "no place given"},
         c.where);
  v.text({.key = "why",
          .doc = "The reason for an assumed value, the calculation of a computed one, or a remark.",
          .form = TextForm::any,
          .otherwise = "no remark"},
         c.why);
  v.number({.key = "low",
            .doc = "Low end of the plausible range of the (single) field, in the field's own unit.",
            .min = -1e30,
            .max = 1e30,
            .otherwise = "no range known"},
           c.low);
  v.number({.key = "high",
            .doc = "High end of the plausible range of the (single) field, in the field's own unit.",
            .min = -1e30,
            .max = 1e30,
            .otherwise = "no range known"},
           c.high);
}

void describe_provenance(Visitor& v, std::vector<Citation>& provenance) {
  v.list({.key = "provenance",
          .doc = "Where the figures of this object come from.",
          .otherwise = "figures count as the scenario's own choice"},
         provenance);
}

}  // namespace gigaplan::io
