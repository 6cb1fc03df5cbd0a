// What does a scenario come to, as it stands and changed?
#pragma once

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "confidence/residuals.hpp"
#include "futures/draw.hpp"
#include "futures/uncertain.hpp"
#include "io/catalogue.hpp"
#include "io/scenario_reader.hpp"
#include "model/result.hpp"
#include "sim/again.hpp"
#include "sweep/figures.hpp"

namespace gigaplan::futures {

/// What is asked of every future, and how it is simulated.
struct Question {
  std::vector<sweep::Figure> figures;  ///< of report.json; numbers
  int every = 6;  ///< hours of a year; only each such hour is simulated in a future (sim/again.hpp)
  sim::StepOptions step;
};

/// One value a figure of the question; none where the report has none.
using Values = std::vector<std::optional<double>>;

/// What differs from the scenario as it stands.
struct Change {
  std::vector<Setting> settings;
  double step_time_factor = 1;
  bool agreed = true;  ///< it turns out after financial close; else the site would be another from the start
};

/// A change that no scenario can be made of. what() says why.
struct Impossible : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A scenario and its uncertain figures, simulated once.
class Subject {
 public:
  /// \param label what it is called among others \param loaded without errors \param overrides that it was loaded with
  /// \throws sim::StepRefused, sim::SimulationFailed
  Subject(std::string label, std::filesystem::path file, const std::vector<Setting>& overrides,
          io::LoadedScenario loaded, const io::Catalogue& catalogue, const std::vector<confidence::Residual>& rows,
          const Question& question);

  [[nodiscard]] const std::filesystem::path& file() const { return file_; }
  [[nodiscard]] const std::string& label() const { return label_; }
  [[nodiscard]] const Scenario& scenario() const { return *loaded_.scenario; }
  [[nodiscard]] const io::LoadedScenario& loaded() const { return loaded_; }
  [[nodiscard]] const Report& report() const { return again_.central(); }
  [[nodiscard]] const Values& central() const { return central_; }
  [[nodiscard]] const Uncertainty& uncertainty() const { return uncertainty_; }

  /// Uncertain dimensions: the figures that are drawn, and last the step's time if its interval is known.
  [[nodiscard]] std::size_t dimensions() const;
  /// The pointer of a figure; "/step/time_s".
  [[nodiscard]] std::string dimension(std::size_t i) const;
  [[nodiscard]] Spread spread(std::size_t i) const;  ///< of the step's time: its factor
  /// Luck by dimension; in each, one share a future. Figures of the site are half its own luck; so is the step's time
  /// of another chip, stack or model: errors of one kind of prediction move together.
  [[nodiscard]] std::vector<std::vector<double>> draw(Luck& luck) const;
  /// \param shares in (0, 1), one a dimension; 0.5 is the central value
  [[nodiscard]] Change at(const std::vector<double>& shares) const;
  /// One dimension at a value of its own (a factor of the step's time), all others as they stand.
  [[nodiscard]] Change with(std::size_t i, double value) const;

  /// Simulates a change: what the step does not depend on, with the kept step; else all of it.
  /// \param expendable this process simulates nothing else: it needs no child of its own
  /// \throws Impossible, sim::StepRefused, sim::SimulationFailed
  [[nodiscard]] Values values(const Change& change, bool expendable = false) const;

 private:
  [[nodiscard]] Values values_of(const Report& report) const;
  [[nodiscard]] std::string text_of(std::size_t i, double value) const;

  std::string label_;
  std::filesystem::path file_;
  io::ScenarioBase base_;  ///< what loaded_ was made of
  io::LoadedScenario loaded_;
  const Question& question_;
  sim::Again again_;
  Values central_;
  Uncertainty uncertainty_;
  std::vector<bool> whole_;  ///< figures that have to be whole numbers
  std::optional<StepConfidence> confidence_;
};

}  // namespace gigaplan::futures
