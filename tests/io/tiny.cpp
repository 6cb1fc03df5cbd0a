#include "tiny.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

namespace tiny {
namespace {

namespace fs = std::filesystem;

const std::string assumed_all = R"("provenance": [{"fields": [""], "how": "assumed", "why": "a test's own figure"}]})";

const std::vector<std::pair<std::string, std::string>>& entries() {
  static const std::vector<std::pair<std::string, std::string>> all = {
      {"chips/tiny.json", R"({"id": "tiny", "name": "Tiny chip", "vendor": "Nobody", "year": 2024,
        "peak": {"bf16_tflop_s": 100, "fp8_tflop_s": 200}, "memory_gbyte": 80, "memory_bandwidth_gbyte_s": 2000,
        "tdp_w": 400, "idle_w": 60, "price_eur": 10000,
        "efficiency": {"gemm_bf16": 0.8, "gemm_fp8": 0.7, "attention": 0.5, "memory": 0.9, "shape_mn": 50, "shape_k": 50},
        "provenance": [{"fields": ["/tdp_w"], "how": "read", "title": "Tiny data sheet", "year": 2024,
                        "where": "page 1", "low": 380, "high": 420},
                       {"fields": ["/peak"], "how": "read", "title": "Tiny data sheet", "year": 2024},
                       {"fields": [""], "how": "assumed", "why": "a test's own figure"}]})"},
      {"nodes/tiny.json", R"({"id": "tiny", "name": "Tiny node", "chip": "tiny", "chips_per_node": 4,
        "scale_up": {"domain_chips": 4, "bandwidth_gbyte_s": 200, "efficiency": 0.8, "latency_us": 3},
        "nics": {"per_node": 4, "bandwidth_gbit_s": 200, "efficiency": 0.9, "latency_us": 10, "power_w": 20,
                 "price_eur": 1000},
        "host_idle_w": 500, "host_busy_w": 800, "busy_chip_power_share": 0.9, "liquid_share": 0.5,
        "max_supply_temperature_c": 40, "price_eur": 20000, "nodes_per_rack": 4, )" +
                              assumed_all},
      {"models/tiny.json", R"({"id": "tiny", "name": "Tiny model", "layers": 8, "hidden": 1024, "heads": 16,
        "kv_heads": 4, "ffn": 4096, "gated": true, "vocabulary": 32000, )" +
                               assumed_all},
      {"stacks/tiny.json", R"({"id": "tiny", "name": "Tiny stack", "tensor_overlap": 0.3, "context_overlap": 0.3,
        "expert_overlap": 0.3, "launch_per_layer_us": 10, "step_overhead_ms": 5, "fp8_cast_efficiency": 0.5, )" +
                               assumed_all},
      {"sites/tiny.json", R"({"id": "tiny", "name": "Tiny town", "country": "FI",
        "climate": {"place": "Tiny airport", "dry_bulb_mean_c": 6, "dry_bulb_summer_c": 17, "dry_bulb_p996_c": 27,
                    "wet_bulb_mean_c": 4, "wet_bulb_summer_c": 13, "wet_bulb_p996_c": 19},
        "electricity": {"wholesale_eur_per_mwh": 45, "grid_and_tax_eur_per_mwh": 10, "carbon_g_per_kwh": 40},
        "build_cost_eur_per_mw": 10000000, "labour_cost_eur_per_h": 40, "corporate_tax_share": 0.2,
        "grid_wait_years": 2, )" +
                              assumed_all},
      {"switches/tiny.json", R"({"id": "tiny", "name": "Tiny switch", "ports": 16, "port_bandwidth_gbit_s": 200,
        "latency_us": 0.5, "power_w": 300, "price_eur": 9000, "transceiver_power_w": 8, "transceiver_price_eur": 500,
        "fibre_row_price_eur": 50, "fibre_hall_price_eur": 60, "fibre_campus_price_eur": 70, "copper_price_eur": 100, )" +
                                 assumed_all},
      {"fabrics/tiny.json", R"({"id": "tiny", "name": "Tiny fabric", "tiers": 2, "switch": "tiny",
        "nodes_per_unit": 2, )" +
                                assumed_all},
      {"power-chains/tiny.json", R"({"id": "tiny", "name": "Tiny chain", "stages": [
        {"name": "transformer", "no_load_loss": 0.001, "proportional_loss": 0.002, "quadratic_loss": 0.005},
        {"name": "UPS", "no_load_loss": 0.01, "proportional_loss": 0.01, "quadratic_loss": 0.01}],
        "oversizing": 1.2, )" + assumed_all},
      {"cooling/tiny.json", R"({"id": "tiny", "name": "Tiny plant", "supply_temperature_c": 32, "loop_rise_k": 10,
        "dry_cooler_approach_k": 6, "fan_share": 0.02, "pump_share": 0.01, "air_handler_share": 0.05,
        "chiller_carnot_share": 0.5, "chiller_lift_min_k": 15, "water_l_per_kwh": 0, )" +
                                assumed_all},
      {"on-site-technologies/tiny.json", R"({"id": "tiny", "name": "Tiny plants",
        "solar": {"price_eur_per_kw": 600, "maintenance_share": 0.02, "life_years": 30, "carbon_g_per_kwh": 45},
        "wind": {"price_eur_per_kw": 1400, "maintenance_share": 0.01, "life_years": 25, "carbon_g_per_kwh": 11},
        "battery": {"inverter_price_eur_per_kw": 300, "cell_price_eur_per_kwh": 250, "maintenance_share": 0.01,
        "inverter_life_years": 10, "cell_life_years": 20, "round_trip_efficiency": 0.9}, )" +
                                             assumed_all},
      {"reliability/tiny.json", R"({"id": "tiny", "name": "Tiny failures", "causes": [
        {"name": "chip", "unit": "chip", "per_unit_year": 0.05, "repair_h": 48},
        {"name": "software", "unit": "job", "per_unit_year": 12, "repair_h": 0}],
        "detection_min": 10, "restart_min": 10, )" +
                                    assumed_all},
      {"costs/tiny.json", R"({"id": "tiny", "name": "Tiny costs", "price_year": 2025, "ai_build_premium_share": 0.1,
        "grid_connection_eur_per_mw": 200000, "storage_share": 0.05, "integration_share": 0.05,
        "contingency_share": 0.1, "it_maintenance_share": 0.03, "facility_maintenance_share": 0.02,
        "staff_fte_per_mw": 1, "staff_hours_per_fte": 1700, "insurance_share": 0.006, "property_tax_share": 0.004, "water_eur_per_m3": 3,
        "software_eur_per_chip_year": 100, )" +
                              assumed_all},
      {"programmes/tiny.json", R"({"id": "tiny", "name": "Tiny programme",
        "milestones": [{"at_progress": 0, "share": 0.5}, {"at_progress": 1, "share": 0.5}],
        "eib_loan": {"base_rate": 0.02, "margin": 0.01, "tenor_years": 8, "grace_years": 1},
        "commercial_loan": {"base_rate": 0.02, "margin": 0.03, "tenor_years": 6},
        "quasi_equity": {"rate": 0.08}, "target_dscr": 1.4, "lockup_dscr": 1.2, "default_dscr": 1.05,
        "reserve_months": 6, "equity_hurdle_irr": 0.12, "public_discount_rate": 0.03, "funding_gap_rate": 0.08, )" +
                                   assumed_all},
      {"markets/tiny.json", R"({"id": "tiny", "name": "Tiny market", "reference_price_eur_per_h": 2,
        "reference_bf16_tflop_s": 1000, "price_exponent": 0.5, "price_change": -0.05,
        "tenants": [{"id": "all", "name": "All", "share": 1, "price_share": 1}], )" +
                                assumed_all},
  };
  return all;
}

}  // namespace

