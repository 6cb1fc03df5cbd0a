// Which published step times is the workload model held against?
//
// One line a measurement: model and number of layers that ran, sequence length, global batch and micro-batch in
// sequences, parallel plan (v: interleave), recomputation ("-nosp": without sequence parallelism), precision, seconds a
// step. Only runs whose source prints layers, batch, micro-batch and plan are here. Sources:
// - korthikanti-t5: Korthikanti et al. 2022, arXiv 2205.05198, table 5 (interleave as in Calculon's validation)
// - narayanan-t2: Narayanan et al. 2021, arXiv 2104.04473, table 2, PTD-P; step time from the printed TFLOP/s, which
//   count recomputation: 96·B·s·L·h²·(1 + s/(6h) + V/(16·L·h)); interleave not printed, 1 assumed
// - bloom: BigScience tr11-176B-ml chronicles, production run on Jean Zay (4 x 100 Gb/s Omni-Path a node)
// - dgxc2502, dgxc2505: NVIDIA DGX Cloud Benchmarking recipes v25.02.02 and v25.05.04 (github.com/NVIDIA/
//   dgxc-benchmarking); GPT-3's vocabulary 51,200 and all recomputation "none" are taken, not printed
// - mbridge: Megatron-Bridge performance summaries (github.com/NVIDIA-NeMo/Megatron-Bridge), container release last
#pragma once

