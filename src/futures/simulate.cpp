#include "futures/simulate.hpp"

#include <nlohmann/json.hpp>
#include <optional>

#include "futures/values_json.hpp"
#include "sim/child.hpp"

namespace gigaplan::futures {
namespace {

using Json = nlohmann::json;

std::string answer(const Subject& subject, const Change& change) {
  const auto failed = [](const std::exception& e) {
    return Json(e.what()).dump(-1, ' ', false, Json::error_handler_t::replace);
  };
  try {
    return packed(subject.values(change, true)).dump();
  } catch (const Impossible& e) {
    return failed(e);
  } catch (const sim::StepRefused& e) {
    return failed(e);
  }
}

}  // namespace

Simulated simulate(const std::vector<Subject>& subjects, const std::vector<Task>& tasks, const Running& running) {
  Simulated result;
  result.answers.resize(tasks.size());
  std::uint64_t at = 0;
  const auto next = [&]() { return at < tasks.size() ? std::optional(at++) : std::nullopt; };
  const auto work = [&](std::uint64_t i, const batch::Claim&) {
    return answer(subjects[tasks[i].subject], tasks[i].change);
  };
  const auto store = [&](const batch::Outcome& outcome) {
    Answer& into = result.answers[outcome.run];
    if (outcome.ending != batch::Ending::done) {
      into.failure = outcome.reason.empty() ? "it crashed" : outcome.reason;
      return true;
    }
    const Json told = Json::parse(outcome.output);
    if (told.is_string()) {
      into.failure = told.get<std::string>();
    } else {
      into.values = unpacked(told);
    }
    return true;
  };
  batch::Options options{.workers = running.workers, .limits = {.seconds = running.seconds_limit, .memory_byte = {}}};
  options.progress = running.progress;
  result.stop = batch::run_batch(next, work, store, options);
  return result;
}

}  // namespace gigaplan::futures