Folder::Folder() {
  std::string pattern = (fs::temp_directory_path() / "gigaplan-test-XXXXXX").string();
  REQUIRE(::mkdtemp(pattern.data()) != nullptr);
  path_ = pattern;
}

Folder::~Folder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

fs::path Folder::write(const std::string& name, const std::string& content) const {
  const fs::path file = path_ / name;
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << content;
  return file;
}

std::string scenario() {
  return R"({
  "name": "Tiny",
  "seed": 7,
  "site": "tiny",
  "cluster": {"node": "tiny", "nodes": 4, "fabric": "tiny"},
  "facility": {"power_chain": "tiny", "cooling": "tiny", "grid_limit_mw": 1, "auxiliary_it_share": 0.05,
               "house_load_share": 0.01},
  "training": {"model": "tiny", "stack": "tiny",
    "plan": {"tensor": 4, "pipeline": 2, "data": 2},
    "precision": "bf16", "sequence_length": 2048, "micro_batch": 1, "global_batch": 32},
  "operation": {"start": "2028-01-01", "years": 1, "reliability": "tiny",
    "checkpoint": {"write_bandwidth_gbyte_s": 10, "read_bandwidth_gbyte_s": 20}},
  "finance": {"costs": "tiny", "funding": {"eu_share": 0.17, "member_state_share": 0.18, "equity_share": 0.65},
    "discount_rate": 0.05, "it_life_years": 5, "facility_life_years": 20, "horizon_years": 10}
})";
}

gigaplan::io::Catalogue catalogue(const Folder& folder) {
  for (const auto& [name, content] : entries()) {
    folder.write("catalogue/" + name, content);
  }
  return {.root = folder.path() / "catalogue"};
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE_MESSAGE(at != std::string::npos, "the test looks for " << from);
  return text.replace(at, from.size(), to);
}

gigaplan::io::LoadedScenario load(const std::string& text, const std::vector<gigaplan::io::Override>& overrides) {
  const Folder folder;
  return load_scenario(folder.write("scenario.json", text), overrides, catalogue(folder));
}

std::string text_of(const gigaplan::Issues& issues) {
  std::string text;
  for (const gigaplan::Issue& issue : issues) {
    text += to_string(issue) + "\n";
  }
  return text;
}

}  // namespace tiny
