// Can any bytes at all crash the readers of what a programme knows of its proposals, and of kept samples?
#include <filesystem>

#include "futures/sample.hpp"
#include "programme/facts.hpp"
#include "scratch.hpp"

using namespace gigaplan;
using fuzz::require;

namespace {

void facts(const std::filesystem::path& file) {
  const auto read = programme::read_facts(file);
  for (const Issue& issue : read.issues) {
    require(!issue.message.empty() && !issue.file.empty(), "each issue has a file and a message");
    const std::string told = to_string(issue);
    require(printable(told) == told, "nothing steers a terminal");
  }
  for (const auto& [id, fact] : read.by_id) {
    const double share = fact.least_public_share.value_or(0);
    require(share >= 0 && share <= 1, "a share");
  }
}

/// A file that is none counts as none: nothing is asked, so nothing is known.
void samples(const std::filesystem::path& file) {
  futures::SampleOptions options;
  options.kept = file;
  const auto read = futures::sample({}, {}, {}, {}, options);
  require(read.of.empty() && read.known == 0 && read.issues.empty(), "no sample where none is asked for");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fuzz::Scratch scratch("programme.json");
  const auto& file = scratch.write(data, size);
  facts(file);
  samples(file);
  return 0;
}
