// How are many changes of many scenarios simulated side by side?
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "batch/pool.hpp"
#include "futures/draw.hpp"
#include "futures/subject.hpp"

namespace gigaplan::futures {

struct Task {
  std::size_t subject;
  Change change;
};

/// A task for each future of the luck.
[[nodiscard]] std::vector<Task> tasks_of(std::size_t subject, const Subject& of, Luck& luck);

struct Answer {
  Values values;        ///< empty if there is none
  std::string failure;  ///< why
};

struct Simulated {
  std::vector<Answer> answers;  ///< in the order of the tasks
  batch::Stop stop = batch::Stop::finished;
};

struct Running {
  int workers = 1;
  double seconds_limit = 600;                            ///< of one task, and of a group of them
  std::function<void(const batch::Progress&)> progress;  ///< of tasks
};

/// Simulates the tasks in processes side by side (groups.hpp). Deterministic whatever the number of workers. A task
/// that no scenario can be made of, that is refused, crashes or hangs has a failure and no values; the others go on.
[[nodiscard]] Simulated simulate(const std::vector<Subject>& subjects, const std::vector<Task>& tasks,
                                 const Running& running);

}  // namespace gigaplan::futures
