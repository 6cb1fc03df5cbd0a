#include "base/issue.hpp"

#include <algorithm>

namespace gigaplan {

std::string to_string(const Issue& issue) {
  std::string text = issue.severity == Severity::error ? "error: " : "warning: ";
  if (!issue.file.empty()) {
    text += issue.file + ": ";
  }
  if (!issue.pointer.empty()) {
    text += issue.pointer + ": ";
  }
  text += issue.message;
  if (!issue.remedy.empty()) {
    text += "; " + issue.remedy;
  }
  return text;
}

bool has_errors(const Issues& issues) {
  return std::ranges::any_of(issues, [](const Issue& i) { return i.severity == Severity::error; });
}

std::string pointer_append(const std::string& pointer, const std::string& token) {
  std::string result = pointer + "/";
  for (const char c : token) {
    if (c == '~') {
      result += "~0";
    } else if (c == '/') {
      result += "~1";
    } else {
      result += c;
    }
  }
  return result;
}

}  // namespace gigaplan
