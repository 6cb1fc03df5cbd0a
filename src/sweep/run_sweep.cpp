#include "sweep/run_sweep.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "io/text.hpp"

namespace gigaplan::sweep {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

Value value_of(const Json& json) {
  if (json.is_number()) {
    return json.get<double>();
  }
  if (json.is_boolean()) {
    return json.get<bool>() ? 1.0 : 0.0;
  }
  return json.is_string() ? Value(json.get<std::string>()) : Value();
}

/// True if every constraint holds. \param scenario null: the axes are enough
bool accepted(const std::vector<Expression>& constraints, const std::vector<std::string>& names, const Point& point,
              const Json* scenario) {
  const Lookup lookup = [&](const std::string& name) {
    const auto axis = std::ranges::find(names, name);
    if (axis != names.end()) {
      return value_of(Json::parse(point.cells[static_cast<std::size_t>(axis - names.begin())]));
    }
    const Json::json_pointer pointer(name);
    return scenario != nullptr && scenario->contains(pointer) ? value_of(scenario->at(pointer)) : Value();
  };
  return std::ranges::all_of(constraints, [&](const Expression& e) { return e.evaluate(lookup) != 0; });
}

/// What a worker says, and the batch reads: one JSON object.
std::string packed(const Simulated& result, const std::vector<Figure>& figures) {
  Json message = {{"status", static_cast<int>(result.status)},
                  {"skipped", result.skipped},
                  {"sha256", result.scenario_sha256},
                  {"message", result.message}};
  if (!result.report.empty()) {
    const Json report = Json::parse(result.report);
    message["figures"] = extract_figures(report, figures);
    message["seed"] = report.value(Json::json_pointer("/scenario/seed"), Json());
    message["report"] = result.report;
  }
  return message.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// Hands out the runs that are still to be done.
class Queue {
 public:
  Queue(const Plan& plan, const Shard& shard, std::vector<bool> settled)
      : plan_(plan), shard_(shard), settled_(std::move(settled)) {}

  [[nodiscard]] std::optional<std::uint64_t> next() {
    for (; run_ < plan_.points.count(); ++run_) {
      if (wanted(run_)) {
        return run_++;
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] bool wanted(std::uint64_t run) const {
    return shard_.holds(run) && !settled_[static_cast<std::size_t>(run)] &&
           (plan_.on_axes.empty() || accepted(plan_.on_axes, plan_.points.names(), plan_.points.at(run), nullptr));
  }

  /// How many are left.
  [[nodiscard]] std::uint64_t count() const {
    std::uint64_t n = 0;
    for (std::uint64_t run = shard_.index - 1; run < plan_.points.count(); run += shard_.count) {
      n += wanted(run) ? 1 : 0;
    }
    return n;
  }

 private:
  const Plan& plan_;
  Shard shard_;
  std::vector<bool> settled_;
  std::uint64_t run_ = 0;
};

/// Stores outcomes as they come.
class Keeper {
 public:
  Keeper(const Plan& plan, Store& store, SweepResult& result) : plan_(plan), store_(store), result_(result) {}

  /// False if it cannot be stored.
  bool keep(const batch::Outcome& outcome) {
    try {
      store(outcome);
      return true;
    } catch (const StoreError& e) {
      result_.error = e.what();
      return false;
    }
  }

 private:
  void store(const batch::Outcome& outcome) {
    const Point point = plan_.points.at(outcome.run);
    Row row{.run = outcome.run, .cells = point.cells, .replicate = point.replicate};
    Attempt attempt{.wall_s = outcome.wall_s, .memory_mb = outcome.memory_byte / 1e6};
    std::string report;
    if (outcome.ending == batch::Ending::duplicate) {
      if (auto original = store_.find(outcome.key)) {
        original->run = row.run;
        original->cells = row.cells;
        original->replicate = row.replicate;
        row = std::move(*original);
      } else {
        row.status = Status::crashed;
        row.message = "the run with the same inputs left no result";
      }
      attempt.duplicate = true;
      ++result_.shared;
    } else if (outcome.ending == batch::Ending::done) {
      const Json said = Json::parse(outcome.output);
      if (said["skipped"].get<bool>()) {
        return store_.skip(outcome.run);
      }
      row.status = static_cast<Status>(said["status"].get<int>());
      row.scenario_sha256 = said["sha256"];
      row.message = said["message"];
      if (said.contains("report")) {
        row.figures = said["figures"].get<std::vector<std::string>>();
        row.seed = said["seed"].get<std::uint64_t>();
        report = said["report"];
      }
      ++result_.simulated;
    } else {
      row.status = outcome.ending == batch::Ending::timeout         ? Status::timeout
                   : outcome.ending == batch::Ending::out_of_memory ? Status::out_of_memory
                                                                    : Status::crashed;
      row.scenario_sha256 = outcome.key;
      row.message = outcome.reason;
      ++result_.simulated;
    }
    store_.add(row, report, attempt);
  }

  const Plan& plan_;
  Store& store_;
  SweepResult& result_;
};

std::string shard_text(const Shard& shard) {
  return fmt::format("{}/{}", shard.index, shard.count);
}

void add_constraints(Plan& plan, Issues& issues) {
  const auto& names = plan.points.names();
  for (std::size_t i = 0; i < plan.spec.constraints.size(); ++i) {
    const std::string here = fmt::format("/constraints/{}", i);
    try {
      Expression expression(plan.spec.constraints[i]);
      bool looks_into_scenario = false;
      for (const std::string& name : expression.names()) {
        const bool pointer = name.starts_with('/') && io::pointer_tokens(name);
        looks_into_scenario = looks_into_scenario || pointer;
        if (!pointer && std::ranges::find(names, name) == names.end()) {
          const auto near = io::closest(name, names);
          issues.push_back({.pointer = here,
                            .message = fmt::format("there is no axis \"{}\"", io::shortened(name)),
                            .remedy = near ? fmt::format("did you mean {}?", *near)
                                           : fmt::format("use {} or {{/json/pointer}}", io::list_of(names))});
        }
      }
      (looks_into_scenario ? plan.on_scenario : plan.on_axes).push_back(std::move(expression));
    } catch (const BadExpression& e) {
      issues.push_back({.pointer = here, .message = e.what(), .remedy = "see docs/sweep.md for expressions"});
    }
  }
  if (has_errors(issues) || plan.points.count() == 0) {
    return;
  }
  try {
    (void)accepted(plan.on_axes, names, plan.points.at(0), nullptr);
  } catch (const BadExpression& e) {
    issues.push_back({.pointer = "/constraints", .message = e.what(), .remedy = "see docs/sweep.md for expressions"});
  }
}

}  // namespace

std::optional<Plan> make_plan(const SweepSpec& spec, std::uint64_t first_seed, const std::string& identity,
                              const std::map<std::string, std::string>& versions, Issues& issues) {
  Plan plan{.spec = spec, .points = Points(spec, first_seed), .layout = {}, .on_axes = {}, .on_scenario = {}};
  plan.layout.axes = plan.points.names();
  for (const SweepAxis& axis : spec.axes) {
    plan.layout.pointers.push_back(axis.pointer);
  }
  plan.layout.pointers.resize(plan.layout.axes.size());
  plan.layout.figures = figure_columns(spec.figures, plan.layout.axes, issues);
  plan.layout.meta = versions;
  plan.layout.meta["identity"] = identity;
  plan.layout.meta["name"] = spec.name;
  plan.layout.meta["runs"] = std::to_string(plan.points.count());
  add_constraints(plan, issues);
  return has_errors(issues) ? std::nullopt : std::optional(std::move(plan));
}

SweepResult run_sweep(const Plan& plan, const fs::path& folder, const Simulate& simulate, const SweepOptions& options) {
  SweepResult result{.name = plan.spec.name};
  StoreLayout layout = plan.layout;
  layout.meta["shard"] = shard_text(options.shard);
  Store store = Store::open(results_file(folder), layout);
  Queue queue(plan, options.shard, store.settled(plan.points.count()));
  const std::uint64_t total = queue.count();
  for (const auto& [status, n] : store.counts()) {
    result.before += is_final(status) ? n : 0;
  }
  Keeper keeper(plan, store, result);
  const auto work = [&](std::uint64_t run, const batch::Claim& claim) {
    const Point point = plan.points.at(run);
    const auto accepts = [&](const std::string& scenario_json) {
      if (plan.on_scenario.empty()) {
        return true;
      }
      const Json scenario = Json::parse(scenario_json);
      return accepted(plan.on_scenario, plan.points.names(), point, &scenario);
    };
    try {
      return packed(simulate(point, claim, accepts), plan.layout.figures);
    } catch (const BadExpression& e) {
      return packed({.status = Status::invalid, .message = e.what()}, plan.layout.figures);
    }
  };
  batch::Options batch;
  batch.workers = options.workers;
  batch.limits.seconds = plan.spec.limits.minutes * 60;
  if (plan.spec.limits.memory_gib) {
    batch.limits.memory_byte = *plan.spec.limits.memory_gib * 1024 * 1024 * 1024;
  }
  batch.known = [&](const std::string& key) { return store.knows(key); };
  batch.progress = [&](const batch::Progress& progress) {
    if (options.progress) {
      options.progress(progress, total);
    }
  };
  result.stop = batch::run_batch([&] { return queue.next(); }, work,
                                 [&](const batch::Outcome& outcome) { return keeper.keep(outcome); }, batch);
  result.counts = store.counts();
  result.skipped = store.skipped();
  result.missing = Queue(plan, options.shard, store.settled(plan.points.count())).count();
  for (const auto& [status, n] : result.counts) {
    result.missing -= is_final(status) ? 0 : n;  // they have a result, though one that is tried again
  }
  result.failures = store.failures();
  if (result.stop == batch::Stop::finished) {
    store.complete();
    write_csv(store, folder);
  }
  return result;
}

SweepResult merge_shards(const fs::path& folder) {
  const auto files = shard_results(folder);
  if (files.empty()) {
    throw StoreError(fmt::format("{}: there are no shards (shards/1-of-n/results.sqlite ...)", folder.string()));
  }
  std::vector<Store> shards;
  std::vector<bool> seen;
  StoreLayout layout;
  for (const fs::path& file : files) {
    shards.push_back(Store::read(file));
    const StoreLayout& own = shards.back().layout();
    const auto shard = parse_shard(own.meta.count("shard") != 0 ? own.meta.at("shard") : "");
    if (!shard) {
      throw StoreError(fmt::format("{}: is not the result of a shard", file.string()));
    }
    if (seen.empty()) {
      layout = own;
      seen.resize(shard->count);
    }
    if (own.meta.at("identity") != layout.meta.at("identity") || seen.size() != shard->count ||
        own.axes != layout.axes || own.figures != layout.figures) {
      throw StoreError(fmt::format("{}: belongs to another sweep, or another number of shards, than {}", file.string(),
                                   files.front().string()));
    }
    seen[shard->index - 1] = true;
  }
  if (const auto gap = std::ranges::find(seen, false); gap != seen.end()) {
    throw StoreError(fmt::format("{}: shard {}/{} is missing; run it with --shard {}/{}", folder.string(),
                                 gap - seen.begin() + 1, seen.size(), gap - seen.begin() + 1, seen.size()));
  }
  for (std::size_t i = 0; i < shards.size(); ++i) {
    const auto& meta = shards[i].layout().meta;
    if (meta.count("complete") == 0) {
      throw StoreError(fmt::format("{}: is not complete; run it again with --shard {} --resume", files[i].string(),
                                   meta.at("shard")));
    }
  }
  layout.meta.erase("complete");
  layout.meta["shard"] = "1/1";
  Store whole = Store::open(results_file(folder), layout);
  for (const Store& shard : shards) {
    whole.absorb(shard);
  }
  SweepResult result;
  result.counts = whole.counts();
  result.skipped = whole.skipped();
  result.failures = whole.failures();
  result.name = layout.meta.at("name");
  whole.complete();
  write_csv(whole, folder);
  return result;
}

}  // namespace gigaplan::sweep