namespace gigaplan::testing {

/// Rows on which kernel efficiencies of the catalogue rest.
inline constexpr const char* calibration_steps = R"(
# id                                       chip   model            L   seq batch  mb  tp  pp  dp  cp   v recompute  prec  step_s
dgxc2502-gpt3-175B-bf16-256                h100   gpt-175b        96  2048   512   1   4   8   8   1  12 none       bf16  8.408
dgxc2502-gpt3-175B-bf16-512                h100   gpt-175b        96  2048  1024   1   4   8  16   1  12 none       bf16  8.42
dgxc2502-gpt3-175B-bf16-1024               h100   gpt-175b        96  2048  2048   1   4   8  32   1  12 none       bf16  8.453
dgxc2502-gpt3-175B-fp8-128                 h100   gpt-175b        96  2048   256   1   4   8   4   1  12 none       fp8   5.626
dgxc2502-gpt3-175B-fp8-256                 h100   gpt-175b        96  2048   512   1   4   8   8   1  12 none       fp8   5.725
dgxc2502-gpt3-175B-fp8-512                 h100   gpt-175b        96  2048  1024   1   4   8  16   1  12 none       fp8   5.774
dgxc2502-gpt3-175B-fp8-1024                h100   gpt-175b        96  2048  2048   1   4   8  32   1  12 none       fp8   5.82
dgxc2502-gpt3-175B-fp8-2048                h100   gpt-175b        96  2048  4096   1   4   8  64   1  12 none       fp8   5.96
dgxc2502-nemotron4-340B-bf16-128           h100   nemotron-340b   96  4096    32   1   8   8   2   1  12 none       bf16  4.61
dgxc2502-nemotron4-340B-bf16-256           h100   nemotron-340b   96  4096    64   1   8   8   4   1  12 none       bf16  4.67
dgxc2502-nemotron4-340B-bf16-512           h100   nemotron-340b   96  4096   128   1   8   8   8   1  12 none       bf16  4.7
dgxc2502-nemotron4-340B-fp8-1024           h100   nemotron-340b   96  4096   256   1   8   8  16   1  12 none       fp8   3.34
dgxc2502-nemotron4-340B-fp8-2048           h100   nemotron-340b   96  4096   512   1   8   8  32   1  12 none       fp8   3.49
dgxc2502-nemotron4-15B-bf16-16             h100   nemotron-15b    32  4096    64   4   4   1   4   1   1 none       bf16  2.812
dgxc2502-nemotron4-15B-bf16-32             h100   nemotron-15b    32  4096   128   4   4   1   8   1   1 none       bf16  2.824
dgxc2502-nemotron4-15B-bf16-64             h100   nemotron-15b    32  4096   256   4   4   1  16   1   1 none       bf16  2.845
dgxc2502-nemotron4-15B-bf16-128            h100   nemotron-15b    32  4096   512   4   4   1  32   1   1 none       bf16  2.859
dgxc2502-nemotron4-15B-bf16-256            h100   nemotron-15b    32  4096  1024   4   4   1  64   1   1 none       bf16  2.852
dgxc2502-nemotron4-15B-bf16-2048           h100   nemotron-15b    32  4096  8192   4   4   1 512   1   1 none       bf16  2.887
dgxc2502-nemotron4-15B-fp8-16              h100   nemotron-15b    32  4096    64   4   4   1   4   1   1 none       fp8   2.039
dgxc2502-nemotron4-15B-fp8-32              h100   nemotron-15b    32  4096   128   4   4   1   8   1   1 none       fp8   2.046
dgxc2502-nemotron4-15B-fp8-64              h100   nemotron-15b    32  4096   256   4   4   1  16   1   1 none       fp8   2.048
dgxc2502-nemotron4-15B-fp8-256             h100   nemotron-15b    32  4096  1024   4   4   1  64   1   1 none       fp8   2.075
dgxc2502-nemotron4-15B-fp8-512             h100   nemotron-15b    32  4096  2048   4   4   1 128   1   1 none       fp8   2.12
dgxc2502-nemotron4-15B-fp8-1024            h100   nemotron-15b    32  4096  4096   4   4   1 256   1   1 none       fp8   2.094
dgxc2502-nemotron4-15B-fp8-2048            h100   nemotron-15b    32  4096  8192   4   4   1 512   1   1 none       fp8   2.12
dgxc2505-nemotron4-340B-gb200-128-bf16     gb200  nemotron-340b   96  4096    32   1   8   4   4   1  12 none       bf16  2.189
dgxc2505-nemotron4-340B-gb200-512-bf16     gb200  nemotron-340b   96  4096   128   1   8   4  16   1  12 none       bf16  2.229
dgxc2505-nemotron4-340B-gb200-128-fp8      gb200  nemotron-340b   96  4096    32   1   8   4   4   1  12 none       fp8   1.483
dgxc2505-nemotron4-340B-gb200-256-fp8      gb200  nemotron-340b   96  4096    64   1   8   4   8   1  12 none       fp8   1.517
dgxc2505-nemotron4-340B-gb200-512-fp8      gb200  nemotron-340b   96  4096   128   1   8   4  16   1  12 none       fp8   1.549
korthikanti-t5-22B-full                    a100   gpt-22b         48  2048     4   4   8   1   1   1   1 full-nosp  bf16  1.42
korthikanti-t5-22B-sel                     a100   gpt-22b         48  2048     4   4   8   1   1   1   1 selective  bf16  1.1
korthikanti-t5-175B-full                   a100   gpt-175b        96  2048    64   1   8   8   1   1   3 full-nosp  bf16  18.13
korthikanti-t5-175B-sel                    a100   gpt-175b        96  2048    64   1   8   8   1   1   3 selective  bf16  13.75
korthikanti-t5-530B-full                   a100   gpt-530b       105  2048   280   1   8  35   1   1   3 full-nosp  bf16  49.05
korthikanti-t5-530B-sel                    a100   gpt-530b       105  2048   280   1   8  35   1   1   3 selective  bf16  37.83
korthikanti-t5-1T-full                     a100   gpt-1t         128  2048   512   1   8  64   1   1   1 full-nosp  bf16  94.42
)";

