#include "io/attach.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>

#include "io/expectation.hpp"
#include "io/files.hpp"
#include "io/graphml.hpp"
#include "io/text.hpp"

namespace gigaplan::io {
namespace {

namespace fs = std::filesystem;

constexpr const char* key = "file";

bool is_file_key(const Description& d) {
  return d.type == Description::Type::text && d.form == TextForm::file;
}

std::optional<Document> read_edge_list(const std::string& text, const fs::path& file, Issues& issues) {
  ParsedJson parsed = parse_json(text, file.string());
  append(issues, std::move(parsed.issues));
  if (!parsed.complete) {
    return std::nullopt;
  }
  if (!parsed.value.is_object() || parsed.value.contains(key)) {
    issues.push_back({.file = file.string(),
                      .message = parsed.value.is_object()
                                     ? "this file names another one"
                                     : fmt::format("expected an object, got {}", show_value(parsed.value)),
                      .remedy = R"(write {"switches": [ ... ], "links": [ ... ]})"});
    return std::nullopt;
  }
  if (!parsed.value.contains("links")) {
    parsed.value["links"] = Json::array();  // so that those of a file that is extended do not shine through
  }
  return document_of(std::move(parsed.value),
                     std::make_shared<const Source>(Source{.name = file.string(), .kind = Source::Kind::attached}));
}

std::optional<Document> read_graph(const std::string& text, const fs::path& file, Issues& issues) {
  ParsedGraph parsed = parse_graphml(text, file.string());
  const bool failed = has_errors(parsed.issues);
  append(issues, std::move(parsed.issues));
  if (failed) {
    return std::nullopt;
  }
  return document_of(std::move(parsed.value),
                     std::make_shared<const Source>(Source{
                         .name = file.string(), .kind = Source::Kind::attached, .places = std::move(parsed.places)}));
}

/// \param place of the path, in `document`
std::optional<Document> read_attached(const Document& document, const std::string& place, const fs::path& folder,
                                      Issues& issues) {
  const auto refuse = [&](std::string message, std::string remedy) {
    issues.push_back(issue_at(document, place, std::move(message), std::move(remedy)));
    return std::nullopt;
  };
  const Json& written = document.value.at(Json::json_pointer(place));
  const std::string path = written.is_string() ? written.get<std::string>() : std::string();
  if (path.empty() || !text_fault(TextForm::file, path).empty()) {
    return refuse(fmt::format("expected the path of a file, got {}", show_value(written)),
                  "write a path relative to this file");
  }
  const bool graphml = path.ends_with(".graphml");
  if (!graphml && !path.ends_with(".json")) {
    return refuse(fmt::format("{} is neither JSON nor GraphML", show_value(written)),
                  "name a file that ends in .json or .graphml");
  }
  const Origin origin = origin_of(document, place);
  const bool command_line = origin.source->kind == Source::Kind::command_line;
  const fs::path base = command_line ? folder : fs::path(origin.source->name).parent_path();
  const fs::path file = (base / path).lexically_normal();
  if (std::error_code error; !fs::exists(file, error)) {
    return refuse(fmt::format("no such file: {}", show_value(written)),
                  command_line ? "write a path relative to the scenario" : "write a path relative to this file");
  }
  FileText text = read_text(file);
  append(issues, text.issues);
  if (has_errors(text.issues)) {
    return std::nullopt;
  }
  return graphml ? read_graph(text.text, file, issues) : read_edge_list(text.text, file, issues);
}

void attach_at(Document& document, const std::string& pointer, const fs::path& folder, Issues& issues) {
  const std::string place = pointer_append(pointer, key);
  const Json& object = document.value.at(Json::json_pointer(pointer));
  if (object.size() > 1) {
    issues.push_back(issue_at(document, place, "a file stands for all of this object, but there are other keys too",
                              "remove either \"file\" or the others"));
  } else if (auto part = read_attached(document, place, folder, issues)) {
    embed(document, pointer, std::move(*part));
  }
}

void attach_below(Document& document, const Description& description, const std::string& pointer,
                  const fs::path& folder, Issues& issues) {
  for (const Description& child : description.children) {
    const std::string here = pointer_append(pointer, child.key);
    const Json* value = child.type == Description::Type::object ? value_at(document.value, here) : nullptr;
    if (value == nullptr || !value->is_object()) {
      continue;
    }
    if (value->contains(key) && !(*value)[key].is_null() && std::ranges::any_of(child.children, is_file_key)) {
      attach_at(document, here, folder, issues);
    } else {
      attach_below(document, child, here, folder, issues);
    }
  }
}

}  // namespace

void attach_files(Document& document, const Description& description, const fs::path& folder, Issues& issues) {
  attach_below(document, description, "", folder, issues);
}

bool names_file(const std::vector<std::string>& pointer) {
  const Description* at = &description_of("scenario");
  for (const std::string& token : pointer) {
    const auto child = std::ranges::find(at->children, token, &Description::key);
    if (child == at->children.end()) {
      return false;
    }
    at = &*child;
  }
  return is_file_key(*at);
}

}  // namespace gigaplan::io
