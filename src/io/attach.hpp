// Which parts of a document lie in a file of their own, and what does it hold?
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "io/description.hpp"
#include "io/document.hpp"

namespace gigaplan::io {

/// Puts what a file holds in the place of each {"file": "path"} that names it, as if it had been written there: custom
/// networks, as JSON or GraphML. Where that fails {"file": ...} stays, and an issue says why. Paths are relative to the
/// file that names them. \param folder that paths of the command line are relative to
void attach_files(Document& document, const Description& description, const std::filesystem::path& folder,
                  Issues& issues);

/// True for the pointer of a key that names such a file: in a scenario it stands for the object around it.
[[nodiscard]] bool names_file(const std::vector<std::string>& pointer);

}  // namespace gigaplan::io
