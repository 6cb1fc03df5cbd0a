// How are changes to a scenario read: pointers with values, or a merge patch?
#include <fmt/format.h>

#include "io/reader.hpp"

namespace gigaplan::io {

bool Reader::visit_settings(const Field& f, std::vector<Setting>& value) {
  const Json* member = find(f, Json());
  if (member == nullptr) {
    return false;
  }
  if (!member->is_object()) {
    report(f.key, fmt::format("expected an object, got {}", show_value(*member)), R"(write {"/json/pointer": value})");
    return false;
  }
  for (const auto& [pointer, set] : member->items()) {
    if (const auto fault = pointer_fault("scenario", pointer)) {
      issues_.push_back(issue_at(document_, pointer_append(pointer_append(levels_.back().pointer, f.key), pointer),
                                 fault->message, fault->remedy));
    }
    value.push_back({.pointer = pointer, .value = set.dump()});
  }
  return true;
}

bool Reader::visit_patch(const Field& f, std::vector<Setting>& value) {
  const Json* member = find(f, Json());
  if (member == nullptr) {
    return false;
  }
  if (!member->is_object()) {
    report(f.key, fmt::format("expected an object, got {}", show_value(*member)),
           R"(write what differs as a scenario has it: {"cluster": {"nodes": 8}})");
    return false;
  }
  add_patch(*member, "", pointer_append(levels_.back().pointer, f.key), value);
  return true;
}

void Reader::add_patch(const Json& patch, const std::string& pointer, const std::string& here,
                       std::vector<Setting>& changes) {
  for (const auto& [key, value] : patch.items()) {
    const std::string there = pointer_append(pointer, key);
    const std::string place = pointer_append(here, key);
    if (const auto fault = pointer_fault("scenario", there)) {
      issues_.push_back(issue_at(document_, place, fault->message, fault->remedy));
    } else if (value.is_object() && !value.contains("extends")) {
      add_patch(value, there, place, changes);
    } else {
      changes.push_back({.pointer = there, .value = value.dump()});
    }
  }
}

}  // namespace gigaplan::io
