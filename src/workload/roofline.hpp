// How long does one kernel take?
#pragma once

#include "model/chip.hpp"
#include "model/training.hpp"

namespace gigaplan::workload {

/// What one chip sustains, with the software of one stack.
struct Machine {
  OperationRate matrix_16bit;  ///< a very large 16-bit matrix product
  OperationRate matrix_8bit;   ///< the same at 8 bits; zero if the chip has no such unit
  OperationRate matrix_4bit;   ///< the same at 4 bits
  OperationRate attention;     ///< the fused attention core
  ByteRate stream;             ///< kernels that only move data
  ByteRate elementwise;        ///< the same, where the stack may not have fused them: bytes of fused kernels a second
  ByteRate cast;               ///< quantisation to 8 bits
  double shape_mn = 0;         ///< elements lost at the edges of output tiles
  double shape_k = 0;          ///< elements' worth of prologue
};

/// Clock in arithmetic under the chip's power limit (tdp), relative to that at which its efficiencies were seen
/// (at_power): large products run at the power limit, dynamic power grows with frequency x voltage², voltage with
/// frequency, so the clock goes with the cube root of what is left above idle. At most 1.1: where the limit is not what
/// slows the clock, more of it gives nothing. 1 if the entry does not say at which limit its efficiencies were seen.
[[nodiscard]] double clock_share(const Chip& chip);

/// Expected speed of the slowest of so many chips, relative to their mean, if speeds are normally distributed. What
/// they compute waits for each other in every layer, every pipeline and every step, so it is the job's. \param spread
/// standard deviation, relative to the mean
[[nodiscard]] double slowest_share(double spread, long chips);

/// \param chips of the job: the machine is the slowest of them. Precondition: the chip has a 16-bit peak (check_plan
/// sees to it).
[[nodiscard]] Machine machine_of(const Chip& chip, const Stack& stack, long chips = 1);

/// `batch` matrix products of (m x k) · (k x n), run as one grouped kernel.
struct Gemm {
  double m = 0, n = 0, k = 0;
  double batch = 1;
  [[nodiscard]] Operations operations() const { return Operations(2 * batch * m * n * k); }
  /// Operands at `element` bytes are read once, the 16-bit result is written once.
  [[nodiscard]] Bytes bytes(double element) const { return Bytes(batch * (element * (m * k + k * n) + 2 * m * n)); }
};

/// Roofline with a shape-dependent rate: max(operations / rate · (1 + shape_mn/m + shape_mn/n + shape_k/k),
/// bytes / stream). The edge terms stand for half-filled tiles and the filling of the pipeline along k.
[[nodiscard]] double element_bytes(Precision precision);  ///< of an operand: 2, 1 or 0.5
[[nodiscard]] Time gemm_time(const Machine& machine, const Gemm& gemm, Precision precision);

}  // namespace gigaplan::workload
