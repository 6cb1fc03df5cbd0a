// How are files read without surprises, and written whole or not at all?
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "base/issue.hpp"

namespace gigaplan::io {

inline constexpr std::uintmax_t scenario_size_limit = 64'000'000;  ///< bytes; scenarios have a few thousand

struct FileText {
  std::string text;  ///< UTF-8 without byte-order mark
  Issues issues;     ///< missing, a directory, not readable, too large, not UTF-8, NUL bytes; then `text` is empty
};

/// Reads a whole text file.
[[nodiscard]] FileText read_text(const std::filesystem::path& file, std::uintmax_t limit = scenario_size_limit);

/// The bytes of a file as they are; empty if it cannot be read or is larger than `limit`.
[[nodiscard]] std::string read_bytes(const std::filesystem::path& file, std::uintmax_t limit);

/// Up to `count` bytes from the beginning of a file; empty if it cannot be read.
[[nodiscard]] std::string first_bytes(const std::filesystem::path& file, std::size_t count);

struct OutputFile {
  std::string name;  ///< without folder
  std::string content;
};

/// Can files be written into `folder`, or could it be made? Leaves nothing there; what is found may change before the
/// writing.
[[nodiscard]] Issues check_output_folder(const std::filesystem::path& folder);

/// Writes a set of files into `folder` (made if missing): each aside, flushed to the disk, then renamed. If one cannot
/// be written, what was there before stays as it was.
[[nodiscard]] Issues write_outputs(const std::filesystem::path& folder, const std::vector<OutputFile>& files);

/// Can `file` be written, or replaced? Makes nothing. Only a regular file is replaced; a link to one is followed.
[[nodiscard]] Issues check_output_file(const std::filesystem::path& file);

/// Writes one file, which need not fit into memory: aside, flushed to the disk, then renamed. Folders are made.
[[nodiscard]] Issues write_output_file(const std::filesystem::path& file,
                                       const std::function<void(std::ostream&)>& write);

}  // namespace gigaplan::io
