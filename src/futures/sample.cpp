#include "futures/sample.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "futures/values_json.hpp"
#include "io/files.hpp"
#include "io/hash.hpp"
#include "io/object_reader.hpp"
#include "sim/child.hpp"

namespace gigaplan::futures {
namespace {

using Json = nlohmann::json;

constexpr const char* format = "gigaplan-samples/1";

Json packed_sample(const Sample& sample) {
  Json futures = Json::array();
  for (const auto& values : sample.values) futures.push_back(packed(values));
  return {{"central", packed(sample.central)},
          {"futures", std::move(futures)},
          {"failure", sample.failure},
          {"impossible", sample.impossible}};
}

Sample unpacked_sample(const Json& json) {
  Sample sample{unpacked(json.at("central")),
                {},
                json.at("failure").get<std::string>(),
                json.at("impossible").get<std::string>()};
  for (const auto& values : json.at("futures")) sample.values.push_back(unpacked(values));
  return sample;
}

/// What the process of a scenario answers.
Sample simulate_one(const Given& given, const io::Catalogue& catalogue, const std::vector<confidence::Residual>& rows,
                    const Question& question, const SampleOptions& options) {
  Sample sample;
  try {
    auto loaded = io::load_scenario(given.file, given.overrides, catalogue);
    if (!loaded.scenario) return {.failure = "it is not what it was when it was checked"};
    const Subject subject("", given.file, given.overrides, std::move(loaded), catalogue, rows, question);
    sample.central = subject.central();
    Luck luck(options.seed, options.futures);
    const auto shares = subject.draw(luck);
    for (std::size_t k = 0; k < options.futures; ++k) {
      std::vector<double> future;
      future.reserve(shares.size());
      for (const auto& dimension : shares) future.push_back(dimension[k]);
      try {
        sample.values.push_back(subject.values(subject.at(future)));
      } catch (const Impossible& e) {
        if (sample.impossible.empty()) sample.impossible = e.what();
        sample.values.emplace_back();
      }
    }
  } catch (const sim::StepRefused& e) {
    sample.failure = e.what();
  }
  return sample;
}

/// What a sample depends on, apart from the program.
std::string key_of(const Given& given, const std::string& asked) {
  return io::sha256(given.sha256 + "\n" + asked);
}

/// The figures, the futures and what is known of the step's error.
std::string asked_of(const Question& question, const SampleOptions& options,
                     const std::vector<confidence::Residual>& rows) {
  std::string text = fmt::format("{}\n{}\n{}\n{}", options.version, options.futures, options.seed, question.every);
  for (const auto& figure : question.figures) text += "\n" + figure.pointer;
  for (const auto& row : rows) text += fmt::format("\n{} {}", row.id, row.without_series);
  return text;
}

std::map<std::string, Sample> read_kept(const std::filesystem::path& file) {
  std::map<std::string, Sample> kept;
  std::error_code ignored;
  if (file.empty() || !std::filesystem::exists(file, ignored)) return kept;
  const auto issues = io::read_object_file(file, format, "", [&](const io::ObjectReader& whole, const io::Complain&) {
    try {
      for (const auto& [key, sample] : whole.object("samples").json().items())
        kept.emplace(key, unpacked_sample(sample));
    } catch (const Json::exception& e) {
      throw io::Malformed("/samples", e.what());
    }
  });
  if (has_errors(issues)) kept.clear();
  return kept;
}

Issues write_kept(const std::filesystem::path& file, const std::vector<std::string>& keys,
                  const std::vector<Sample>& samples) {
  Json all = Json::object();
  for (std::size_t i = 0; i < keys.size(); ++i)
    if (samples[i].failure.empty()) all[keys[i]] = packed_sample(samples[i]);
  const Json document = {{"format", format}, {"samples", std::move(all)}};
  return io::write_outputs(file.parent_path(), {{file.filename().string(), document.dump() + "\n"}});
}

}  // namespace

Samples sample(const std::vector<Given>& given, const io::Catalogue& catalogue,
               const std::vector<confidence::Residual>& rows, const Question& question, const SampleOptions& options) {
  Samples result;
  result.of.resize(given.size());
  const auto asked = asked_of(question, options, rows);
  const auto kept = read_kept(options.kept);
  std::vector<std::string> keys;
  std::vector<std::uint64_t> wanted;
  for (std::size_t i = 0; i < given.size(); ++i) {
    keys.push_back(key_of(given[i], asked));
    if (const auto found = kept.find(keys.back()); found != kept.end()) {
      result.of[i] = found->second;
      ++result.known;
    } else {
      wanted.push_back(i);
    }
  }
  std::size_t at = 0;
  const auto next = [&]() { return at < wanted.size() ? std::optional(wanted[at++]) : std::nullopt; };
  const auto work = [&](std::uint64_t i, const batch::Claim&) {
    return packed_sample(simulate_one(given[i], catalogue, rows, question, options))
        .dump(-1, ' ', false, Json::error_handler_t::replace);
  };
  const auto store = [&](const batch::Outcome& outcome) {
    if (outcome.ending == batch::Ending::done) {
      result.of[outcome.run] = unpacked_sample(Json::parse(outcome.output));
    } else {
      result.of[outcome.run].failure = outcome.reason.empty() ? "it crashed" : outcome.reason;
    }
    return true;
  };
  batch::Options pool{.workers = options.workers, .limits = {.seconds = 3600, .memory_byte = {}}};
  pool.progress = [&](const batch::Progress& p) {
    if (options.progress) {
      options.progress(static_cast<double>(p.finished) / static_cast<double>(std::max<std::size_t>(1, wanted.size())));
    }
  };
  result.stop = batch::run_batch(next, work, store, pool);
  if (!options.kept.empty() && !wanted.empty() && result.stop == batch::Stop::finished)
    result.issues = write_kept(options.kept, keys, result.of);
  return result;
}

}  // namespace gigaplan::futures
