#include "workload/roofline.hpp"

namespace gigaplan::workload {

Machine machine_of(const Chip& chip, const Stack& stack) {
  const auto& e = chip.efficiency;
  const auto peak16 = chip.peak.bf16.value_or(OperationRate{});
  return {.matrix_16bit = peak16 * e.gemm_bf16,
          .matrix_8bit = chip.peak.fp8.value_or(OperationRate{}) * e.gemm_fp8,
          .attention = peak16 * e.attention,
          .stream = chip.memory_bandwidth * e.memory,
          .cast = chip.memory_bandwidth * stack.fp8_cast_efficiency,
          .shape_mn = e.shape_mn,
          .shape_k = e.shape_k};
}

Time gemm_time(const Machine& machine, const Gemm& gemm, Precision precision) {
  if (gemm.m <= 0 || gemm.n <= 0 || gemm.k <= 0) return Time{};
  const bool narrow = precision == Precision::fp8;
  const double edges = 1 + machine.shape_mn / gemm.m + machine.shape_mn / gemm.n + machine.shape_k / gemm.k;
  const Time arithmetic = gemm.operations() / (narrow ? machine.matrix_8bit : machine.matrix_16bit) * edges;
  return max(arithmetic, gemm.bytes(narrow ? 1 : 2) / machine.stream);
}

}  // namespace gigaplan::workload
