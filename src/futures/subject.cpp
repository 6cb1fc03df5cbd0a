#include "futures/subject.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "confidence/confidence.hpp"
#include "io/report_writer.hpp"
#include "sim/run.hpp"

namespace gigaplan::futures {
namespace {

/// How far figures of two sites, or errors of two kinds of prediction, move together. Nobody measured it: 0.5 lies
/// between "all Europe's prices are one price" and "no two have anything in common"; day-ahead prices of neighbours
/// move closer than that, wages and building costs less.
constexpr double common_to_all = 0.5;

constexpr const char* step_time = "/step/time_s";

bool is_whole(const Spread& spread) {
  return std::ranges::all_of(std::initializer_list<double>{spread.low, spread.central, spread.high},
                             [](double value) { return value == std::round(value); });
}

/// What draws a figure's luck: a host that draws more when busy draws more when idle too.
std::string luck_of(std::string pointer) {
  constexpr std::string_view idle = "_idle_w";
  if (pointer.ends_with(idle)) pointer.replace(pointer.size() - idle.size(), idle.size(), "_busy_w");
  return pointer;
}

std::string first_error(const Issues& issues) {
  for (const auto& issue : issues)
    if (issue.severity == Severity::error) return to_string(issue);
  return "unknown";
}

}  // namespace

Subject::Subject(std::string label, std::filesystem::path file, const std::vector<Setting>& overrides,
                 io::LoadedScenario loaded, const io::Catalogue& catalogue,
                 const std::vector<confidence::Residual>& rows, const Question& question)
    : label_(std::move(label)),
      file_(std::move(file)),
      base_(file_, overrides, catalogue),
      loaded_(std::move(loaded)),
      question_(question),
      again_(scenario(), question.step, question.every),
      central_(values_of(again_.central())),
      uncertainty_(uncertainty_of(loaded_.assumptions)),
      confidence_(confidence::confidence_of(scenario(), rows)) {
  for (const auto& figure : uncertainty_.drawn) {
    bool whole = is_whole(figure.spread);
    if (whole) {  // does it have to be? 2 hours can be 2.5, 2 halls cannot
      const auto between = fmt::format("{}", (figure.spread.low + figure.spread.high) / 2 + 0.25);
      whole = !base_.with({{figure.pointer, between}}).scenario;
    }
    whole_.push_back(whole);
  }
}

std::size_t Subject::dimensions() const {
  return uncertainty_.drawn.size() + (confidence_ ? 1 : 0);
}

std::string Subject::dimension(std::size_t i) const {
  return i < uncertainty_.drawn.size() ? uncertainty_.drawn[i].pointer : step_time;
}

Spread Subject::spread(std::size_t i) const {
  if (i < uncertainty_.drawn.size()) return uncertainty_.drawn[i].spread;
  return {confidence_->low, 1, confidence_->high};
}

std::vector<std::vector<double>> Subject::draw(Luck& luck) const {
  std::vector<std::vector<double>> shares;
  for (const auto& figure : uncertainty_.drawn) {
    const auto key = luck_of(figure.pointer);
    shares.push_back(belongs_to_the_site(key)
                         ? luck.of(key, scenario().site.id + " " + scenario().site.name, common_to_all)
                         : luck.of(key));
  }
  if (confidence_) {
    const auto& job = scenario().training;
    shares.push_back(
        luck.of(step_time, scenario().cluster.node.chip.id + " " + job.stack.id + " " + job.model.id, common_to_all));
  }
  return shares;
}

std::string Subject::text_of(std::size_t i, double value) const {
  return fmt::format("{}", whole_[i] ? std::round(value) : value);
}

Change Subject::at(const std::vector<double>& shares) const {
  Change change;
  for (std::size_t i = 0; i < uncertainty_.drawn.size(); ++i)
    change.settings.push_back({uncertainty_.drawn[i].pointer, text_of(i, spread(i).at(shares[i]))});
  if (confidence_) change.step_time_factor = factor_at(confidence_->low, confidence_->high, shares.back());
  return change;
}

Change Subject::with(std::size_t i, double value) const {
  if (i >= uncertainty_.drawn.size()) return {{}, value, true};
  return {{{uncertainty_.drawn[i].pointer, text_of(i, value)}}, 1, true};
}

Values Subject::values_of(const Report& report) const {
  Values values;
  for (const auto& text :
       sweep::extract_figures(nlohmann::json::parse(io::compact_report_json(report)), question_.figures)) {
    const auto value = nlohmann::json::parse(text);
    values.push_back(value.is_number() ? std::optional(value.get<double>()) : std::nullopt);
  }
  return values;
}

Values Subject::values(const Change& change, bool expendable) const {
  const auto changed = base_.with(change.settings);
  if (!changed.scenario) throw Impossible(first_error(changed.issues));
  if (std::ranges::any_of(change.settings, [](const Setting& s) { return changes_the_step(s.pointer); }))
    return values_of(sim::run_scenario(*changed.scenario, question_.step));
  return values_of(again_.with(*changed.scenario, change.step_time_factor, change.agreed, expendable));
}

}  // namespace gigaplan::futures
