// Which keys are there, for people to read?
#include <fmt/format.h>

#include "io/description.hpp"
#include "io/fields.hpp"
#include "io/schema.hpp"
#include "io/text.hpp"

namespace gigaplan::io {
namespace {

using Type = Description::Type;

/// A vertical bar would end a table's cell.
std::string cell(const std::string& text) {
  std::string result;
  for (const char c : text) {
    result += c == '|' ? std::string("\\|") : std::string(1, c);
  }
  return result;
}

std::string type_text(const Description& d) {
  switch (d.type) {
    case Type::number: return "number";
    case Type::integer: return "whole number";
    case Type::flag: return "true or false";
    case Type::text: return d.form == TextForm::date ? "date" : "text";
    case Type::choice: return list_of(d.choices);
    case Type::texts: return "list of texts";
    case Type::values: return "list of any values";
    case Type::settings: return "object from pointers to values";
    case Type::patch: return "object with keys of a [scenario](#scenario)";
    case Type::list: return "list of objects";
    case Type::object: return d.kind.empty() ? "object" : fmt::format("id of a [{0}](#{0}), or object", d.kind);
  }
  return "";
}

std::string range_text(const Description& d) {
  if (d.type == Type::number || d.type == Type::integer) {
    return fmt::format("{}{} ... {}", d.above_min ? "> " : "", show(d.min), show(d.max));
  }
  return d.min_items > 0 ? fmt::format("{} or more", d.min_items) : "";
}

void add_rows(const Description& d, const std::string& prefix, std::string& page) {
  for (const Description& child : d.children) {
    const std::string key = prefix + child.key;
    page += fmt::format("| `{}` | {} | {} | {} | {} | {} |\n", key, type_text(child), child.unit, range_text(child),
                        child.required() ? "required" : cell(child.otherwise), cell(child.doc));
    if (child.type == Type::object && child.kind.empty()) {
      add_rows(child, key + "/", page);
    } else if (child.type == Type::list && child.key != "provenance") {
      add_rows(child, key + "/*/", page);
    }
  }
}

constexpr const char* table_head = "| key | type | unit | range | if absent | meaning |\n|---|---|---|---|---|---|\n";

constexpr const char* head = R"(# Reference of all keys

Made from the field descriptions that the reader itself uses, by a test (`GIGAPLAN_UPDATE=1`); do not edit.

- A key carries its unit. GB is 1e9 bytes. Money is EUR. Shares go from 0 to 1.
- `"extends"` at the top of a file names a file, relative to it, that this one changes (JSON Merge Patch, RFC 7386:
  objects merge, lists and values replace, null removes).
- Where a catalogue entry can stand, write its id, the whole object, or `{"extends": "<id>", ...}` with what differs.
- `"$schema"` at the top of a file is for editors; the schemas are in `scenarios/schema/`.
- `--set /pointer=value` changes a value after all that; a pointer may go through a reference.
- Citations follow their figures: a figure that you change loses the source of the entry it came from.
)";

}  // namespace

std::string reference_page() {
  std::string page = head;
  for (const Kind& kind : kinds()) {
    page += fmt::format("\n## {}\n\nDescribes {}.{}\n\n", kind.name, kind.title,
                        kind.folder.empty() ? "" : fmt::format(" Catalogue folder: `{}`.", kind.folder));
    page += table_head;
    add_rows(description_of(kind.name), "", page);
  }
  page += "\n## provenance\n\nEach item of a `provenance` list.\n\n";
  page += table_head;
  for (const Description& child : description_of("chip").children) {
    if (child.key == "provenance") {
      add_rows(child, "", page);
    }
  }
  return page;
}

}  // namespace gigaplan::io
