// What does a page show of a network's sizes?
#pragma once

#include "io/report_writer.hpp"
#include "report/page.hpp"
#include "sweep/sizing.hpp"

namespace gigaplan::cli {

/// Price against step time with the front, tokens per euro, and a table with a row a variant.
[[nodiscard]] report::Page sizing_page(const sweep::Sizing& sizing, const io::Versions& versions);

}  // namespace gigaplan::cli
