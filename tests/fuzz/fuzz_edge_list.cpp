// Can any bytes at all, given as an edge list, crash the reader of networks or make it contradict itself?
#include "network.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fuzz::Scratch scratch("network.json");
  fuzz::load_network(scratch, data, size);
  return 0;
}
