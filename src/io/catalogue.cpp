#include "io/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "io/fields.hpp"
#include "io/files.hpp"
#include "io/parse.hpp"

namespace gigaplan::io {
namespace {

namespace fs = std::filesystem;

std::string name_in(const fs::path& file) {
  const FileText text = read_text(file);
  const Json value = parse_json(text.text, file.string()).value;
  const auto name = value.is_object() ? value.find("name") : value.end();
  return value.is_object() && name != value.end() && name->is_string() ? name->get<std::string>() : std::string();
}

bool is_folder(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

}  // namespace

const std::vector<std::string>& catalogue_kinds() {
  static const std::vector<std::string> folders = [] {
    std::vector<std::string> all;
    for (const Kind& kind : kinds()) {
      if (!kind.folder.empty()) {
        all.push_back(kind.folder);
      }
    }
    return all;
  }();
  return folders;
}

std::string catalogue_kind(const std::string& name) {
  const Kind* kind = find_kind(name);
  return kind == nullptr ? std::string() : kind->folder;
}

std::optional<Catalogue> find_catalogue(const fs::path& executable) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing here changes the environment
  if (const char* chosen = std::getenv("GIGAPLAN_CATALOGUE"); chosen != nullptr && *chosen != '\0') {
    return is_folder(chosen) ? std::optional(Catalogue{chosen}) : std::nullopt;
  }
  std::error_code error;
  fs::path folder = fs::weakly_canonical(executable, error).parent_path();
  const fs::path installed = folder.parent_path() / "share" / "gigaplan" / "scenarios" / "catalogue";
  if (is_folder(installed)) {
    return Catalogue{installed};
  }
  while (!folder.empty()) {
    if (const fs::path checkout = folder / "scenarios" / "catalogue"; is_folder(checkout)) {
      return Catalogue{checkout};
    }
    if (folder == folder.parent_path()) {
      break;
    }
    folder = folder.parent_path();
  }
  return std::nullopt;
}

std::vector<CatalogueEntry> list_entries(const Catalogue& catalogue, const std::string& kind) {
  std::vector<CatalogueEntry> entries;
  const Kind* known = find_kind(kind);
  if (known == nullptr || known->folder.empty() || catalogue.root.empty()) {
    return entries;
  }
  std::error_code error;
  for (fs::directory_iterator it(catalogue.root / known->folder, error), end; !error && it != end;
       it.increment(error)) {
    if (it->path().extension() == ".json") {
      entries.push_back({.id = it->path().stem().string(), .name = name_in(it->path())});
    }
  }
  std::ranges::sort(entries, {}, &CatalogueEntry::id);
  return entries;
}

}  // namespace gigaplan::io
