// Which SimGrid do we run on? One place pins its model, so that every simulation means the same.
#pragma once

#include <simgrid/s4u.hpp>

namespace gigaplan::sim {

/// Starts the process's only Engine with our settings: CM02 without protocol factors (1 GB over 1e8 B/s takes 10 s;
/// what protocols cost is an explicit parameter of ours), max-min shares without cross traffic, times exact to
/// `time_precision` seconds. Call it in the child only: a second Engine in one process would go on from the first one's
/// clock.
[[nodiscard]] simgrid::s4u::Engine& start_engine(double time_precision);

}  // namespace gigaplan::sim
