// How are keys described that programmes, markets and projects have in common: shares, rates, years, names?
#pragma once

#include <string>

#include "io/fields.hpp"

namespace gigaplan::io {

inline void describe_share(Visitor& v, const char* key, const char* doc, double& value, const char* otherwise = "") {
  v.number({.key = key, .doc = doc, .min = 0, .max = 1, .otherwise = otherwise}, value);
}

inline void describe_rate(Visitor& v, const char* key, const char* doc, double& value, const char* otherwise = "") {
  v.number({.key = key, .doc = doc, .unit = "1/year", .min = -0.5, .max = 0.5, .otherwise = otherwise}, value);
}

inline void describe_years(Visitor& v, const char* key, const char* doc, double max, double& value,
                           const char* otherwise = "") {
  v.number({.key = key, .doc = doc, .unit = "years", .min = 0, .max = max, .otherwise = otherwise}, value);
}

inline void describe_name(Visitor& v, std::string& id, std::string& name) {
  v.text({.key = "id", .doc = "Name of the catalogue entry.", .form = TextForm::id, .otherwise = "not an entry"}, id);
  v.text({.key = "name", .doc = "What people call it."}, name);
}

}  // namespace gigaplan::io
