// How does one point of a sweep become a report?
#pragma once

#include <filesystem>

#include "confidence/residuals.hpp"
#include "io/catalogue.hpp"
#include "io/report_writer.hpp"
#include "io/scenario_reader.hpp"
#include "sweep/run_sweep.hpp"

namespace gigaplan::cli {

/// This program, for a report.
[[nodiscard]] io::Versions versions();

/// The scenario as the point changes it.
[[nodiscard]] io::LoadedScenario load_point(const std::filesystem::path& scenario, const sweep::Point& point,
                                            const io::Catalogue& catalogue);

/// Loads, claims, simulates. \param residuals what is known of the catalogue's errors; a run is invalid if they could
/// not be read \param expendable the process ends with this run, as a worker of a batch does \throws
/// whatever a simulation does that fails for no fault of the scenario
[[nodiscard]] sweep::Simulated simulate_point(const std::filesystem::path& scenario, const sweep::Point& point,
                                              const io::Catalogue& catalogue, const confidence::Residuals& residuals,
                                              const batch::Claim& claim,
                                              const std::function<bool(const std::string&)>& accepts,
                                              double minutes_limit, bool expendable);

/// What must be the same for results to belong together: SHA-256 of the sweep, its scenario, the files that its
/// axes name, the whole catalogue and this program's own bytes. \param first_sha256 of the first point's scenario, for
/// one that is whole only with an axis' value
[[nodiscard]] std::string fingerprint(const std::string& sweep_json, const SweepSpec& spec,
                                      const std::filesystem::path& scenario, const std::string& first_sha256,
                                      const io::Catalogue& catalogue);

}  // namespace gigaplan::cli
