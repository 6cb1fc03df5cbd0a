// How does a scenario file become a Scenario?
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/issue.hpp"
#include "io/catalogue.hpp"
#include "model/provenance.hpp"
#include "model/scenario.hpp"
#include "model/sweep.hpp"

namespace gigaplan::io {

/// One `--set /json/pointer=value`. `value` is JSON text, or a bare word that is taken as a string; null removes.
using Override = Setting;

struct LoadedScenario {
  std::optional<Scenario> scenario;     ///< set if and only if `issues` holds no error
  Issues issues;                        ///< all of them, each with file and pointer
  std::string sha256;                   ///< of `resolved_json`, hexadecimal; depends on the content only, not on paths
  std::string resolved_json;            ///< references resolved, defaults filled in, sorted keys, no white space
  std::vector<Assumption> assumptions;  ///< each number of the resolved scenario with its origin, sorted by pointer
};

/// Reads, resolves ("extends", catalogue references), overrides, checks. Does not throw on bad input: everything found
/// is in `issues`.
/// \param overrides applied in order, after "extends" and before checking
[[nodiscard]] LoadedScenario load_scenario(const std::filesystem::path& file, const std::vector<Override>& overrides,
                                           const Catalogue& catalogue);

struct Document;

/// A scenario file with some overrides, read and resolved once, to be changed many times: as load_scenario() with these
/// overrides and then the others, at a fraction of its cost. A file that is changed meanwhile is not read again.
class ScenarioBase {
 public:
  ScenarioBase(const std::filesystem::path& file, const std::vector<Override>& overrides, const Catalogue& catalogue);
  [[nodiscard]] LoadedScenario with(const std::vector<Override>& more) const;

 private:
  std::string file_;
  const Catalogue& catalogue_;
  Issues issues_;  ///< of the reading and of the first overrides
  std::optional<std::filesystem::path> folder_;
  std::shared_ptr<const Document> document_;  ///< none if a file cannot be read or parsed
};

/// Splits "/a/b=3" at the first '='. None, if there is no '='.
[[nodiscard]] std::optional<Override> parse_override(const std::string& text);

/// The files that an override of `scenario` attaches, whether they are there or not: networks.
[[nodiscard]] std::vector<std::filesystem::path> files_named_by(const Override& change,
                                                                const std::filesystem::path& scenario);

}  // namespace gigaplan::io
