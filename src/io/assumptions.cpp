#include "io/assumptions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <functional>

#include "io/text.hpp"

namespace gigaplan::io {
namespace {

using Pointer = Json::json_pointer;

/// Calls f(pointer, value) for each number outside citations.
void each_number(const Json& value, const std::string& pointer,
                 const std::function<void(const std::string&, double)>& f) {
  if (value.is_number()) {
    f(pointer, value.get<double>());
  } else if (value.is_object()) {
    for (const auto& [key, member] : value.items()) {
      if (key != "provenance") {
        each_number(member, pointer_append(pointer, key), f);
      }
    }
  } else if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      each_number(value[i], pointer_append(pointer, std::to_string(i)), f);
    }
  }
}

std::string text_of(const Json& citation, const char* key) {
  const auto found = citation.find(key);
  return found != citation.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool covers(const std::string& field, const std::string& pointer) {
  return field == pointer || pointer.starts_with(field + "/");
}

/// The citation of `object` that names `relative` most closely; null if none.
const Json* best_citation(const Json& object, const std::string& relative) {
  const auto provenance = object.is_object() ? object.find("provenance") : object.end();
  if (!object.is_object() || provenance == object.end() || !provenance->is_array()) {
    return nullptr;
  }
  const Json* best = nullptr;
  std::size_t best_length = 0;
  for (const Json& citation : *provenance) {
    if (!citation.is_object() || !citation.contains("fields") || !citation["fields"].is_array()) {
      continue;
    }
    for (const Json& field : citation["fields"]) {
      if (field.is_string() && covers(field.get_ref<const std::string&>(), relative)) {
        const std::size_t length = field.get_ref<const std::string&>().size() + 1;
        if (length > best_length) {
          best = &citation;
          best_length = length;
        }
      }
    }
  }
  return best;
}

struct Found {
  const Json* citation = nullptr;
  std::string relative;  ///< the figure, seen from the object that cites it
};

Found find_citation(const Json& root, const std::string& pointer) {
  for (std::string ancestor = pointer; !ancestor.empty();) {
    ancestor.resize(ancestor.rfind('/'));
    const std::string relative = pointer.substr(ancestor.size());
    if (const Json* citation = best_citation(root.at(Pointer(ancestor)), relative)) {
      return {.citation = citation, .relative = relative};
    }
  }
  return {};
}

/// "Title (2024), table 3; why".
std::string source_text(const Json& citation) {
  std::string text = text_of(citation, "title");
  if (const auto year = citation.find("year");
      year != citation.end() && year->is_number_integer() && year->get<int>() > 0) {
    text += fmt::format(" ({})", year->get<int>());
  }
  for (const char* key : {"where", "why"}) {
    if (const std::string part = text_of(citation, key); !part.empty()) {
      text += (text.empty() ? "" : *key == 'w' && std::string(key) == "where" ? ", " : "; ") + part;
    }
  }
  return text;
}

How how_of(const Json& citation) {
  const std::string how = text_of(citation, "how");
  return how == "read"       ? How::read
         : how == "computed" ? How::computed
         : how == "scenario" ? How::scenario
                             : How::assumed;
}

void take_range(Assumption& row, const Json& citation, const std::string& relative) {
  const Json& fields = citation["fields"];
  if (fields.size() != 1 || fields[0] != relative) {
    return;  // the range of one figure cannot speak for several
  }
  if (citation.contains("low") && citation["low"].is_number()) {
    row.low = citation["low"].get<double>();
  }
  if (citation.contains("high") && citation["high"].is_number()) {
    row.high = citation["high"].get<double>();
  }
}

Assumption uncited(const Document& document, const std::string& pointer, double value) {
  const Origin origin = origin_of(document, pointer);
  const std::string name = std::filesystem::path(origin.source->name).filename().string();
  switch (origin.source->kind) {
    case Source::Kind::command_line:
      return {.pointer = pointer, .value = value, .how = How::scenario, .source = "--set on the command line"};
    case Source::Kind::scenario:
    case Source::Kind::attached:
      return {.pointer = pointer, .value = value, .how = How::scenario, .source = fmt::format("set in {}", name)};
    case Source::Kind::catalogue: break;
  }
  return {.pointer = pointer,
          .value = value,
          .how = How::assumed,
          .source = fmt::format("the catalogue entry {} names no source", name)};
}

/// Calls f(object pointer, citation pointer, citation) for each citation.
void each_citation(const Json& value, const std::string& pointer,
                   const std::function<void(const std::string&, const std::string&, const Json&)>& f) {
  if (!value.is_object()) {
    return;
  }
  for (const auto& [key, member] : value.items()) {
    const std::string here = pointer_append(pointer, key);
    if (key == "provenance" && member.is_array()) {
      for (std::size_t i = 0; i < member.size(); ++i) {
        f(pointer, pointer_append(here, std::to_string(i)), member[i]);
      }
    } else {
      each_citation(member, here, f);
    }
  }
}

void check_fields(const Document& document, const std::string& object, const std::string& place, const Json& citation,
                  Issues& issues) {
  for (std::size_t i = 0; i < citation["fields"].size(); ++i) {
    const Json& field = citation["fields"][i];
    const std::string here = fmt::format("{}/fields/{}", place, i);
    if (!field.is_string()) {
      continue;  // the reader told
    }
    const auto& text = field.get_ref<const std::string&>();
    if (!pointer_tokens(text)) {
      issues.push_back(issue_at(document, here, fmt::format("\"{}\" is no JSON Pointer", shortened(text)),
                                "write it as /key or /key/below"));
    } else if (!document.value.at(Pointer(object)).contains(Pointer(text))) {
      issues.push_back(issue_at(document, here, fmt::format("cites {}, which is not there", shortened(text)),
                                "name a key of the object that carries the citation"));
    }
  }
}

void check_range(const Document& document, const std::string& object, const std::string& place, const Json& citation,
                 Issues& issues) {
  const Json& fields = citation["fields"];
  if (fields.size() != 1 || !fields[0].is_string() || !pointer_tokens(fields[0].get<std::string>())) {
    return;
  }
  const Json& root = document.value.at(Pointer(object));
  const Pointer field(fields[0].get<std::string>());
  if (!root.contains(field) || !root.at(field).is_number()) {
    return;
  }
  Assumption row{.pointer = {}, .value = root.at(field).get<double>(), .source = {}};
  take_range(row, citation, fields[0].get<std::string>());
  if ((row.low && *row.low > row.value) || (row.high && *row.high < row.value)) {
    issues.push_back(
        issue_at(document, place,
                 fmt::format("the range {} ... {} does not hold the figure {} of {}", row.low ? show(*row.low) : "",
                             row.high ? show(*row.high) : "", show(row.value), fields[0].get<std::string>()),
                 "give low and high in the figure's own unit"));
  }
}

void check_reason(const Document& document, const std::string& place, const Json& citation, Issues& issues) {
  const How how = how_of(citation);
  if ((how == How::read || how == How::computed) && text_of(citation, "title").empty()) {
    issues.push_back(issue_at(document, place, "a figure that was read or computed has no source", "add \"title\""));
  }
  if (how == How::assumed && text_of(citation, "why").empty()) {
    issues.push_back(issue_at(document, place, "an assumed figure has no reason", "add \"why\""));
  }
}

}  // namespace

