#include "sim/engine.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

namespace gigaplan::sim {
namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr auto contexts = "thread";  // AddressSanitizer does not follow hand-made stack switches
#else
constexpr auto contexts = "raw";
#endif

}  // namespace

simgrid::s4u::Engine& start_engine(double time_precision) {
  std::vector<std::string> words = {
      "gigaplan",
      "--log=root.thresh:warning",
      "--cfg=network/model:CM02",
      "--cfg=network/crosstraffic:0",
      "--cfg=network/TCP-gamma:0",
      "--cfg=network/bandwidth-factor:1",
      "--cfg=network/latency-factor:1",
      "--cfg=network/weight-S:0",
      "--cfg=maxmin/precision:1e-9",
      "--cfg=maxmin/concurrency-limit:-1",
      "--cfg=contexts/stack-size:128",
      fmt::format("--cfg=surf/precision:{:g}", time_precision),
      fmt::format("--cfg=contexts/factory:{}", contexts),
  };
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
