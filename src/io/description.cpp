#include "io/description.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "io/fields.hpp"
#include "io/text.hpp"

namespace gigaplan::io {
namespace {

/// Meets the keys of an empty struct and notes them down.
class Describer : public Visitor {
 public:
  Describer() { levels_.push_back(&root_); }
  [[nodiscard]] Description take() { return std::move(root_); }

 private:
  using Type = Description::Type;

  Description& add(Type type, const Field& f) {
    Description d;
    d.type = type;
    d.key = f.key;
    d.doc = f.doc;
    d.otherwise = f.otherwise;
    levels_.back()->children.push_back(std::move(d));
    return levels_.back()->children.back();
  }
  Description& add_number(Type type, const NumberField& f) {
    Description& d = add(type, f.field());
    d.unit = f.unit;
    d.min = f.min;
    d.max = f.max;
    d.above_min = f.above_min;
    return d;
  }

  bool visit_number(const NumberField& f, double& value) override {
    Description& d = add_number(Type::number, f);
    if (!d.required()) {
      d.default_value = value;
    }
    return false;
  }
  bool visit_optional_number(const NumberField& f, double& /*value*/) override {
    add_number(Type::number, f);
    return false;
  }
  bool visit_integer(const NumberField& f, std::int64_t& value) override {
    Description& d = add_number(Type::integer, f);
    if (!d.required()) {
      d.default_value = value;
    }
    return false;
  }
  bool visit_choice(const Field& f, std::size_t& index, const std::vector<std::string>& names) override {
    Description& d = add(Type::choice, f);
    d.choices = names;
    if (!d.required()) {
      d.default_value = names.at(index);
    }
    return false;
  }
  bool visit_flag(const Field& f, bool& value) override {
    Description& d = add(Type::flag, f);
    if (!d.required()) {
      d.default_value = value;
    }
    return false;
  }
  bool visit_text(const TextField& f, std::string& value) override {
    Description& d = add(Type::text, f.field());
    d.form = f.form;
    if (!d.required() && !value.empty()) {
      d.default_value = value;
    }
    return false;
  }
  bool visit_texts(const ListField& f, std::vector<std::string>& /*value*/) override {
    add(Type::texts, f.field()).min_items = f.min_items;
    return false;
  }
  bool visit_values(const ListField& f, std::vector<std::string>& /*value*/) override {
    add(Type::values, f.field()).min_items = f.min_items;
    return false;
  }
  bool visit_settings(const Field& f, std::vector<Setting>& /*value*/) override {
    add(Type::settings, f);
    return false;
  }
  bool visit_patch(const Field& f, std::vector<Setting>& /*value*/) override {
    add(Type::patch, f);
    return false;
  }
  bool enter(const Field& f, const char* kind) override {
    Description& d = add(Type::object, f);
    d.kind = kind;
    levels_.push_back(&d);
    return true;
  }
  void leave() override { levels_.pop_back(); }
  std::size_t enter_list(const ListField& f) override {
    Description& d = add(Type::list, f.field());
    d.min_items = f.min_items;
    levels_.push_back(&d);
    return 1;
  }
  bool enter_item(std::size_t /*index*/) override {
    levels_.push_back(levels_.back());  // the items' keys are the list's children
    return true;
  }
  void leave_list() override { levels_.pop_back(); }

  Description root_;
  std::vector<Description*> levels_;  // each points into the children of the one before, which does not grow meanwhile
};

std::map<std::string, Description> all_descriptions() {
  std::map<std::string, Description> all;
  for (const Kind& kind : kinds()) {
    Describer describer;
    describe_kind(describer, kind.name);
    Description d = describer.take();
    d.key = kind.name;
    d.doc = kind.title;
    all.emplace(kind.name, std::move(d));
  }
  return all;
}

void collect_places(const Description& d, const std::string& key, const std::string& pointer, std::size_t limit,
                    std::vector<std::string>& places) {
  for (const Description& child : d.children) {
    if (child.key == key && places.size() < limit) {
      places.push_back(pointer);
    }
    if (child.type == Description::Type::object) {
      collect_places(child, key, pointer_append(pointer, child.key), limit, places);
    }
  }
}

}  // namespace

const Description& description_of(const std::string& kind) {
  static const std::map<std::string, Description> all = all_descriptions();
  return all.at(kind);
}

std::optional<Issue> pointer_fault(const std::string& kind, const std::string& pointer) {
  const auto tokens = pointer_tokens(pointer);
  if (!tokens || tokens->empty()) {
    return Issue{.pointer = pointer,
                 .message = fmt::format("\"{}\" is no JSON Pointer to a key", shortened(pointer)),
                 .remedy = "write /part/key"};
  }
  const Description* at = &description_of(kind);
  std::string here;
  for (std::size_t i = 0; i < tokens->size(); ++i) {
    const std::string& token = (*tokens)[i];
    if (at->type == Description::Type::list && token.find_first_not_of("0123456789") == std::string::npos &&
        !token.empty() && i > 0 && here.find('*') != here.size() - 1) {
      here += "/*";  // an item; its keys are the list's children
      continue;
    }
    std::vector<std::string> keys;
    keys.reserve(at->children.size());
    for (const Description& child : at->children) {
      keys.push_back(child.key);
    }
    const auto found = std::ranges::find(at->children, token, &Description::key);
    if (found == at->children.end()) {
      const auto near = closest(token, keys);
      return Issue{.pointer = pointer,
                   .message = fmt::format("a {} has nothing at {}: unknown key \"{}\"", kind, shortened(pointer),
                                          shortened(token)),
                   .remedy = near           ? fmt::format("did you mean \"{}\"?", *near)
                             : keys.empty() ? fmt::format("{} holds a single value", here)
                                            : fmt::format("known there: {}", list_of(keys, 12))};
    }
    at = &*found;
    here = pointer_append(here, token);
  }
  return std::nullopt;
}

std::vector<std::string> places_of(const Description& root, const std::string& key, std::size_t limit) {
  std::vector<std::string> places;
  collect_places(root, key, "", limit, places);
  return places;
}

}  // namespace gigaplan::io
