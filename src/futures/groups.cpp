#include "futures/groups.hpp"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <deque>
#include <optional>
#include <string_view>
#include <vector>

namespace gigaplan::futures {
namespace {

constexpr std::size_t largest = 16;
constexpr auto patience = std::chrono::seconds(2);

struct Group {
  std::size_t begin = 0, end = 0;
};

void add_answer(std::string& all, const std::string& answer) {
  const std::size_t size = answer.size();
  all.append(reinterpret_cast<const char*>(&size), sizeof size);  // NOLINT: both ends are one program
  all += answer;
}

/// Takes the first of what add_answer() wrote.
std::string take_answer(std::string_view& all) {
  std::size_t size = 0;
  std::memcpy(&size, all.data(), sizeof size);
  std::string answer(all.substr(sizeof size, size));
  all.remove_prefix(sizeof size + size);
  return answer;
}

/// The tasks that no process has taken yet, and those that come back from one.
class Queue {
 public:
  Queue(std::size_t count, int workers) : count_(count), shares_(4 * static_cast<std::size_t>(std::max(1, workers))) {}

  /// The number of the next group. Large ones first: towards the end small ones, so that workers end together.
  std::optional<std::uint64_t> next() {
    Group group;
    if (!back_.empty()) {
      group = back_.front();
      back_.pop_front();
    } else if (at_ < count_) {
      group = {at_, at_ + std::clamp<std::size_t>((count_ - at_) / shares_, 1, largest)};
      at_ = group.end;
    } else {
      return std::nullopt;
    }
    groups_.push_back(group);
    return groups_.size() - 1;
  }

  [[nodiscard]] Group group(std::uint64_t number) const { return groups_[number]; }
  void again(Group group) { back_.push_back(group); }

 private:
  std::size_t count_, shares_, at_ = 0;
  std::vector<Group> groups_;
  std::deque<Group> back_;
};

std::string run_group(Group group, const GroupedWork& work) {
  const auto start = std::chrono::steady_clock::now();
  std::string answers;
  for (std::size_t task = group.begin; task < group.end; ++task) {
    const bool last = task + 1 == group.end || std::chrono::steady_clock::now() - start > patience;
    add_answer(answers, work(task, last));
    if (last) break;
  }
  return answers;
}

}  // namespace

batch::Stop run_grouped(std::size_t count, const GroupedWork& work,
                        const std::function<void(std::size_t task, const batch::Outcome& outcome)>& store,
                        const batch::Options& options) {
  Queue queue(count, options.workers);
  std::uint64_t ended = 0, failed = 0;
  const auto settle = [&](std::size_t task, const batch::Outcome& outcome) {
    ++ended;
    failed += outcome.ending == batch::Ending::done ? 0 : 1;
    store(task, outcome);
  };
  const auto keep = [&](const batch::Outcome& outcome) {
    Group group = queue.group(outcome.run);
    if (outcome.ending != batch::Ending::done) {
      if (group.end - group.begin == 1) {
        settle(group.begin, outcome);
      } else {
        for (std::size_t task = group.begin; task < group.end; ++task) queue.again({task, task + 1});
      }
      return true;
    }
    batch::Outcome one = outcome;
    for (std::string_view answers = outcome.output; !answers.empty(); ++group.begin) {
      one.output = take_answer(answers);
      settle(group.begin, one);
    }
    if (group.begin < group.end) queue.again(group);
    return true;
  };
  batch::Options grouped = options;
  if (options.progress) {
    grouped.progress = [&](const batch::Progress& p) {
      options.progress({.finished = ended, .failed = failed, .running = p.running, .elapsed_s = p.elapsed_s});
    };
  }
  return batch::run_batch(
      [&] { return queue.next(); },
      [&](std::uint64_t number, const batch::Claim&) { return run_group(queue.group(number), work); }, keep, grouped);
}

}  // namespace gigaplan::futures
