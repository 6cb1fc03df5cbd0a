// How do many short tasks share processes, and none of them harms another?
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "batch/pool.hpp"

namespace gigaplan::futures {

/// What a task answers. \param last the process that runs it runs no other after it
using GroupedWork = std::function<std::string(std::size_t task, bool last)>;

/// The tasks 0 .. count - 1, several after each other in one process: what a process costs (its pages above all) is
/// then paid once for all of them. A process takes no further task after two seconds. If one dies or hangs, each of its
/// tasks is run again in a process of its own, so that only the one whose fault it was fails. `store` is called once a
/// task, in any order. \param options its limits are those of a group, and of a task that is run alone; its progress is
/// told in tasks
[[nodiscard]] batch::Stop run_grouped(std::size_t count, const GroupedWork& work,
                                      const std::function<void(std::size_t task, const batch::Outcome& outcome)>& store,
                                      const batch::Options& options);

}  // namespace gigaplan::futures
