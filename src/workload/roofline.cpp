#include "workload/roofline.hpp"

#include <algorithm>
#include <cmath>

#include "base/normal.hpp"

namespace gigaplan::workload {

double clock_share(const Chip& chip) {
  const Power seen = chip.efficiency.at_power - chip.idle;
  if (seen <= Power{}) return 1;
  return std::cbrt(std::clamp((chip.tdp - chip.idle) / seen, 0.01, 1.1 * 1.1 * 1.1));
}

double slowest_share(double spread, long chips) {
  return std::max(0.1, 1 - spread * expected_largest(chips));
}

Machine machine_of(const Chip& chip, const Stack& stack, long chips) {
  const auto& e = chip.efficiency;
  const double speed = 1 / stack.kernel_time;
  const double arithmetic = speed * clock_share(chip) * slowest_share(e.speed_spread, chips);
  const auto peak16 = chip.peak.bf16.value_or(OperationRate{}) * arithmetic;
  const auto memory = chip.memory_bandwidth * (e.memory * speed);
  return {.matrix_16bit = peak16 * e.gemm_bf16,
          .matrix_8bit = chip.peak.fp8.value_or(OperationRate{}) * (e.gemm_fp8 * arithmetic),
          .matrix_4bit = chip.peak.fp4.value_or(OperationRate{}) * (e.gemm_fp4 * arithmetic),
          .attention = peak16 * (e.attention * stack.attention_speed),
          .stream = memory,
          .elementwise = memory * (1 / stack.elementwise_traffic),
          .cast = chip.memory_bandwidth * (stack.fp8_cast_efficiency * speed),
          .shape_mn = e.shape_mn,
          .shape_k = e.shape_k};
}

double element_bytes(Precision precision) {
  if (precision == Precision::fp4) return 0.5;
  return precision == Precision::fp8 ? 1 : 2;
}

Time gemm_time(const Machine& machine, const Gemm& gemm, Precision precision) {
  if (gemm.m <= 0 || gemm.n <= 0 || gemm.k <= 0) return Time{};
  const auto rate = precision == Precision::fp4   ? machine.matrix_4bit
                    : precision == Precision::fp8 ? machine.matrix_8bit
                                                  : machine.matrix_16bit;
  const double edges = 1 + machine.shape_mn / gemm.m + machine.shape_mn / gemm.n + machine.shape_k / gemm.k;
  const Time arithmetic = gemm.operations() / rate * edges;
  return max(arithmetic, gemm.bytes(element_bytes(precision)) / machine.stream);
}

}  // namespace gigaplan::workload
