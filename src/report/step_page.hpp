// What does an engineer read of one training step?
#pragma once

#include "io/report_writer.hpp"
#include "model/result.hpp"
#include "model/scenario.hpp"
#include "model/step_events.hpp"
#include "report/page.hpp"

namespace gigaplan::report {

/// \param events what happened when, as finish_events() leaves them; no rows: the page has no timeline
[[nodiscard]] Page step_page(const Scenario& scenario, const StepResult& step, const FabricResult& fabric,
                             const StepEvents& events, const std::vector<Assumption>& inputs,
                             const io::Versions& versions);

/// What each class of ranks does during a step. Of many classes `most_rows`, evenly spread over the stages; a row shows
/// for each thousandth of the step what took most of it.
[[nodiscard]] Chart timeline_chart(const StepEvents& events, std::size_t most_rows = 16);

}  // namespace gigaplan::report
