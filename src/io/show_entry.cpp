// What does the catalogue say about one entry, and is it sound?
#include <fmt/format.h>

#include <algorithm>

#include "io/assumptions.hpp"
#include "io/catalogue.hpp"
#include "io/reader.hpp"
#include "io/resolve.hpp"
#include "io/text.hpp"

namespace gigaplan::io {
namespace {

struct LoadedEntry {
  Document document;
  Defaults defaults;
  Issues issues;
  const Kind* kind = nullptr;
};

std::vector<std::string> folders() {
  return catalogue_kinds();
}

/// Whose first letters tell it from "a".
std::string article(const std::string& noun) {
  return (std::string("aeiou").find(noun.front()) != std::string::npos ? "an " : "a ") + noun;
}

LoadedEntry load(const Catalogue& catalogue, const std::string& kind, const std::string& id) {
  LoadedEntry entry;
  entry.kind = find_kind(kind);
  if (entry.kind == nullptr || entry.kind->folder.empty()) {
    const auto near = closest(kind, folders());
    entry.issues.push_back(
        {.message = fmt::format("no kind \"{}\" in the catalogue", shortened(kind)),
         .remedy = (near ? fmt::format("did you mean \"{}\"? ", *near) : "") + "there is " + list_of(folders())});
    return entry;
  }
  Resolver resolver(catalogue, entry.issues);
  auto loaded = resolver.load_entry(entry.kind->name, id, Document{}, "");
  if (!loaded) {
    return entry;
  }
  entry.document = std::move(*loaded);
  Reader reader(entry.document, entry.kind->name, entry.issues, entry.defaults);
  reader.begin();
  describe_kind(reader, entry.kind->name);
  reader.end();
  return entry;
}

std::string how_text(How how) {
  switch (how) {
    case How::read: return "read";
    case How::computed: return "computed";
    case How::assumed: return "assumed";
    case How::scenario: return "chosen";
    case How::defaulted: return "default";
  }
  return "";
}

/// The description of the key at `pointer`, or null.
const Description* find_description(const Description& root, const std::string& pointer) {
  const Description* d = &root;
  for (const std::string& token : pointer_tokens(pointer).value_or(std::vector<std::string>{})) {
    if (d->type == Description::Type::list && token.find_first_not_of("0123456789") == std::string::npos) {
      continue;  // an item has the keys of its list
    }
    const auto child = std::ranges::find(d->children, token, &Description::key);
    if (child == d->children.end()) {
      return nullptr;
    }
    d = &*child;
  }
  return d;
}

/// Everything that is not a number: names, choices, switches.
void add_words(const Json& value, const std::string& pointer, std::string& text) {
  if (value.is_object()) {
    for (const auto& [key, member] : value.items()) {
      if (key != "provenance" && (!pointer.empty() || (key != "id" && key != "name"))) {
        add_words(member, pointer_append(pointer, key), text);
      }
    }
  } else if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      add_words(value[i], pointer_append(pointer, std::to_string(i)), text);
    }
  } else if (value.is_string()) {
    text += fmt::format("  {} = {}\n", pointer, value.get<std::string>());
  } else if (value.is_boolean()) {
    text += fmt::format("  {} = {}\n", pointer, value.get<bool>());
  }
}

std::string range(const Assumption& row) {
  if (!row.low && !row.high) {
    return "";
  }
  return fmt::format("  [{} ... {}]", row.low ? show(*row.low) : "?", row.high ? show(*row.high) : "?");
}

std::string text_of(const LoadedEntry& entry, const std::string& id) {
  const Json& value = entry.document.value;
  std::string text = fmt::format("{} - {} {}\n", value.value("name", id), article(entry.kind->name), id);
  std::string words;
  add_words(value, "", words);
  text += words.empty() ? "" : "\n" + words;
  text += "\n";
  for (const Assumption& row : list_assumptions(entry.document, entry.defaults)) {
    const Description* d = find_description(description_of(entry.kind->name), row.pointer);
    text += fmt::format("  {} = {}{}{}\n", row.pointer, show(row.value),
                        d == nullptr || d->unit.empty() ? "" : " " + d->unit, range(row));
    if (d != nullptr) {
      text += fmt::format("      {}\n", d->doc);
    }
    text += fmt::format("      {}: {}\n", how_text(row.how), row.source);
  }
  return text;
}

}  // namespace

ShownEntry show_entry(const Catalogue& catalogue, const std::string& kind, const std::string& id) {
  LoadedEntry entry = load(catalogue, kind, id);
  ShownEntry shown{.text = {}, .json = {}, .issues = std::move(entry.issues)};
  if (!has_errors(shown.issues)) {
    shown.text = text_of(entry, id);
    shown.json = entry.document.value.dump(2) + "\n";
  }
  return shown;
}

Issues check_entry(const Catalogue& catalogue, const std::string& kind, const std::string& id) {
  LoadedEntry entry = load(catalogue, kind, id);
  if (entry.document.value.is_object()) {
    const Issues citations = check_citations(entry.document, entry.defaults, true);
    entry.issues.insert(entry.issues.end(), citations.begin(), citations.end());
    if (entry.document.value.value("id", Json()) != id) {
      entry.issues.push_back(
          issue_at(entry.document, "/id", "the id is not the file's name", fmt::format(R"(write "id": "{}")", id)));
    }
  }
  return entry.issues;
}

}  // namespace gigaplan::io