/// Rows that nothing was fitted to.
inline constexpr const char* test_steps = R"(
# id                                       chip   model            L   seq batch  mb  tp  pp  dp  cp   v recompute  prec  step_s
dgxc2502-llama31-405B-bf16-96              h100   llama-405b      21  8192   126   1   8   3   2   2   7 none       bf16  8.87
dgxc2502-llama31-405B-bf16-192             h100   llama-405b      42  8192   252   1   8   3   4   2   7 none       bf16  17.3
dgxc2502-llama31-405B-bf16-576             h100   llama-405b     126  8192   252   1   8   9   4   2   7 none       bf16  17.5
dgxc2502-llama31-405B-fp8-32               h100   llama-405b       7  8192   126   1   8   1   2   2   1 none       fp8   5.75
dgxc2502-llama31-405B-fp8-96               h100   llama-405b      21  8192   126   1   8   3   2   2   7 none       fp8   5.63
dgxc2502-llama31-405B-fp8-192              h100   llama-405b      42  8192   252   1   8   3   4   2   7 none       fp8   10.8
dgxc2502-llama31-405B-fp8-576              h100   llama-405b     126  8192   252   1   8   9   4   2   7 none       fp8   11
dgxc2502-llama31-405B-fp8-1152             h100   llama-405b     126  8192   504   1   8   9   8   2   7 none       fp8   11.1
dgxc2502-llama31-405B-fp8-2304             h100   llama-405b     126  8192  1008   1   8   9  16   2   7 none       fp8   11.2
dgxc2502-llama31-70B-bf16-64               h100   llama-70b       80  8192   128   1   4   4   2   2   5 none       bf16  14.61
dgxc2502-llama31-70B-bf16-128              h100   llama-70b       80  8192   256   1   4   4   4   2   5 none       bf16  14.7
dgxc2502-llama31-70B-bf16-256              h100   llama-70b       80  8192   512   1   4   4   8   2   5 none       bf16  14.72
dgxc2502-llama31-70B-bf16-512              h100   llama-70b       80  8192  1024   1   4   4  16   2   5 none       bf16  14.8
dgxc2502-llama31-70B-bf16-1024             h100   llama-70b       80  8192  2048   1   4   4  32   2   5 none       bf16  14.86
dgxc2502-llama31-70B-bf16-2048             h100   llama-70b       80  8192  4096   1   4   4  64   2   5 none       bf16  14.84
dgxc2502-llama31-70B-fp8-64                h100   llama-70b       80  8192   128   1   4   4   2   2   5 none       fp8   10.46
dgxc2502-llama31-70B-fp8-128               h100   llama-70b       80  8192   256   1   4   4   4   2   5 none       fp8   10.52
dgxc2502-llama31-70B-fp8-256               h100   llama-70b       80  8192   512   1   4   4   8   2   5 none       fp8   10.75
dgxc2502-llama31-70B-fp8-512               h100   llama-70b       80  8192  1024   1   4   4  16   2   5 none       fp8   10.76
dgxc2502-llama31-70B-fp8-2048              h100   llama-70b       80  8192  4096   1   4   4  64   2   5 none       fp8   10.99
dgxc2502-llama31-8B-bf16-8                 h100   llama-8b        32  8192   128   1   1   1   4   2   1 none       bf16  12.78
dgxc2502-llama31-8B-bf16-32                h100   llama-8b        32  8192   512   1   1   1  16   2   1 none       bf16  13
dgxc2502-llama31-8B-bf16-64                h100   llama-8b        32  8192  1024   1   1   1  32   2   1 none       bf16  13
dgxc2502-llama31-8B-bf16-128               h100   llama-8b        32  8192  2048   1   1   1  64   2   1 none       bf16  13.16
dgxc2502-llama31-8B-fp8-8                  h100   llama-8b        32  8192   128   1   1   1   4   2   1 none       fp8   9.44
dgxc2502-llama31-8B-fp8-16                 h100   llama-8b        32  8192   256   1   1   1   8   2   1 none       fp8   9.47
dgxc2502-llama31-8B-fp8-32                 h100   llama-8b        32  8192   512   1   1   1  16   2   1 none       fp8   9.6
dgxc2502-llama31-8B-fp8-64                 h100   llama-8b        32  8192  1024   1   1   1  32   2   1 none       fp8   9.64
dgxc2502-llama31-8B-fp8-128                h100   llama-8b        32  8192  2048   1   1   1  64   2   1 none       fp8   9.73
dgxc2505-llama31-405B-h100-512-fp8         h100   llama-405b     126  8192   256   1   8   8   4   2   8 none       fp8   13.02
dgxc2505-nemotron4-15B-h100-16-bf16        h100   nemotron-15b    32  4096    64   2   2   1   8   1   1 none       bf16  2.746
dgxc2505-nemotron4-340B-h100-256-bf16      h100   nemotron-340b   96  4096    64   1   8   8   4   1  12 none       bf16  4.606
dgxc2505-nemotron4-340B-h100-256-fp8       h100   nemotron-340b   96  4096    64   1   8   8   4   1  12 none       fp8   3.107
mbridge-llama-405b-h100-26.06              h100   llama-405b     126  8192  1536   1   8   8   8   2   8 none       fp8   37.69
mbridge-llama-70b-h100-25.11               h100   llama-70b       80  8192   128   1   4   8   2   1   5 none       fp8   10.23
mbridge-llama-8b-h100-25.11                h100   llama-8b        32  8192   128   1   1   1   8   1   1 none       fp8   9.07
dgxc2505-llama31-405B-gb200-128-bf16       gb200  llama-405b     126  8192    64   1   4   8   2   2   8 none       bf16  9.347
dgxc2505-llama31-405B-gb200-256-bf16       gb200  llama-405b     126  8192   128   1   4   8   4   2   8 none       bf16  9.484
dgxc2505-llama31-405B-gb200-512-fp8        gb200  llama-405b     126  8192   256   1   4   8   8   2   8 none       fp8   6.244
dgxc2505-nemotron4-340B-gb200-128-bf16-strong gb200  nemotron-340b   96  4096   512   1   8   4   4   1  12 none       bf16  32.66
dgxc2505-nemotron4-340B-gb200-256-bf16-strong gb200  nemotron-340b   96  4096   512   1   8   4   8   1  12 none       bf16  16.58
dgxc2505-nemotron4-340B-gb200-512-bf16-strong gb200  nemotron-340b   96  4096   512   1   8   4  16   1  12 none       bf16  8.468
dgxc2505-nemotron4-340B-gb200-128-fp8-strong gb200  nemotron-340b   96  4096   512   1   8   4   4   1  12 none       fp8   21.83
dgxc2505-nemotron4-340B-gb200-256-fp8-strong gb200  nemotron-340b   96  4096   512   1   8   4   8   1  12 none       fp8   11.21
dgxc2505-nemotron4-340B-gb200-512-fp8-strong gb200  nemotron-340b   96  4096   512   1   8   4  16   1  12 none       fp8   5.668
narayanan-t2-ptd-174.6B-384                a100   gpt-175b        96  2048  1536   1   8  12   4   1   1 full-nosp  bf16  76.78
narayanan-t2-ptd-529.6B-560                a100   gpt-530b       105  2048  2240   1   8  35   2   1   1 full-nosp  bf16  206.2
narayanan-t2-ptd-529.6B-1120               a100   gpt-530b       105  2048  2240   1   8  35   4   1   1 full-nosp  bf16  105.6
narayanan-t2-ptd-529.6B-2240               a100   gpt-530b       105  2048  2240   1   8  35   8   1   1 full-nosp  bf16  55.45
bloom-176B-prod                            jz     bloom-176b      70  2048  2048   2   4  12   8   1   1 full-nosp  bf16  105.2
)";

/// Software a year younger than what the GB200 efficiencies rest on: shown, not required.
inline constexpr const char* later_steps = R"(
# id                                       chip   model            L   seq batch  mb  tp  pp  dp  cp   v recompute  prec  step_s
mbridge-llama-405b-gb200-26.06             gb200  llama-405b     126  8192  1536   1   4  16   4   1   4 none       fp8   58.31
mbridge-llama-405b-gb200-25.11             gb200  llama-405b     126  8192  1536   1   4  16   4   1   4 none       fp8   60.46
mbridge-llama-8b-gb200-25.11               gb200  llama-8b        32  8192   128   2   1   1   8   1   1 none       fp8   4.16
)";

}  // namespace gigaplan::testing
