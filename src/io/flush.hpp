// What do the writers of files share of the operating system?
#pragma once

#include <filesystem>
#include <system_error>

namespace gigaplan::io {

/// What the last failed call of the operating system left in errno.
[[nodiscard]] std::error_code last_error();

/// Opens `path` with open(2)'s `flags` and has the operating system write it to the disk (fsync); the first error met.
[[nodiscard]] std::error_code flush(const std::filesystem::path& path, int flags);

}  // namespace gigaplan::io
