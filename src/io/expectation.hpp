// What has a value to be, and how is that said?
#pragma once

#include <string>

#include "io/visitor.hpp"

namespace gigaplan::io {

/// "a number above 0, up to 1000000 (TFLOP/s)". \param what "a number" or "a whole number"
[[nodiscard]] std::string range_text(const NumberField& f, const char* what);
[[nodiscard]] bool in_range(const NumberField& f, double value);

/// A day of the calendar, YYYY-MM-DD, from 1900 to 2200.
[[nodiscard]] bool is_date(const std::string& text);

/// What such a text has to be ("a date like 2028-01-31"), if it is not; empty if it is.
[[nodiscard]] std::string text_fault(TextForm form, const std::string& text);

}  // namespace gigaplan::io
