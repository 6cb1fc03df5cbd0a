// What do many scenarios come to, each as it stands and in every future, and how is that kept for the next time?
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "batch/pool.hpp"
#include "futures/subject.hpp"

namespace gigaplan::futures {

/// A scenario that was loaded without errors.
struct Given {
  std::filesystem::path file;
  std::vector<Setting> overrides;
  std::string sha256;  ///< of the resolved scenario
};

struct Sample {
  Values central;              ///< by figure; empty if there is none
  std::vector<Values> values;  ///< by future, then by figure; empty where no scenario could be made of a future
  std::string failure;         ///< why there is no central; empty if there is
  std::string impossible;      ///< why no scenario could be made of the first such future
};

struct SampleOptions {
  std::size_t futures = 50;
  std::uint64_t seed = 1;
  int workers = 1;
  std::filesystem::path kept;  ///< a file with samples of an earlier time, read and written anew; empty: none
  std::string version;         ///< of gigaplan: samples of another one do not count
  std::function<void(double share)> progress;
};

struct Samples {
  std::vector<Sample> of;  ///< in the order given
  std::size_t known = 0;   ///< taken from the file
  Issues issues;           ///< the file could not be written; one that cannot be read counts as none
  batch::Stop stop = batch::Stop::finished;
};

/// Each scenario in a process of its own: simulated once, then in its futures, whose luck is the same for all
/// (Subject::draw). Deterministic.
[[nodiscard]] Samples sample(const std::vector<Given>& given, const io::Catalogue& catalogue,
                             const std::vector<confidence::Residual>& rows, const Question& question,
                             const SampleOptions& options);

}  // namespace gigaplan::futures
