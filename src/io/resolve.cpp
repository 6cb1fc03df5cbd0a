#include "io/resolve.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "io/fields.hpp"
#include "io/files.hpp"
#include "io/text.hpp"

namespace gigaplan::io {
namespace {

namespace fs = std::filesystem;
using Pointer = Json::json_pointer;

constexpr std::size_t extends_limit = 32;

bool plain_id(const std::string& id) {
  return !id.empty() && id.size() <= 100 && id.front() != '.' && std::ranges::all_of(id, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
  });
}

std::string chain_text(const std::vector<fs::path>& chain, const fs::path& last) {
  std::string text;
  for (const fs::path& file : chain) {
    text += file.filename().string() + " -> ";
  }
  return text + last.filename().string();
}

std::vector<std::string> known_ids(const Catalogue& catalogue, const std::string& kind) {
  std::vector<std::string> ids;
  for (const CatalogueEntry& entry : list_entries(catalogue, kind)) {
    ids.push_back(entry.id);
  }
  return ids;
}

/// "; did you mean ...?", or what there is.
std::string unknown_id_remedy(const Catalogue& catalogue, const std::string& kind, const std::string& id) {
  const std::vector<std::string> ids = known_ids(catalogue, kind);
  if (ids.empty()) {
    return fmt::format("there is no {} in the catalogue {}; is GIGAPLAN_CATALOGUE set rightly?", kind,
                       catalogue.root.empty() ? "(none was found)" : catalogue.root.string());
  }
  const auto near = closest(id, ids);
  return (near ? fmt::format("did you mean \"{}\"? ", *near) : std::string()) +
         fmt::format("the catalogue has {}", list_of(ids));
}

}  // namespace

bool is_unresolved(const Json& slot) {
  return slot.is_string() || (slot.is_object() && slot.contains("extends"));
}

std::optional<Document> Resolver::load_base(const Json& extends, const Document& own, const fs::path& file,
                                            const std::string& kind, Source::Kind source) {
  if (!extends.is_string() || extends.get<std::string>().empty()) {
    issues_.push_back(issue_at(own, "/extends", fmt::format("expected the path of a file, got {}", show_value(extends)),
                               "write a path relative to this file"));
    return std::nullopt;
  }
  const fs::path base = (file.parent_path() / extends.get<std::string>()).lexically_normal();
  const auto same = [&](const fs::path& other) { return fs::weakly_canonical(other) == fs::weakly_canonical(base); };
  if (std::ranges::any_of(chain_, same)) {
    issues_.push_back(issue_at(own, "/extends",
                               fmt::format("these files extend each other in a circle: {}", chain_text(chain_, base)),
                               "remove one \"extends\""));
    return std::nullopt;
  }
  if (chain_.size() >= extends_limit) {
    issues_.push_back(issue_at(own, "/extends", fmt::format("more than {} files extend each other", extends_limit),
                               "put their keys together"));
    return std::nullopt;
  }
  std::error_code error;
  if (!fs::exists(base, error)) {
    issues_.push_back(issue_at(own, "/extends",
                               fmt::format("no such file: {} ({})", base.string(), chain_text(chain_, base)),
                               "write a path relative to this file"));
    return std::nullopt;
  }
  return load_file(base, kind, source);
}

