// How do "extends" and catalogue references become one whole document?
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "io/attach.hpp"
#include "io/catalogue.hpp"
#include "io/description.hpp"
#include "io/document.hpp"

namespace gigaplan::io {

/// Loads files and catalogue entries; collects what is wrong.
class Resolver {
 public:
  Resolver(const Catalogue& catalogue, Issues& issues) : catalogue_(catalogue), issues_(issues) {}
  /// Goes on with a document that another one has read. \param folder of its first file
  Resolver(const Catalogue& catalogue, Issues& issues, std::optional<std::filesystem::path> folder)
      : catalogue_(catalogue), issues_(issues), folder_(std::move(folder)) {}

  /// Of the first file that was read; none before.
  [[nodiscard]] const std::optional<std::filesystem::path>& folder() const { return folder_; }

  /// The file with what it extends and with its references expanded. None if a file cannot be read or parsed.
  [[nodiscard]] std::optional<Document> load_file(const std::filesystem::path& file, const std::string& kind,
                                                  Source::Kind source);
  /// The same for a catalogue entry. \param place the document and pointer that ask for it, for messages
  [[nodiscard]] std::optional<Document> load_entry(const std::string& kind, const std::string& id,
                                                   const Document& asking, const std::string& place);

  /// Reads the files that stand for parts of the document.
  void attach(Document& document, const std::string& kind) {
    attach_files(document, description_of(kind), folder_.value_or(""), issues_);
  }
  /// Expands the reference that stands at `pointer` itself, if it is one.
  void expand_slot(Document& document, const Description& slot, const std::string& pointer);
  /// Expands all references below an object.
  void expand_below(Document& document, const Description& description, const std::string& pointer);

 private:
  [[nodiscard]] std::optional<Document> load_base(const Json& extends, const Document& own,
                                                  const std::filesystem::path& file, const std::string& kind,
                                                  Source::Kind source);

  const Catalogue& catalogue_;
  Issues& issues_;
  std::optional<std::filesystem::path> folder_;  ///< of the first file
  std::vector<std::filesystem::path> chain_;     ///< files being loaded, each extended by the one before
};

/// True if a reference could not be expanded: an id or an "extends" is still there. Its issue is told already.
[[nodiscard]] bool is_unresolved(const Json& slot);

}  // namespace gigaplan::io
