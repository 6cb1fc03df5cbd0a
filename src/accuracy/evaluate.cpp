#include "accuracy/evaluate.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "confidence/confidence.hpp"
#include "sim/training_step.hpp"

namespace gigaplan::accuracy {
namespace {

using Json = nlohmann::json;

Json packed(const std::vector<Point>& points, const Scenario& scenario) {
  Json list = Json::array();
  for (const auto& p : points) {
    list.push_back({p.what, p.unit, p.predicted, p.published});
    if (p.interval) list.back().insert(list.back().end(), {p.interval->low, p.interval->high});
  }
  const auto& job = scenario.training;
  return {{"points", std::move(list)},
          {"chips", static_cast<double>(scenario.cluster.chips())},
          {"precision", confidence::precision_name(job.precision)},
          {"sequence_length", job.sequence_length},
          {"experts", job.model.experts.has_value()}};
}

void unpack(const std::string& text, Result& result) {
  const Json answer = Json::parse(text);
  if (answer.contains("bad_case")) {
    result.bad_case = true;
    result.failure = answer["bad_case"].get<std::string>();
    return;
  }
  for (const Json& p : answer["points"]) {
    result.points.push_back({p[0].get<std::string>(), p[1].get<std::string>(), p[2].get<double>(), p[3].get<double>()});
    if (p.size() > 4) result.points.back().interval = {p[4].get<double>(), p[5].get<double>()};
  }
  result.chips = answer["chips"].get<double>();
  result.step = {answer["precision"].get<std::string>(), answer["sequence_length"].get<int>(),
                 answer["experts"].get<bool>()};
  for (std::size_t u = 0; u < answer.value("unseen", Json::array()).size(); ++u)
    if (const Json& seconds = answer["unseen"][u]; !seconds.is_null()) result.unseen.at(u) = seconds.get<double>();
}

/// What the process of a case answers.
std::string answer(const Case& c, const std::filesystem::path& base, const io::Catalogue& catalogue,
                   const UnseenSets& sets) {
  try {
    const auto scenario = scenario_of(c, base, catalogue);
    const auto points = predict(c, scenario);
    Json all = packed(points, scenario);
    if (c.kind == "step" && c.layout_stated) {
      for (const auto& seconds : predict_unseen(c, scenario, points.at(0).predicted, sets))
        all["unseen"].push_back(seconds ? Json(*seconds) : Json());
    }
    return all.dump();
  } catch (const BadCase& e) {
    return Json({{"bad_case", e.what()}}).dump();
  } catch (const sim::StepRefused& e) {
    return Json({{"bad_case", e.what()}}).dump();
  }
}

using Choose = std::function<bool(const Result&)>;

Group summed(const std::string& name, const std::vector<Result>& results, const Choose& belongs) {
  std::vector<double> calibration, test, guessed;
  ByUnseen<std::vector<double>> unseen;
  for (const auto& r : results) {
    if (r.points.empty() || !belongs(r)) continue;
    auto& into = !r.of.layout_stated ? guessed : r.of.calibrates ? calibration : test;
    for (const auto& p : r.points) into.push_back(p.error());
    for (std::size_t u = 0; u < unseen_count; ++u)
      if (r.unseen[u]) unseen[u].push_back(*r.unseen[u] / r.points.front().published - 1);
  }
  Group group{name, summarise(calibration), summarise(test), summarise(guessed), {}};
  std::ranges::transform(unseen, group.unseen.begin(), summarise);
  return group;
}

}  // namespace

std::size_t Evaluation::failures() const {
  return static_cast<std::size_t>(std::ranges::count_if(results, [](const Result& r) { return !r.failure.empty(); }));
}

Coverage coverage(const std::vector<Result>& results, bool calibration) {
  Coverage found;
  for (const auto& r : results) {
    if (r.of.calibrates != calibration) continue;
    for (const auto& p : r.points) {
      if (!p.interval) continue;
      ++found.figures;
      found.inside += p.interval->contains(p.published) ? 1 : 0;
    }
  }
  return found;
}

std::vector<Group> group_results(const std::vector<Result>& results) {
  const auto step = [](const Result& r) { return r.of.kind == "step"; };
  const auto family = [&](const char* name) {
    return [step, name](const Result& r) { return step(r) && r.of.family == name; };
  };
  const auto dense = [step](const Result& r) { return step(r) && r.of.family.ends_with(" dense"); };
  const auto kind = [](const char* name) { return [name](const Result& r) { return r.of.kind == name; }; };
  const std::vector<std::pair<std::string, Choose>> wanted = {
      {"step time, A100 dense", family("a100 dense")},
      {"step time, H100 and H200 dense", family("hopper dense")},
      {"step time, B200 to GB300 dense", family("blackwell dense")},
      {"step time, H100 to GB300 dense", [&](const Result& r) { return dense(r) && r.of.family != "a100 dense"; }},
      {"step time, all dense", dense},
      {"step time, dense on 2,048 chips or more", [&](const Result& r) { return dense(r) && r.chips >= 2048; }},
      {"step time, mixture of experts", family("moe")},
      {"memory of a chip", kind("memory")},
      {"all-reduce bandwidth", kind("collective")},
      {"node power", kind("node_power")},
      {"energy of a run", kind("energy")},
      {"interruptions", kind("interruptions")},
      {"failures", kind("mttf")},
      {"switches and cables", kind("bill")}};
  std::vector<Group> groups;
  groups.reserve(wanted.size());
  for (const auto& [name, belongs] : wanted) groups.push_back(summed(name, results, belongs));
  std::erase_if(groups, [](const Group& g) { return g.calibration.count + g.test.count + g.guessed.count == 0; });
  return groups;
}

Evaluation evaluate(const CaseSet& cases, const io::Catalogue& catalogue, int workers,
                    const std::function<void(double)>& progress, const UnseenSets& sets) {
  Evaluation evaluation;
  std::vector<std::uint64_t> wanted;
  evaluation.results.reserve(cases.cases.size());
  for (const auto& c : cases.cases) {
    if (c.left_out.empty()) wanted.push_back(evaluation.results.size());
    evaluation.results.push_back({.of = c});
  }
  std::size_t at = 0;
  const auto next = [&]() { return at < wanted.size() ? std::optional(wanted[at++]) : std::nullopt; };
  const auto work = [&](std::uint64_t i, const batch::Claim&) {
    return answer(cases.cases[i], cases.base, catalogue, sets);
  };
  const auto store = [&](const batch::Outcome& outcome) {
    Result& result = evaluation.results[outcome.run];
    if (outcome.ending == batch::Ending::done) {
      unpack(outcome.output, result);
    } else {
      result.failure = outcome.reason.empty() ? "the prediction crashed" : outcome.reason;
    }
    return true;
  };
  batch::Options options{.workers = workers, .limits = {.seconds = 300, .memory_byte = {}}, .retries = 1};
  options.progress = [&](const batch::Progress& p) {
    if (progress) {
      progress(static_cast<double>(p.finished) / static_cast<double>(std::max<std::size_t>(1, wanted.size())));
    }
  };
  evaluation.stop = batch::run_batch(next, work, store, options);
  evaluation.groups = group_results(evaluation.results);
  return evaluation;
}

}  // namespace gigaplan::accuracy
