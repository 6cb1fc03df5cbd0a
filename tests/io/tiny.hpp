// A scenario and a catalogue small enough to know by heart, in a folder of their own.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "io/scenario_reader.hpp"

namespace tiny {

/// A temporary folder that goes away with the object.
class Folder {
 public:
  Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder();
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// Writes a file below the folder, with the folders in between; returns its path.
  std::filesystem::path write(const std::string& name, const std::string& content) const;

 private:
  std::filesystem::path path_;
};

/// 16 chips in 4 nodes, a model of 8 layers, entries "tiny" of every kind. Every figure is cited.
[[nodiscard]] std::string scenario();
/// Writes <folder>/catalogue with "tiny" of every kind, and nothing else.
[[nodiscard]] gigaplan::io::Catalogue catalogue(const Folder& folder);

/// `text` with the first `from` replaced; fails the test if there is none.
[[nodiscard]] std::string replaced(std::string text, const std::string& from, const std::string& to);

/// Loads the text as scenario.json with the tiny catalogue.
[[nodiscard]] gigaplan::io::LoadedScenario load(const std::string& text,
                                                const std::vector<gigaplan::io::Override>& overrides = {});

/// All issues, one a line, for a failed test's message.
[[nodiscard]] std::string text_of(const gigaplan::Issues& issues);

}  // namespace tiny
