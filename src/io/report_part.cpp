#include "io/report_part.hpp"

#include <cmath>

namespace gigaplan::io {

void figure(Ordered& object, const std::string& name, double value, bool applies, const char* why) {
  if (applies && std::isfinite(value)) {
    object[name] = value;
  } else {
    object[name] = nullptr;
    object[name + "_why"] = applies ? "the result is not a finite number" : why;
  }
}

void figure(Ordered& object, const std::string& name, const std::optional<double>& value, const char* why) {
  figure(object, name, value.value_or(0), value.has_value(), why);
}

}  // namespace gigaplan::io
