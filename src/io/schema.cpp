#include "io/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "io/description.hpp"
#include "io/fields.hpp"

namespace gigaplan::io {
namespace {

using Ordered = nlohmann::ordered_json;
using Type = Description::Type;

/// Whole numbers as such: 1 and not 1.0.
Ordered number(double value) {
  constexpr double exact_integers = 9'007'199'254'740'992.0;  // 2^53
  if (std::abs(value) < exact_integers && value == std::trunc(value)) {
    return static_cast<long long>(value);
  }
  return value;
}

std::string description_text(const Description& d) {
  std::string text = d.doc;
  if (!d.unit.empty()) {
    text += fmt::format(" Unit: {}.", d.unit);
  }
  if (!d.required()) {
    text += fmt::format(" If absent: {}.", d.otherwise);
  }
  return text;
}

Ordered schema_of(const Description& d);

void add_members(const Description& d, Ordered& schema) {
  schema["type"] = "object";
  schema["additionalProperties"] = false;
  Ordered properties = Ordered::object();
  for (const Description& child : d.children) {
    properties[child.key] = schema_of(child);
  }
  schema["properties"] = std::move(properties);
}

/// Which members an object must have, down to the objects written out in it. Kept apart from add_members, since a file
/// that extends another one need not say everything itself; an item of a list must, because a merge replaces it whole.
Ordered completeness(const Description& d) {
  Ordered schema = Ordered::object();
  Ordered properties = Ordered::object();
  for (const Description& child : d.children) {
    if (child.required()) {
      schema["required"].push_back(child.key);
    }
    if (child.type == Type::object && child.kind.empty()) {
      if (Ordered inside = completeness(child); !inside.empty()) {
        properties[child.key] = std::move(inside);
      }
    }
  }
  if (!properties.empty()) {
    schema["properties"] = std::move(properties);
  }
  const auto file = std::ranges::find(d.children, TextForm::file, &Description::form);
  if (file != d.children.end()) {
    Ordered instead = {{"required", {file->key}}, {"maxProperties", 1}};
    return {{"anyOf", Ordered::array({std::move(instead), std::move(schema)})}};
  }
  return schema;
}

/// The members all optional and open to null: what may stand beside "extends".
Ordered changes_schema(const Description& d) {
  Ordered schema = Ordered::object();
  Ordered properties = Ordered::object();
  properties["extends"] = {{"type", "string"}, {"description", fmt::format("Id of the {} that is changed.", d.kind)}};
  for (const Description& child : d.children) {
    properties[child.key] = {{"description", description_text(child)}};
  }
  schema["type"] = "object";
  schema["properties"] = std::move(properties);
  schema["required"] = {"extends"};
  schema["additionalProperties"] = false;
  return schema;
}

Ordered reference_schema(const Description& d) {
  Ordered id = {{"type", "string"}, {"description", fmt::format("Id of a {} in the catalogue.", d.kind)}};
  Ordered whole = {{"$ref", d.kind + ".schema.json"}};
  return {{"description", description_text(d)}, {"anyOf", Ordered::array({id, changes_schema(d), whole})}};
}

void add_number(const Description& d, Ordered& schema) {
  schema["type"] = d.type == Type::integer ? "integer" : "number";
  schema[d.above_min ? "exclusiveMinimum" : "minimum"] = number(d.min);
  schema["maximum"] = number(d.max);
}

void add_text(const Description& d, Ordered& schema) {
  schema["type"] = "string";
  switch (d.form) {
    case TextForm::any:
    case TextForm::id: break;
    case TextForm::file:
    case TextForm::not_empty: schema["minLength"] = 1; break;
    case TextForm::date: schema["format"] = "date"; break;
    case TextForm::country: schema["pattern"] = "^[A-Z]{2}$"; break;
  }
}

Ordered schema_of(const Description& d) {
  if (d.type == Type::object && !d.kind.empty()) {
    return reference_schema(d);
  }
  Ordered schema = {{"description", description_text(d)}};
  switch (d.type) {
    case Type::number:
    case Type::integer: add_number(d, schema); break;
    case Type::flag: schema["type"] = "boolean"; break;
    case Type::text: add_text(d, schema); break;
    case Type::choice: schema["enum"] = d.choices; break;
    case Type::texts:
      schema["type"] = "array";
      schema["items"] = {{"type", "string"}};
      break;
    case Type::values: schema["type"] = "array"; break;
    case Type::settings:
      schema["type"] = "object";
      schema["propertyNames"] = {{"pattern", "^/"}};
      break;
    case Type::patch: schema["type"] = "object"; break;
    case Type::object: add_members(d, schema); break;
    case Type::list: {
      Ordered item = Ordered::object();
      add_members(d, item);
      item.update(completeness(d), true);
      schema["type"] = "array";
      schema["items"] = std::move(item);
      break;
    }
  }
  if (d.min_items > 0) {
    schema["minItems"] = d.min_items;
  }
  if (!d.default_value.is_null()) {
    schema["default"] = d.default_value.is_number() ? number(d.default_value.get<double>()) : Ordered(d.default_value);
  }
  return schema;
}

}  // namespace

const std::vector<std::string>& schema_kinds() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const Kind& kind : kinds()) {
      all.push_back(kind.name);
    }
    return all;
  }();
  return names;
}

std::string json_schema(const std::string& kind) {
  const Kind* known = find_kind(kind);
  if (known == nullptr) {
    return "";
  }
  Ordered members = Ordered::object();
  add_members(description_of(known->name), members);
  Ordered properties = Ordered::object();
  properties["$schema"] = {{"type", "string"}, {"description", "This schema, for editors."}};
  if (known->extends) {
    properties["extends"] = {
        {"type", "string"},
        {"description", "Path of a file, relative to this one, that this file changes (JSON Merge Patch, RFC 7386)."}};
  }
  for (auto& [key, value] : members["properties"].items()) {
    properties[key] = value;
  }
  Ordered schema = Ordered::object();
  schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
  schema["$id"] = known->name + ".schema.json";
  schema["title"] = "gigaplan " + known->name;
  schema["description"] = fmt::format("Describes {}.", known->title);
  schema["type"] = "object";
  schema["additionalProperties"] = false;
  schema["properties"] = std::move(properties);
  if (known->extends) {
    schema["if"] = {{"not", {{"required", {"extends"}}}}};
    schema["then"] = completeness(description_of(known->name));
  } else {
    schema.update(completeness(description_of(known->name)), true);
  }
  return schema.dump(2) + "\n";
}

}  // namespace gigaplan::io
