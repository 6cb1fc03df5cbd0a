// How do shards become one whole?
#include <fmt/format.h>

#include <algorithm>

#include "sweep/run_sweep.hpp"

namespace gigaplan::sweep {
namespace {

namespace fs = std::filesystem;

}  // namespace

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
    const auto shard = parse_shard(own.meta.contains("shard") ? own.meta.at("shard") : "");
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
    if (!meta.contains("complete")) {
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
