// Do outputs appear whole or not at all?
#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "io/files.hpp"
#include "io/hash.hpp"
#include "tiny.hpp"

using namespace gigaplan;
using namespace gigaplan::io;

namespace {

namespace fs = std::filesystem;

std::string content(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

std::size_t files_in(const fs::path& folder) {
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    count += entry.exists() ? 1 : 0;
  }
  return count;
}

}  // namespace

TEST_CASE("a set of files appears, replaces its predecessors and leaves nothing else") {
  const tiny::Folder folder;
  const fs::path out = folder.path() / "a" / "b";
  CHECK(write_outputs(out, {{"one.json", "1"}, {"two.csv", std::string("x\0y", 3)}}).empty());
  CHECK(content(out / "one.json") == "1");
  CHECK(content(out / "two.csv") == std::string("x\0y", 3));
  CHECK(write_outputs(out, {{"one.json", "new"}, {"two.csv", ""}}).empty());
  CHECK(content(out / "one.json") == "new");
  CHECK(content(out / "two.csv").empty());
  CHECK(files_in(out) == 2);
}

TEST_CASE("if one file cannot be written, the others stay as they were") {
  const tiny::Folder folder;
  const fs::path out = folder.path();
  folder.write("one.json", "old");
  fs::create_directories(out / "two.csv" / "in the way");
  const Issues issues = write_outputs(out, {{"new.json", "n"}, {"one.json", "1"}, {"two.csv", "2"}});
  REQUIRE(issues.size() == 1);
  CHECK(issues[0].file == (out / "two.csv").string());
  CHECK(issues[0].remedy.starts_with("nothing was written"));
  CHECK(content(out / "one.json") == "old");
  CHECK_FALSE(fs::exists(out / "new.json"));
  CHECK(files_in(out) == 2);  // one.json and the folder in the way
}

TEST_CASE("a folder that cannot be made is an issue") {
  const tiny::Folder folder;
  const fs::path file = folder.write("file", "x");
  CHECK(write_outputs(file, {{"a", "b"}}).size() == 1);
  CHECK(write_outputs(file / "below", {{"a", "b"}}).size() == 1);
  CHECK(write_outputs("/dev/null/out", {{"a", "b"}}).size() == 1);
  CHECK(content(file) == "x");
}

TEST_CASE("the fingerprint is SHA-256") {
  // FIPS 180-4 examples: the empty message and "abc"
  CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("a folder that cannot be written into is told before there is anything to write") {
  const tiny::Folder folder;
  CHECK_FALSE(has_errors(check_output_folder(folder.path())));
  CHECK_FALSE(has_errors(check_output_folder(folder.path() / "new" / "newer")));
  CHECK_FALSE(fs::exists(folder.path() / "new"));
  std::ofstream(folder.path() / "file") << "text";
  CHECK(has_errors(check_output_folder(folder.path() / "file")));
  CHECK(has_errors(check_output_folder(folder.path() / "file" / "below")));
  CHECK(has_errors(check_output_folder("/proc/x")));                     // whoever may do all may not do that
  CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);  // nothing but the file is left there
}
