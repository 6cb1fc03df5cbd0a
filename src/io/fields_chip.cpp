// Which keys does a chip have?
#include "io/fields.hpp"

namespace gigaplan::io {

void describe(Visitor& v, PeakRates& p) {
  const auto rate = [&v](const char* key, const char* doc, std::optional<OperationRate>& value) {
    v.quantity({.key = key,
                .doc = doc,
                .unit = "TFLOP/s",
                .min = 0,
                .max = 1e6,
                .above_min = true,
                .otherwise = "the chip has no such unit"},
               value, unit::teraflop_per_second);
  };
  rate("fp32_tflop_s", "Dense peak in 32-bit arithmetic.", p.fp32);
  rate("tf32_tflop_s", "Dense peak of TF32 matrix units.", p.tf32);
  rate("bf16_tflop_s", "Dense peak of 16-bit matrix units (FP16 on chips older than BF16).", p.bf16);
  rate("fp8_tflop_s", "Dense peak of 8-bit matrix units.", p.fp8);
  rate("fp4_tflop_s", "Dense peak of 4-bit matrix units.", p.fp4);
}

void describe(Visitor& v, KernelEfficiency& e) {
  v.number({.key = "gemm_bf16",
            .doc = "Share of the 16-bit peak that a very large matrix product sustains.",
            .min = 0,
            .max = 1,
            .above_min = true},
           e.gemm_bf16);
  v.number(
      {.key = "gemm_fp8", .doc = "The same at 8 bits.", .min = 0, .max = 1, .otherwise = "0: no 8-bit matrix products"},
      e.gemm_fp8);
  v.number(
      {.key = "gemm_fp4", .doc = "The same at 4 bits.", .min = 0, .max = 1, .otherwise = "0: no 4-bit matrix products"},
      e.gemm_fp4);
  v.number({.key = "attention",
            .doc = "Share of the 16-bit peak in the fused attention core.",
            .min = 0,
            .max = 1,
            .above_min = true},
           e.attention);
  v.number({.key = "memory",
            .doc = "Share of the memory bandwidth that streaming kernels reach.",
            .min = 0,
            .max = 1,
            .above_min = true},
           e.memory);
  v.number({.key = "shape_mn",
            .doc = "Tile-quantisation loss of a matrix product in M and N: time grows by shape_mn/M + shape_mn/N.",
            .unit = "elements",
            .min = 0,
            .max = 10'000},
           e.shape_mn);
  v.number({.key = "shape_k",
            .doc = "Prologue loss of a matrix product in K: time grows by shape_k/K.",
            .unit = "elements",
            .min = 0,
            .max = 10'000},
           e.shape_k);
  v.quantity({.key = "at_power_w",
              .doc = "Power limit of the chips that showed these shares. A chip with another tdp_w clocks otherwise in "
                     "arithmetic: by the cube root of the ratio of what both leave above idle_w, at most 1.1.",
              .unit = "W",
              .min = 0,
              .max = 20'000,
              .otherwise = "0: the chip's own tdp_w"},
             e.at_power, unit::watt);
  v.number(
      {.key = "speed_spread",
       .doc = "Standard deviation of the speed in arithmetic of chips of one kind, relative to their mean. A job "
              "computes at the pace of the slowest of its chips; the shares above are those of a chip in the middle.",
       .min = 0,
       .max = 0.1,
       .otherwise = "0: all alike"},
      e.speed_spread);
}

void describe(Visitor& v, Chip& c) {
  v.text({.key = "id", .doc = "Name of the catalogue entry.", .form = TextForm::id, .otherwise = "not an entry"}, c.id);
  v.text({.key = "name", .doc = "What people call it."}, c.name);
  v.text({.key = "vendor", .doc = "Who makes it.", .otherwise = "not said; no figure depends on it"}, c.vendor);
  v.integer({.key = "year",
             .doc = "Year of first shipment.",
             .min = 0,
             .max = 2100,
             .otherwise = "0: not said; no figure depends on it"},
            c.year);
  v.object({.key = "peak", .doc = "Dense (not structured-sparse) peak rates."}, c.peak);
  v.quantity({.key = "memory_gbyte",
              .doc = "Device memory; 1 GB = 1e9 bytes (an \"80 GB\" part holds 80 GiB = 85.9 GB).",
              .unit = "GB",
              .min = 1,
              .max = 100'000},
             c.memory, unit::gigabyte);
  v.quantity({.key = "memory_bandwidth_gbyte_s", .doc = "Peak memory bandwidth.", .unit = "GB/s", .min = 1, .max = 1e6},
             c.memory_bandwidth, unit::gigabyte_per_second);
  v.quantity({.key = "tdp_w", .doc = "Thermal design power.", .unit = "W", .min = 1, .max = 20'000}, c.tdp, unit::watt);
  v.quantity({.key = "idle_w", .doc = "Draw of an idle chip.", .unit = "W", .min = 0, .max = 20'000}, c.idle,
             unit::watt);
  v.quantity({.key = "price_eur",
              .doc = "Price of one chip in its module, bought in thousands.",
              .unit = "EUR",
              .min = 0,
              .max = 1e7},
             c.price, unit::euro);
  v.object({.key = "efficiency", .doc = "What training kernels reach of the peaks."}, c.efficiency);
  describe_provenance(v, c.provenance);
}

}  // namespace gigaplan::io
