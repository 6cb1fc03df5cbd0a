// What does a file change in the one that it extends?
#include <algorithm>
#include <utility>
#include <vector>

#include "io/document.hpp"
#include "io/text.hpp"

namespace gigaplan::io {
namespace {

using Pointer = Json::json_pointer;

class Merger {
 public:
  Merger(Document& target, const Document& patch, Issues& issues) : target_(target), patch_(patch), issues_(issues) {}

  void run() {
    if (target_.origins.empty()) {
      target_.origins[""] = origin_of(patch_, "");
    }
    merge_object(target_.value, patch_.value, "");
    for (const std::string& pointer : changed_) {
      drop_citations(target_.value, pointer);
    }
    for (const std::string& object : citing_) {
      add_citations(object);
    }
  }

 private:
  void merge_object(Json& target, const Json& patch, const std::string& pointer) {
    for (const auto& [key, value] : patch.items()) {
      const std::string here = pointer_append(pointer, key);
      if (key == "provenance" && value.is_array()) {
        citing_.push_back(pointer);
      } else if (value.is_null()) {
        remove(target, key, here);
      } else if (value.is_object() && !value.contains("extends")) {
        Json& member = target[key];
        if (!member.is_object()) {
          member = Json::object();
          set_origin(target_, here, origin_of(patch_, here));
        }
        merge_object(member, value, here);
      } else {
        replace(target, key, value, here);
      }
    }
  }

  void remove(Json& target, const std::string& key, const std::string& here) {
    if (target.erase(key) == 0) {
      issues_.push_back(issue_at(patch_, here, "null removes a key of what this file extends, but there is no such key",
                                 "leave the key out"));
    }
    forget_origins(target_, here);
    changed_.push_back(here);
  }

  void replace(Json& target, const std::string& key, const Json& value, const std::string& here) {
    target[key] = value;
    forget_origins(target_, here);
    const auto copy = extract(patch_, here);
    for (const auto& [below, origin] : copy.origins) {
      target_.origins[here + below] = origin;
    }
    changed_.push_back(here);
  }

  /// The patch's citations first, so that they are found first.
  void add_citations(const std::string& object) {
    Json citations = patch_.value.at(Pointer(object + "/provenance"));
    Json& target = target_.value.at(Pointer(object));
    if (const auto old = target.find("provenance"); old != target.end() && old->is_array()) {
      citations.insert(citations.end(), old->begin(), old->end());
    }
    target["provenance"] = std::move(citations);
    set_origin(target_, object + "/provenance", origin_of(patch_, object + "/provenance"));
  }

  Document& target_;
  const Document& patch_;
  Issues& issues_;
  std::vector<std::string> changed_, citing_;
};

/// What is left of a cited `field` of `object` when the figure at `changed` goes: nothing, or the rest of it.
std::vector<std::string> without(const Json& object, const std::string& field, const std::string& changed) {
  if (field == changed || field.starts_with(changed + "/")) {
    return {};
  }
  if (!changed.starts_with(field + "/")) {
    return {field};
  }
  std::vector<std::string> rest;
  std::string on_the_way = field;
  while (on_the_way != changed) {
    const std::string next = changed.substr(0, changed.find('/', on_the_way.size() + 1));
    const Pointer place(on_the_way);
    if (!object.contains(place)) {
      break;
    }
    const Json& container = object.at(place);
    if (!container.is_structured()) {
      break;
    }
    for (const auto& [key, value] : container.items()) {
      const std::string sibling = pointer_append(on_the_way, key);
      if (sibling != next && key != "provenance") {
        rest.push_back(sibling);
      }
    }
    on_the_way = next;
  }
  return rest;
}

void drop_from(Json& object, const std::string& changed) {
  const auto provenance = object.find("provenance");
  if (provenance == object.end() || !provenance->is_array()) {
    return;
  }
  Json kept = Json::array();
  for (Json& citation : *provenance) {
    const bool readable = citation.is_object() && citation.contains("fields") && citation["fields"].is_array();
    if (!readable) {  // the reader will say what is wrong with it
      kept.push_back(std::move(citation));
      continue;
    }
    Json fields = Json::array();
    for (const Json& field : citation["fields"]) {
      if (field.is_string() && pointer_tokens(field.get<std::string>())) {
        for (std::string& left : without(object, field.get<std::string>(), changed)) {
          fields.push_back(std::move(left));
        }
      } else {
        fields.push_back(field);
      }
    }
    if (!fields.empty() || citation["fields"].empty()) {
      citation["fields"] = std::move(fields);
      kept.push_back(std::move(citation));
    }
  }
  *provenance = std::move(kept);
}

}  // namespace

void merge(Document& target, const Document& patch, Issues& issues) {
  Merger(target, patch, issues).run();
}

void drop_citations(Json& root, const std::string& pointer) {
  for (std::string ancestor = pointer; !ancestor.empty();) {
    ancestor.resize(ancestor.rfind('/'));
    const Pointer place(ancestor);
    if (root.contains(place) && root.at(place).is_object()) {
      drop_from(root.at(place), pointer.substr(ancestor.size()));
    }
  }
}

}  // namespace gigaplan::io