std::optional<Document> Resolver::load_file(const fs::path& file, const std::string& kind, Source::Kind source) {
  folder_ = folder_.value_or(file.parent_path());
  FileText text = read_text(file);
  append(issues_, text.issues);
  if (has_errors(text.issues)) {
    return std::nullopt;
  }
  ParsedJson parsed = parse_json(text.text, file.string());
  append(issues_, parsed.issues);
  if (!parsed.complete) {
    return std::nullopt;
  }
  if (!parsed.value.is_object()) {
    issues_.push_back({.file = file.string(),
                       .message = fmt::format("expected an object, got {}", show_value(parsed.value)),
                       .remedy = fmt::format("write {{ ... }} with the keys of a {}", kind)});
    return std::nullopt;
  }
  Document own = document_of(std::move(parsed.value),
                             std::make_shared<const Source>(Source{.name = file.string(), .kind = source}));
  own.value.erase("$schema");  // for editors
  attach(own, kind);
  Document result{.value = Json::object(), .origins = {}};
  if (const auto extends = own.value.find("extends"); extends != own.value.end()) {
    chain_.push_back(file);
    std::optional<Document> base = load_base(*extends, own, file, kind, source);
    chain_.pop_back();
    if (!base) {
      return std::nullopt;
    }
    result = std::move(*base);
    own.value.erase("extends");
  }
  merge(result, own, issues_);
  expand_below(result, description_of(kind), "");
  return result;
}

std::optional<Document> Resolver::load_entry(const std::string& kind, const std::string& id, const Document& asking,
                                             const std::string& place) {
  if (!plain_id(id)) {
    issues_.push_back(issue_at(asking, place, fmt::format("\"{}\" is no id of a catalogue entry", shortened(id)),
                               "an id has letters, digits, '-', '_' and '.'; to change an entry write {\"extends\": "
                               "\"<id>\", ...}"));
    return std::nullopt;
  }
  const Kind* known = find_kind(kind);
  const fs::path file = catalogue_.root / known->folder / (id + ".json");
  std::error_code error;
  if (catalogue_.root.empty() || !fs::is_regular_file(file, error)) {
    issues_.push_back(issue_at(asking, place, fmt::format("no {} \"{}\" in the catalogue", kind, id),
                               unknown_id_remedy(catalogue_, kind, id)));
    return std::nullopt;
  }
  const std::vector<fs::path> outer = std::exchange(chain_, {});
  std::optional<Document> entry = load_file(file, kind, Source::Kind::catalogue);
  chain_ = outer;
  return entry;
}

void Resolver::expand_slot(Document& document, const Description& slot, const std::string& pointer) {
  const Pointer place(pointer);
  const Json& value = document.value.at(place);
  if (value.is_string()) {
    if (auto entry = load_entry(slot.kind, value.get<std::string>(), document, pointer)) {
      embed(document, pointer, std::move(*entry));
    }
  } else if (value.is_object() && value.contains("extends")) {
    const Json& id = value["extends"];
    const std::string extends = pointer + "/extends";
    if (!id.is_string()) {
      issues_.push_back(issue_at(document, extends, fmt::format("expected an id, got {}", show_value(id)),
                                 fmt::format("name a {} of the catalogue", slot.kind)));
    } else if (auto entry = load_entry(slot.kind, id.get<std::string>(), document, extends)) {
      Document changes = extract(document, pointer);
      changes.value.erase("extends");
      entry->value.erase("id");  // what is changed is that entry no longer
      merge(*entry, changes, issues_);
      entry->origins[""] = origin_of(changes, "");
      expand_below(*entry, slot, "");
      embed(document, pointer, std::move(*entry));
    }
  }
}

void Resolver::expand_below(Document& document, const Description& description, const std::string& pointer) {
  for (const Description& child : description.children) {
    if (child.type != Description::Type::list && child.type != Description::Type::object) {
      continue;  // most are numbers, which nothing lies below
    }
    const std::string here = pointer_append(pointer, child.key);
    const Pointer place(here);
    if (!document.value.contains(place)) {
      continue;
    }
    if (child.type == Description::Type::list && document.value.at(place).is_array()) {
      for (std::size_t i = 0; i < document.value.at(place).size(); ++i) {
        if (document.value.at(place)[i].is_object()) {
          expand_below(document, child, fmt::format("{}/{}", here, i));
        }
      }
    }
    if (child.type != Description::Type::object) {
      continue;
    }
    if (!child.kind.empty()) {
      expand_slot(document, child, here);
    }
    if (document.value.at(place).is_object() && !is_unresolved(document.value.at(place))) {
      expand_below(document, child, here);
    }
  }
}

}  // namespace gigaplan::io
