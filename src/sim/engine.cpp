#include "sim/engine.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

#include <simgrid/version.h>

#include "sim/run.hpp"

namespace gigaplan::sim {
namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr auto contexts = "thread";  // AddressSanitizer does not follow hand-made stack switches
#else
constexpr auto contexts = "raw";
#endif

}  // namespace

std::vector<std::pair<std::string, std::string>> model_settings() {
  return {{"network/model", "CM02"},         {"network/crosstraffic", "0"},   {"network/TCP-gamma", "0"},
          {"network/bandwidth-factor", "1"}, {"network/latency-factor", "1"}, {"network/weight-S", "0"},
          {"maxmin/precision", "1e-9"}};
}

std::string simgrid_version() {
  int major = 0;
  int minor = 0;
  int patch = 0;
  sg_version_get(&major, &minor, &patch);
  return fmt::format("{}.{}.{}", major, minor, patch);
}

simgrid::s4u::Engine& start_engine(double time_precision) {
  std::vector<std::string> words = {
      "gigaplan",
      "--log=root.thresh:warning",
      "--cfg=maxmin/concurrency-limit:-1",
      "--cfg=contexts/stack-size:128",
      fmt::format("--cfg=surf/precision:{:g}", time_precision),
      fmt::format("--cfg=contexts/factory:{}", contexts),
  };
  for (const auto& [name, value] : model_settings()) {
    words.push_back(fmt::format("--cfg={}:{}", name, value));
  }
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (auto& word : words) {
    pointers.push_back(word.data());
  }
  pointers.push_back(nullptr);
  int count = static_cast<int>(words.size());
  return *new simgrid::s4u::Engine(&count, pointers.data());
}

}  // namespace gigaplan::sim
