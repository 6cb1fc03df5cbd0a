// How does one simulation stay apart from all others? In a forked child that sends its numbers down a pipe.
#pragma once

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace gigaplan::sim {

/// The child died or threw: a bug of ours, not a property of the scenario.
struct SimulationFailed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Runs `simulate` in a forked child and returns the numbers it computes. SimGrid allows one Engine a process and a
/// crash in it must not take the caller along; a fork costs about a millisecond.
/// \param progress called in the parent with each share 0..1 that the child reports through the function it is given
/// \throws SimulationFailed with the child's exception text, or the signal that killed it
[[nodiscard]] std::vector<double> run_in_child(
    const std::function<std::vector<double>(const std::function<void(double)>& report)>& simulate,
    const std::function<void(double)>& progress = {});

}  // namespace gigaplan::sim
