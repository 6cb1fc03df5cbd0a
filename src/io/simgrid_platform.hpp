// How do users of SimGrid get the machine? A platform file that SimGrid reads.
#pragma once

#include <iosfwd>

#include "base/issue.hpp"
#include "io/report_writer.hpp"
#include "model/scenario.hpp"
#include "network/routing.hpp"

namespace gigaplan::io {

/// Can this machine be written? Errors name the limit.
[[nodiscard]] Issues check_simgrid_platform(const network::Routing& routing);

/// SimGrid platform XML, DTD 4.1: a host a chip ("chip-0" ...; speed: its peak at the job's precision), directed links
/// with bandwidths as simulated. Over any route latencies add up to network::step_latency(). Scale-up domains carry
/// what stays inside them. A fat tree with adaptive routing is what gigaplan simulates, a tree of trunks with unique
/// routes; elsewhere each pair of chips gets one shortest path, parallel cables as one link. `routing` as damaged:
/// links that are down are missing, a chip without a NIC of its own goes over the one that stands in for it, slow chips
/// have less speed.
void write_simgrid_platform(std::ostream& out, const Scenario& scenario, const network::Routing& routing,
                            const Versions& versions);

}  // namespace gigaplan::io
