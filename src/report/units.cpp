// In which unit is a figure, as the end of its key says?
#include <algorithm>
#include <array>
#include <string_view>

#include "report/sections.hpp"

namespace gigaplan::report {
namespace {

struct Ending {
  std::string_view ending, unit;
};

// The first that fits counts: longer ones stand before those that they end with.
constexpr auto endings = std::to_array<Ending>({{"_eur_per_chip_year", "€/chip and year"},
                                                {"_eur_per_mw_year", "€/MW and year"},
                                                {"_eur_per_gbit_s_month", "€/(Gbit/s) and month"},
                                                {"per_unit_year", "per unit and year"},
                                                {"_fte_per_mw", "FTE/MW"},
                                                {"_hours_per_fte", "h/FTE and year"},
                                                {"_m2_per_mw", "m²/MW"},
                                                {"_eur_per_mwh", "€/MWh"},
                                                {"_eur_per_kwh", "€/kWh"},
                                                {"_eur_per_mw", "€/MW"},
                                                {"_eur_per_kw", "€/kW"},
                                                {"_eur_per_m3", "€/m³"},
                                                {"_eur_per_m2", "€/m²"},
                                                {"_eur_per_h", "€/h"},
                                                {"_l_per_kwh", "l/kWh"},
                                                {"_g_per_kwh", "g/kWh"},
                                                {"_gbyte_s", "GB/s"},
                                                {"_gbit_s", "Gbit/s"},
                                                {"_tflop_s", "TFLOP/s"},
                                                {"_gbyte", "GB"},
                                                {"_gib", "GiB"},
                                                {"_eur", "€"},
                                                {"_mwh", "MWh"},
                                                {"_kwh", "kWh"},
                                                {"_mw", "MW"},
                                                {"_kw", "kW"},
                                                {"_us", "µs"},
                                                {"_ms", "ms"},
                                                {"_min", "min"},
                                                {"_years", "years"},
                                                {"_years_low", "years"},
                                                {"_years_high", "years"},
                                                {"_months", "months"},
                                                {"_deg", "°"},
                                                {"_m", "m"},
                                                {"_h", "h"},
                                                {"_s", "s"},
                                                {"_w", "W"},
                                                {"_c", "°C"},
                                                {"_rise_k", "K"},
                                                {"_approach_k", "K"},
                                                {"_lift_min_k", "K"},
                                                {"/hours_dry_bulb_le_18", "h a year"},
                                                {"/operation/years", "years"},
                                                {"/construction/years", "years"},
                                                {"/sequence_length", "tokens"},
                                                {"_batch", "sequences"},
                                                {"/gradient_bytes", "bytes"},
                                                {"_irr", "share a year"},
                                                {"_rate", "share a year"},
                                                {"/rate", "share a year"},
                                                {"/inflation", "share a year"},
                                                {"_price_change", "share a year"},
                                                {"/price_change", "share a year"},
                                                {"/margin", "share a year"},
                                                {"/margin_reduction", "share a year"},
                                                {"/fee", "share a year"},
                                                {"/commitment_fee", "share a year"},
                                                {"/upfront_fee", "share"},
                                                {"_share", "share"},
                                                {"/share", "share"},
                                                {"_loss", "share"},
                                                {"_efficiency", "share"},
                                                {"/efficiency", "share"},
                                                {"/occupancy", "share"},
                                                {"/at_progress", "share"},
                                                {"_capacity_factor", "share"},
                                                {"_overlap", "share"},
                                                {"/efficiency/attention", "share"},
                                                {"/efficiency/memory", "share"},
                                                {"/efficiency/gemm_bf16", "share"},
                                                {"/efficiency/gemm_fp8", "share"},
                                                {"/efficiency/gemm_fp4", "share"}});

}  // namespace

std::string unit_of(const std::string& pointer) {
  const auto* const found = std::ranges::find_if(endings, [&](const Ending& e) { return pointer.ends_with(e.ending); });
  return found == endings.end() ? "" : std::string(found->unit);
}

}  // namespace gigaplan::report
