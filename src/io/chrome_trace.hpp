// How does a recorded step become a file that Perfetto and chrome://tracing open?
#pragma once

#include <iosfwd>
#include <string>

#include "model/step_events.hpp"

namespace gigaplan::io {

/// What the trace says about itself.
struct TraceOrigin {
  std::string scenario;  ///< name
  std::string gigaplan;  ///< version
};

/// Trace Event Format, JSON. A process a pipeline stage, a thread a class of ranks (what they do) and one or more a
/// channel (what is on the wire: transfers that overlap stand in threads of their own); process 0 has the counters.
/// Times are microseconds with six decimals, so that what follows each other meets exactly. `events` as
/// finish_events() leaves them.
void write_chrome_trace(std::ostream& out, const StepEvents& events, const TraceOrigin& origin);

}  // namespace gigaplan::io
