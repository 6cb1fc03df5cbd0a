// Can any bytes at all make the scenario reader crash, hang or contradict itself?
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>
#include <vector>

#include "io/scenario_reader.hpp"

namespace {

namespace fs = std::filesystem;
using namespace gigaplan;

void require(bool holds, const char* what) {
  if (!holds) {
    std::fprintf(stderr, "the reader broke its word: %s\n", what);
    std::abort();
  }
}

/// One file of our own, in a folder of our own that goes away at the end: "extends" may name it, and finds a circle.
class Scratch {
 public:
  Scratch() {
    std::string pattern = (fs::temp_directory_path() / "gigaplan-fuzz-XXXXXX").string();
    require(::mkdtemp(pattern.data()) != nullptr, "no temporary folder");
    folder_ = pattern;
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  [[nodiscard]] fs::path file() const { return folder_ / "scenario.json"; }

 private:
  fs::path folder_;
};

fs::path scratch_file() {
  static const Scratch scratch;
  return scratch.file();
}

io::Catalogue catalogue() {
  const char* folder = std::getenv("GIGAPLAN_CATALOGUE");
  return {.root = folder == nullptr ? fs::path() : fs::path(folder)};
}

}  // namespace

/// The first line may be a --set ("/a/b=c"), the rest is the file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string text(reinterpret_cast<const char*>(data), size);
  std::vector<io::Override> overrides;
  if (text.starts_with('/')) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (auto change = io::parse_override(text.substr(0, end))) {
      overrides.push_back(std::move(*change));
    }
    text.erase(0, end);
  }
  std::ofstream(scratch_file(), std::ios::binary) << text;
  const io::LoadedScenario loaded = io::load_scenario(scratch_file(), overrides, catalogue());
  require(loaded.scenario.has_value() == !has_errors(loaded.issues), "a scenario, or errors");
  for (const Issue& issue : loaded.issues) {
    require(!issue.message.empty() && !issue.file.empty(), "each issue has a file and a message");
  }
  if (loaded.scenario) {
    require(loaded.sha256.size() == 64 && !loaded.resolved_json.empty(), "a scenario has its fingerprint");
  }
  return 0;
}
