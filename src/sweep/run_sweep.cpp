#include "sweep/run_sweep.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/random.hpp"

namespace gigaplan::sweep {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

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

/// Hands out the runs that are still to be done, in the order of their numbers or mixed.
class Queue {
 public:
  Queue(const Plan& plan, const Shard& shard, std::vector<bool> settled)
      : plan_(plan), shard_(shard), settled_(std::move(settled)) {}

  [[nodiscard]] std::optional<std::uint64_t> next() {
    if (mixed_) {
      return at_ < order_.size() ? std::optional(order_[at_++]) : std::nullopt;
    }
    for (; at_ < plan_.points.count(); ++at_) {
      if (wanted(at_)) {
        return at_++;
      }
    }
    return std::nullopt;
  }

  /// An order that the sweep's seed gives.
  void mix() {
    while (const auto run = next()) {
      order_.push_back(*run);
    }
    RandomStream random(plan_.spec.seed, "sweep order", shard_.index);
    shuffle(order_, random);
    mixed_ = true;
    at_ = 0;
  }

  [[nodiscard]] bool wanted(std::uint64_t run) const {
    return shard_.holds(run) && !settled_[static_cast<std::size_t>(run)] &&
           (plan_.on_axes.empty() || holds(plan_.on_axes, plan_.points.names(), plan_.points.at(run), ""));
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
  std::uint64_t at_ = 0;
  std::vector<std::uint64_t> order_;
  bool mixed_ = false;
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

}  // namespace

SweepResult run_sweep(const Plan& plan, const fs::path& folder, const Simulate& simulate, const SweepOptions& options) {
  StoreLayout layout = plan.layout;
  layout.meta["shard"] = shard_text(options.shard);
  Store store = Store::open(results_file(folder), layout);
  SweepResult result = run_into(store, plan, simulate, options);
  if (result.stop == batch::Stop::finished) {
    store.complete();
    write_csv(store, folder);
  }
  return result;
}

SweepResult run_into(Store& store, const Plan& plan, const Simulate& simulate, const SweepOptions& options) {
  SweepResult result{.name = plan.spec.name};
  Queue queue(plan, options.shard, store.settled(plan.points.count()));
  const std::uint64_t total = queue.count();
  if (options.shuffle) {
    queue.mix();
  }
  for (const auto& [status, n] : store.counts()) {
    result.before += is_final(status) ? n : 0;
  }
  Keeper keeper(plan, store, result);
  const auto work = [&](std::uint64_t run, const batch::Claim& claim) {
    const Point point = plan.points.at(run);
    const auto accepts = [&](const std::string& scenario_json) {
      return plan.on_scenario.empty() || holds(plan.on_scenario, plan.points.names(), point, scenario_json);
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
  result.failures = store.failures();
  if (result.stop == batch::Stop::finished) {
    return result;
  }
  result.missing = Queue(plan, options.shard, store.settled(plan.points.count())).count();
  for (const auto& [status, n] : result.counts) {
    result.missing -= is_final(status) ? 0 : n;  // they have a result, though one that is tried again
  }
  return result;
}

}  // namespace gigaplan::sweep
