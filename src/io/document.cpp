#include "io/document.hpp"

#include <utility>

#include "io/text.hpp"

namespace gigaplan::io {
namespace {

using Pointer = Json::json_pointer;

void note_origins(Document& document, const Json& value, const std::string& pointer,
                  const std::shared_ptr<const Source>& source) {
  document.origins[pointer] = {.source = source, .pointer = pointer};
  if (value.is_object()) {
    for (const auto& [key, member] : value.items()) {
      note_origins(document, member, pointer_append(pointer, key), source);
    }
  }
}

/// Calls `f` with each entry at or below `pointer`.
template <class Map, class F>
void below(Map& origins, const std::string& pointer, F f) {
  const std::string prefix = pointer + "/";
  if (auto self = origins.find(pointer); self != origins.end()) {
    f(self);
  }
  for (auto it = origins.lower_bound(prefix); it != origins.end() && it->first.starts_with(prefix);) {
    f(it++);
  }
}

}  // namespace

Document document_of(Json value, const std::shared_ptr<const Source>& source) {
  Document document;
  note_origins(document, value, "", source);
  document.value = std::move(value);
  return document;
}

Origin origin_of(const Document& document, const std::string& pointer) {
  std::string ancestor = pointer;
  while (true) {
    if (const auto found = document.origins.find(ancestor); found != document.origins.end()) {
      Origin origin = found->second;
      origin.pointer += pointer.substr(ancestor.size());
      return origin;
    }
    if (ancestor.empty()) {
      static const auto nowhere = std::make_shared<const Source>();
      return {.source = nowhere, .pointer = pointer};
    }
    ancestor.resize(ancestor.rfind('/'));
  }
}

std::string place_of(const Origin& origin) {
  const auto& places = origin.source->places;
  if (places.empty()) {
    return origin.pointer;
  }
  for (std::string item = origin.pointer; !item.empty(); item.resize(item.rfind('/'))) {
    if (const auto found = places.find(item); found != places.end()) {
      const std::string key = origin.pointer.substr(item.size());
      return found->second + (key.empty() ? "" : ", " + key.substr(1));
    }
  }
  return "";
}

Issue issue_at(const Document& document, const std::string& pointer, std::string message, std::string remedy) {
  const Origin origin = origin_of(document, pointer);
  return {.file = origin.source->name,
          .pointer = place_of(origin),
          .message = std::move(message),
          .remedy = std::move(remedy)};
}

void forget_origins(Document& document, const std::string& pointer) {
  below(document.origins, pointer, [&](auto it) { document.origins.erase(it); });
}

void set_origin(Document& document, const std::string& pointer, Origin origin) {
  forget_origins(document, pointer);
  document.origins[pointer] = std::move(origin);
}

void embed(Document& whole, const std::string& pointer, Document part) {
  whole.value.at(Pointer(pointer)) = std::move(part.value);
  forget_origins(whole, pointer);
  for (auto& [below_part, origin] : part.origins) {
    whole.origins[pointer + below_part] = std::move(origin);
  }
}

Document extract(const Document& whole, const std::string& pointer) {
  Document part;
  part.value = whole.value.at(Pointer(pointer));
  below(whole.origins, pointer, [&](auto it) { part.origins[it->first.substr(pointer.size())] = it->second; });
  part.origins.try_emplace("", origin_of(whole, pointer));
  return part;
}

}  // namespace gigaplan::io
