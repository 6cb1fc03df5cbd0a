// Can any bytes at all, given as GraphML, crash the reader of networks or make it contradict itself?
#include "network.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fuzz::Scratch scratch("network.graphml");
  fuzz::load_network(scratch, data, size);
  return 0;
}
