// What do all fuzzers need? A file of their own, and a way to say that a promise was broken.
#pragma once

#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

namespace fuzz {

inline void require(bool holds, const char* what) {
  if (!holds) {
    std::fprintf(stderr, "a promise was broken: %s\n", what);
    std::abort();
  }
}

/// A folder that goes away at the end, with one file in it.
class Scratch {
 public:
  explicit Scratch(const char* name) {
    std::string pattern = (std::filesystem::temp_directory_path() / "gigaplan-fuzz-XXXXXX").string();
    require(::mkdtemp(pattern.data()) != nullptr, "no temporary folder");
    folder_ = pattern;
    file_ = folder_ / name;
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  Scratch(Scratch&&) = delete;
  Scratch& operator=(Scratch&&) = delete;
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  /// Writes the bytes into the file, alone in its folder; returns its path.
  [[nodiscard]] const std::filesystem::path& write(const std::uint8_t* data, std::size_t size) const {
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      std::filesystem::remove(entry.path());
    }
    std::ofstream(file_, std::ios::binary)
        .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
    return file_;
  }

 private:
  std::filesystem::path folder_, file_;
};

}  // namespace fuzz
