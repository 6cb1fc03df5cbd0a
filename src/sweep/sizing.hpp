// What does each size of a network cost and bring?
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "io/report_writer.hpp"
#include "sweep/network_keys.hpp"
#include "sweep/plan.hpp"
#include "sweep/store.hpp"

namespace gigaplan::sweep {

/// Of a variant that was simulated.
struct NetworkFigures {
  double step_s = 0, mfu = 0;
  double fabric_eur = 0, fabric_w = 0;   ///< sums of the bill of materials: switches, optics, cables, NICs
  double chips = 0;                      ///< that the fabric joins
  std::optional<double> tokens_per_eur;  ///< none if no work was kept
  bool operator==(const NetworkFigures&) const = default;
};

/// \param report as io::report_json() writes it
[[nodiscard]] NetworkFigures network_figures(const std::string& report);

struct Variant {
  std::uint64_t number = 0;         ///< in the grid, the last key turns fastest
  std::vector<std::string> values;  ///< one a key, JSON texts
  Status status = Status::done;
  std::string message;                    ///< why it is not done
  std::string scenario_sha256;            ///< empty if the scenario is invalid
  std::optional<NetworkFigures> figures;  ///< if it is done
  bool on_front = false;                  ///< no other is as fast, as cheap and as low in power, and better in one
  std::optional<std::size_t> step_up;     ///< the next faster on the front: a place among the variants
};

struct Sizing {
  std::string scenario, sha256;  ///< name and hash without the keys' changes; empty if it is invalid without them
  std::vector<Setting> set;
  std::vector<SizedKey> keys;
  std::vector<Variant> variants;    ///< by number
  std::optional<std::size_t> best;  ///< by tokens per euro, the first of equals: a place among the variants
  [[nodiscard]] bool any_done() const;
};

/// The store's rows with their figures, front and best.
[[nodiscard]] Sizing size_up(const Plan& plan, const std::vector<SizedKey>& keys, const Store& store);

/// What rating adds to variants with figures: front, steps up, best.
void rate(Sizing& sizing);

/// One document, docs/size-network.md has its keys. The same sizing gives the same bytes.
[[nodiscard]] std::string sizing_json(const Sizing& sizing, const io::Versions& versions);

}  // namespace gigaplan::sweep