std::vector<Assumption> list_assumptions(const Document& document, const Defaults& defaults) {
  std::vector<Assumption> rows;
  each_number(document.value, "", [&](const std::string& pointer, double value) {
    if (const auto filled = defaults.find(pointer); filled != defaults.end()) {
      rows.push_back({.pointer = pointer, .value = value, .how = How::defaulted, .source = filled->second});
      return;
    }
    const Found found = find_citation(document.value, pointer);
    if (found.citation == nullptr) {
      rows.push_back(uncited(document, pointer, value));
      return;
    }
    rows.push_back(
        {.pointer = pointer, .value = value, .how = how_of(*found.citation), .source = source_text(*found.citation)});
    take_range(rows.back(), *found.citation, found.relative);
  });
  std::ranges::sort(rows, {}, &Assumption::pointer);
  return rows;
}

Issues check_citations(const Document& document, const Defaults& defaults, bool catalogue) {
  Issues issues;
  each_citation(document.value, "", [&](const std::string& object, const std::string& place, const Json& citation) {
    if (!citation.is_object() || !citation.contains("fields") || !citation["fields"].is_array()) {
      return;  // the reader told
    }
    check_fields(document, object, place, citation, issues);
    check_range(document, object, place, citation, issues);
    if (catalogue) {
      check_reason(document, place, citation, issues);
    }
  });
  if (!catalogue) {
    return issues;
  }
  each_number(document.value, "", [&](const std::string& pointer, double /*value*/) {
    if (!defaults.contains(pointer) && find_citation(document.value, pointer).citation == nullptr) {
      issues.push_back(issue_at(document, pointer, "no citation names this figure",
                                R"(add it to the "fields" of a citation in "provenance")"));
    }
  });
  return issues;
}

}  // namespace gigaplan::io
