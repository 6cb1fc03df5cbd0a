// What is in the catalogue: which chips, nodes, models, sites ... are known, and where does each figure come from?
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/issue.hpp"

namespace gigaplan::io {

/// A folder of entries, `<root>/<kind>/<id>.json`. Entries are read when they are asked for.
struct Catalogue {
  std::filesystem::path root;
};

/// One line of a listing.
struct CatalogueEntry {
  std::string id;
  std::string name;  ///< as in the file; empty if the file cannot be read
};

/// One entry with its references resolved. `text` and `json` are empty if there are errors.
struct ShownEntry {
  std::string text;  ///< readable: each figure with its unit, meaning and source
  std::string json;  ///< two-space indented, sorted keys
  Issues issues;
};

/// "chips", "nodes", "models", "stacks", "sites", "switches", "fabrics", "power-chains", "cooling", "reliability",
/// "costs", "programmes", "markets": the folders of a catalogue.
[[nodiscard]] const std::vector<std::string>& catalogue_kinds();

/// The folder of a kind by either of its names ("chip", "chips"); empty if it is none.
[[nodiscard]] std::string catalogue_kind(const std::string& name);

/// Looks in $GIGAPLAN_CATALOGUE, in <executable>/../share/gigaplan/scenarios/catalogue, and then upwards from the
/// executable for a checkout's scenarios/catalogue. None if there is no such folder.
/// \param executable path of the running binary; links are followed
[[nodiscard]] std::optional<Catalogue> find_catalogue(const std::filesystem::path& executable);

/// All entries of a kind, sorted by id; empty if the kind is unknown or its folder missing.
[[nodiscard]] std::vector<CatalogueEntry> list_entries(const Catalogue& catalogue, const std::string& kind);

/// Reads and checks one entry. An unknown kind or id is an issue that says what there is.
[[nodiscard]] ShownEntry show_entry(const Catalogue& catalogue, const std::string& kind, const std::string& id);

/// Checks one entry as a scenario would, and that each figure in it has a citation: `read` and `computed` ones a title,
/// `assumed` ones a reason.
[[nodiscard]] Issues check_entry(const Catalogue& catalogue, const std::string& kind, const std::string& id);

}  // namespace gigaplan::io
