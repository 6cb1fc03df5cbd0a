#include "io/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "io/expectation.hpp"
#include "io/resolve.hpp"
#include "io/text.hpp"

namespace gigaplan::io {
Reader::Reader(Document& document, const std::string& kind, Issues& issues, Defaults& defaults)
    : document_(document), root_(description_of(kind)), issues_(issues), defaults_(defaults) {}

bool Reader::begin() {
  levels_.push_back({.value = &document_.value, .pointer = "", .known = {}, .missing = {}});
  return true;
}

void Reader::report(const std::string& key, std::string message, std::string remedy) {
  issues_.push_back(
      issue_at(document_, pointer_append(levels_.back().pointer, key), std::move(message), std::move(remedy)));
}

Json* Reader::find(const Field& f, Json default_value) {
  Level& level = levels_.back();
  level.known.emplace_back(f.key);
  if (const auto member = level.value->find(f.key); member != level.value->end()) {
    return &*member;
  }
  if (f.required()) {
    level.missing.emplace_back(f.key);
  } else if (!default_value.is_null()) {
    (*level.value)[f.key] = std::move(default_value);
    defaults_[pointer_append(level.pointer, f.key)] = f.otherwise;
  }
  return nullptr;
}

bool Reader::read_number(const NumberField& f, const Json& value, const char* what, double& number) {
  if (!value.is_number()) {
    report(f.key, fmt::format("expected {}, got {}", what, show_value(value)),
           fmt::format("write {}{}", range_text(f, what), value.is_string() ? " without quotes" : ""));
    return false;
  }
  const auto read = value.get<double>();
  if (!in_range(f, read)) {
    report(f.key, fmt::format("{} is out of range", show_value(value)), fmt::format("write {}", range_text(f, what)));
    return false;
  }
  number = read;
  return true;
}

bool Reader::visit_number(const NumberField& f, double& value) {
  // whole numbers are stored as such everywhere, so that defaults hash like the same value in a file
  const Json written = value == std::trunc(value) ? Json(static_cast<std::int64_t>(value)) : Json(value);
  const Json* member = find(f.field(), f.field().required() ? Json() : written);
  return member != nullptr && read_number(f, *member, "a number", value);
}

bool Reader::visit_optional_number(const NumberField& f, double& value) {
  const Json* member = find(f.field(), Json());
  return member != nullptr && read_number(f, *member, "a number", value);
}

bool Reader::visit_integer(const NumberField& f, std::int64_t& value) {
  const Json* member = find(f.field(), value);
  if (member == nullptr) {
    return false;
  }
  if (member->is_number_float() && std::trunc(member->get<double>()) != member->get<double>()) {
    report(f.key, fmt::format("expected a whole number, got {}", show_value(*member)),
           fmt::format("write {}", range_text(f, "a whole number")));
    return false;
  }
  double read = 0;
  if (!read_number(f, *member, "a whole number", read)) {
    return false;
  }
  value = static_cast<std::int64_t>(read);  // exact: all ranges end below 2^53
  return true;
}

bool Reader::visit_choice(const Field& f, std::size_t& index, const std::vector<std::string>& names) {
  const Json* member = find(f, f.required() ? Json() : Json(names.at(index)));
  if (member == nullptr) {
    return false;
  }
  const std::string choices = fmt::format("it can be {}", list_of(names));
  if (!member->is_string()) {
    report(f.key, fmt::format("expected a text, got {}", show_value(*member)), choices);
    return false;
  }
  const auto& text = member->get_ref<const std::string&>();
  const auto found = std::ranges::find(names, text);
  if (found == names.end()) {
    const auto near = closest(text, names);
    report(f.key, fmt::format("unknown value {}", show_value(*member)),
           near ? fmt::format("did you mean \"{}\"? {}", *near, choices) : choices);
    return false;
  }
  index = static_cast<std::size_t>(found - names.begin());
  return true;
}

bool Reader::visit_flag(const Field& f, bool& value) {
  const Json* member = find(f, value);
  if (member == nullptr) {
    return false;
  }
  if (!member->is_boolean()) {
    report(f.key, fmt::format("expected true or false, got {}", show_value(*member)), "write true or false, no quotes");
    return false;
  }
  value = member->get<bool>();
  return true;
}

bool Reader::visit_text(const TextField& f, std::string& value) {
  const Json* member = find(f.field(), value.empty() ? Json() : Json(value));
  if (member == nullptr) {
    return false;
  }
  if (f.form == TextForm::file) {
    levels_.back().elsewhere = true;
    return false;
  }
  if (!member->is_string()) {
    report(f.key, fmt::format("expected a text, got {}", show_value(*member)), "write it in double quotes");
    return false;
  }
  const auto& text = member->get_ref<const std::string&>();
  if (const std::string fault = text_fault(f.form, text); !fault.empty()) {
    report(f.key, fmt::format("expected {}, got {}", fault, show_value(*member)), fmt::format("write {}", fault));
    return false;
  }
  value = text;
  return true;
}

bool Reader::visit_texts(const ListField& f, std::vector<std::string>& value) {
  const std::size_t items = enter_list(f);
  for (std::size_t i = 0; i < items; ++i) {
    const Json& item = (*levels_.back().value)[i];
    if (item.is_string()) {
      value.push_back(item.get<std::string>());
      if (const std::string fault = text_fault(TextForm::any, value.back()); !fault.empty()) {
        report(std::to_string(i), fmt::format("expected {}, got {}", fault, show_value(item)), "write " + fault);
      }
    } else {
      report(std::to_string(i), fmt::format("expected a text, got {}", show_value(item)), "write it in double quotes");
    }
  }
  leave_list();
  return items > 0;
}

bool Reader::visit_values(const ListField& f, std::vector<std::string>& value) {
  const std::size_t items = enter_list(f);
  for (std::size_t i = 0; i < items; ++i) {
    value.push_back((*levels_.back().value)[i].dump());
  }
  leave_list();
  return items > 0;
}

bool Reader::enter(const Field& f, const char* kind) {
  Json* member = find(f, Json());
  if (member == nullptr) {
    return false;
  }
  const bool reference = *kind != '\0';
  if (reference && is_unresolved(*member)) {
    return false;  // the resolver has told why
  }
  if (!member->is_object()) {
    report(f.key, fmt::format("expected an object{}, got {}", reference ? " or an id" : "", show_value(*member)),
           reference ? fmt::format("name a {} of the catalogue, or write {{ ... }}", kind) : "write { ... }");
    return false;
  }
  levels_.push_back(
      {.value = member, .pointer = pointer_append(levels_.back().pointer, f.key), .known = {}, .missing = {}});
  return true;
}

std::size_t Reader::enter_list(const ListField& f) {
  Json* member = find(f.field(), Json());
  std::size_t items = 0;
  if (member != nullptr && !member->is_array()) {
    report(f.key, fmt::format("expected a list, got {}", show_value(*member)), "write [ ... ]");
  } else if (member != nullptr) {
    items = member->size();
    if (items < f.min_items) {
      report(f.key, fmt::format("expected at least {} item{}, got {}", f.min_items, f.min_items == 1 ? "" : "s", items),
             fmt::format("write [ ... ] with {} or more in it", f.min_items));
    }
  }
  levels_.push_back(
      {.value = member, .pointer = pointer_append(levels_.back().pointer, f.key), .known = {}, .missing = {}});
  return items;
}

bool Reader::enter_item(std::size_t index) {
  Json& item = (*levels_.back().value)[index];
  if (!item.is_object()) {
    report(std::to_string(index), fmt::format("expected an object, got {}", show_value(item)), "write { ... }");
    return false;
  }
  levels_.push_back({.value = &item,
                     .pointer = pointer_append(levels_.back().pointer, std::to_string(index)),
                     .known = {},
                     .missing = {}});
  return true;
}

void Reader::leave() {
  Level& level = levels_.back();
  if (!level.elsewhere) {
    report_unknown_keys(level);
    for (const std::string& key : level.missing) {
      report(key, fmt::format("\"{}\" is missing", key), fmt::format("add it; see \"{}\" in the reference", key));
    }
  }
  levels_.pop_back();
}

void Reader::report_unknown_keys(Level& level) {
  constexpr std::size_t enough = 1000;  // nobody reads on, and looking for suggestions takes its time
  for (const auto& [key, value] : level.value->items()) {
    if (std::ranges::find(level.known, key) != level.known.end()) {
      continue;
    }
    if (issues_.size() > enough) {
      break;
    }
    std::string meant;
    std::string remedy = unknown_key_remedy(level, key, meant);
    report(key, "unknown key", std::move(remedy));
    std::erase(level.missing, meant);  // told already
  }
}

std::string Reader::unknown_key_remedy(const Level& level, const std::string& key, std::string& meant) const {
  if (key == "extends") {
    return "\"extends\" stands at the top of a file, or where a catalogue entry can stand";
  }
  if (key.starts_with("//") || key.starts_with("_") || key == "comment") {
    return R"(there are no comment keys; use "description", or the "why" of a citation)";
  }
  std::vector<std::string> absent;
  std::ranges::copy_if(level.known, std::back_inserter(absent),
                       [&](const std::string& known) { return !level.value->contains(known); });
  auto near = closest(key, level.known);
  for (const auto& better : {closest(key, absent), closest(key, level.missing)}) {  // of equally near ones the last
    near = better && edit_distance(key, *better) <= edit_distance(key, *near) ? better : near;
  }
  if (near) {
    meant = *near;
    return fmt::format("did you mean \"{}\"?", *near);
  }
  if (const auto places = places_of(root_, key, 3); !places.empty()) {
    std::vector<std::string> shown;
    std::ranges::transform(places, std::back_inserter(shown),
                           [](const std::string& p) { return p.empty() ? std::string("the top level") : p; });
    return fmt::format("\"{}\" belongs to {}", key, list_of(shown));
  }
  return fmt::format("known here: {}", list_of(level.known));
}

}  // namespace gigaplan::io
