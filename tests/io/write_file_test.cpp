// Is one large file written whole or not at all, and is it known beforehand that it cannot be?
#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <ostream>
#include <string>

#include "io/files.hpp"
#include "temporary.hpp"

namespace gigaplan::io {
namespace {

namespace fs = std::filesystem;

std::string content(const fs::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

Issues write(const fs::path& file, const std::string& text) {
  return write_output_file(file, [&](std::ostream& out) { out << text; });
}

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

}  // namespace

TEST_CASE("a file is made with its folders, then replaced; nothing is left beside it") {
  const temporary::Folder folder;
  const auto file = folder.path() / "a" / "b" / "trace.json";
  CHECK(check_output_file(file).empty());
  CHECK(files_in(folder.path()) == 0);  // looking makes nothing
  CHECK(write(file, "first").empty());
  CHECK(write(file, "second").empty());
  CHECK(content(file) == "second");
  CHECK(files_in(file.parent_path()) == 1);
}

TEST_CASE("a link is followed, not replaced") {
  const temporary::Folder folder;
  const auto target = folder.write("target", "old");
  fs::create_symlink(target, folder.path() / "link");
  CHECK(write(folder.path() / "link", "new").empty());
  CHECK(fs::is_symlink(folder.path() / "link"));
  CHECK(content(target) == "new");
}

TEST_CASE("a folder, a device and a path through a file are refused before anything is written") {
  const temporary::Folder folder;
  const auto file = folder.write("file", "old");
  for (const auto& path : {folder.path(), folder.path() / "", fs::path("/dev/null"), file / "below", fs::path()}) {
    CAPTURE(path);
    CHECK(has_errors(check_output_file(path)));
    bool called = false;
    CHECK(has_errors(write_output_file(path, [&](std::ostream&) { called = true; })));
    CHECK(!called);
  }
  CHECK(fs::is_character_file("/dev/null"));
}

TEST_CASE("when writing fails, the old file stays and no part of the new one") {
  const temporary::Folder folder;
  const auto file = folder.write("file", "old");
  const auto issues = write_output_file(file, [](std::ostream& out) {
    out << "half";
    out.setstate(std::ios::badbit);
  });
  CHECK(has_errors(issues));
  CHECK(content(file) == "old");
  CHECK(files_in(folder.path()) == 1);
}

}  // namespace gigaplan::io
