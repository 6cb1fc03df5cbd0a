#include "futures/simulate.hpp"

#include <nlohmann/json.hpp>
#include <optional>

#include "futures/groups.hpp"
#include "futures/values_json.hpp"
#include "sim/child.hpp"

namespace gigaplan::futures {
namespace {

using Json = nlohmann::json;

std::string answer(const Subject& subject, const Change& change, bool last) {
  const auto failed = [](const std::exception& e) {
    return Json(e.what()).dump(-1, ' ', false, Json::error_handler_t::replace);
  };
  try {
    return packed(subject.values(change, last)).dump();
  } catch (const Impossible& e) {
    return failed(e);
  } catch (const sim::StepRefused& e) {
    return failed(e);
  }
}

}  // namespace

std::vector<Task> tasks_of(std::size_t subject, const Subject& of, Luck& luck) {
  const auto shares = of.draw(luck);
  std::vector<Task> tasks;
  tasks.reserve(luck.count());
  for (std::size_t k = 0; k < luck.count(); ++k) {
    std::vector<double> future;
    future.reserve(shares.size());
    for (const auto& dimension : shares) future.push_back(dimension[k]);
    tasks.push_back({subject, of.at(future)});
  }
  return tasks;
}

Simulated simulate(const std::vector<Subject>& subjects, const std::vector<Task>& tasks, const Running& running) {
  Simulated result;
  result.answers.resize(tasks.size());
  const auto work = [&](std::size_t i, bool last) { return answer(subjects[tasks[i].subject], tasks[i].change, last); };
  const auto store = [&](std::size_t i, const batch::Outcome& outcome) {
    Answer& into = result.answers[i];
    if (outcome.ending != batch::Ending::done) {
      into.failure = outcome.reason.empty() ? "it crashed" : outcome.reason;
      return;
    }
    const Json told = Json::parse(outcome.output);
    if (told.is_string()) {
      into.failure = told.get<std::string>();
    } else {
      into.values = unpacked(told);
    }
  };
  batch::Options options{.workers = running.workers, .limits = {.seconds = running.seconds_limit, .memory_byte = {}}};
  options.progress = running.progress;
  result.stop = run_grouped(tasks.size(), work, store, options);
  return result;
}

}  // namespace gigaplan::futures
