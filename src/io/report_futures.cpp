// How do the ranges of a run's figures stand in a report?
#include "io/report_part.hpp"

namespace gigaplan::io {

Ordered futures_of(const FuturesResult& futures) {
  Part part(true, "");
  part.count("count", futures.futures);
  part.count("failed", futures.failed);
  if (futures.failed > 0) {
    part.put("first_failure", futures.first_failure);
  }
  part.count("seed", futures.seed);
  part.count("drawn", futures.drawn);
  Ordered figures = Ordered::object();
  for (const FigureRange& range : futures.figures) {
    Part of(true, "");
    of.add("stated", range.stated);
    of.add("low", range.low);
    of.add("median", range.median);
    of.add("high", range.high);
    of.count("futures", range.futures);
    figures[range.pointer] = of.take();
  }
  part.put("figures", std::move(figures));
  return part.take();
}

}  // namespace gigaplan::io
