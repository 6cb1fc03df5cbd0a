// What can one accelerator do, and what does it draw?
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/quantity.hpp"
#include "model/provenance.hpp"

namespace gigaplan {

enum class Precision {
  bf16,
  fp8,
  fp4,
  fp32,
  tf32
};  ///< json: "bf16" "fp8" "fp4"; then what no training is modelled in

/// Dense (not structured-sparse) peak per precision; none = the chip has no such unit. json unit: _tflop_s
struct PeakRates {
  std::optional<OperationRate> fp32;  ///< json: fp32_tflop_s
  std::optional<OperationRate> tf32;  ///< json: tf32_tflop_s
  std::optional<OperationRate> bf16;  ///< json: bf16_tflop_s (fp16 tensor on chips before bf16, e.g. V100)
  std::optional<OperationRate> fp8;   ///< json: fp8_tflop_s
  std::optional<OperationRate> fp4;   ///< json: fp4_tflop_s
  bool operator==(const PeakRates&) const = default;
  [[nodiscard]] std::optional<OperationRate> at(Precision p) const {
    switch (p) {
      case Precision::fp32: return fp32;
      case Precision::tf32: return tf32;
      case Precision::bf16: return bf16;
      case Precision::fp8: return fp8;
      case Precision::fp4: return fp4;
    }
    return std::nullopt;
  }
};

/// What kernels reach of the peaks, in training (dimensionless, 0..1).
/// GEMM(M,N,K) time = max(2MNK/(peak·gemm)·(1 + shape_mn/M + shape_mn/N + shape_k/K), bytes/(bandwidth·memory)).
struct KernelEfficiency {
  double gemm_bf16 = 0;     ///< json: gemm_bf16 - share of peak of a very large 16-bit GEMM, sustained
  double gemm_fp8 = 0;      ///< json: gemm_fp8 - the same at 8 bits (0 if the chip has none)
  double gemm_fp4 = 0;      ///< json: gemm_fp4 - the same at 4 bits (0 if the chip has none)
  double attention = 0;     ///< json: attention - share of 16-bit peak in the fused attention core
  double memory = 0;        ///< json: memory - share of memory bandwidth in streaming kernels
  double shape_mn = 0;      ///< json: shape_mn - tile-quantisation loss in M and N (elements)
  double shape_k = 0;       ///< json: shape_k - prologue loss in K (elements)
  Power at_power;           ///< json: at_power_w - power limit of the chips that showed these shares; 0: the chip's TDP
  double speed_spread = 0;  ///< json: speed_spread - standard deviation of chips' speeds, relative to their mean
  bool operator==(const KernelEfficiency&) const = default;
};

struct Chip {
  std::string id;                    ///< json: id
  std::string name;                  ///< json: name
  std::string vendor;                ///< json: vendor
  int year = 0;                      ///< json: year - of first shipment
  PeakRates peak;                    ///< json: peak
  Bytes memory;                      ///< json: memory_gbyte (GB = 1e9; "80 GB" HBM parts hold 80 GiB: write 85.9)
  ByteRate memory_bandwidth;         ///< json: memory_bandwidth_gbyte_s
  Power tdp;                         ///< json: tdp_w
  Power idle;                        ///< json: idle_w
  Money price;                       ///< json: price_eur - one chip, bought in thousands, in its module
  KernelEfficiency efficiency;       ///< json: efficiency
  std::vector<Citation> provenance;  ///< json: provenance
  bool operator==(const Chip&) const = default;
};

}  // namespace gigaplan
