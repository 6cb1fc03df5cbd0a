// What does a page show of a sweep?
#pragma once

#include <filesystem>
#include <string>

#include "report/page.hpp"
#include "sweep/store.hpp"

namespace gigaplan::cli {

/// The best of all runs; cost against output and a table, of the first of them.
[[nodiscard]] report::Page sweep_page(const std::string& name, const sweep::Store& store);

/// Writes report.html beside a complete sweep's runs.csv. \throws sweep::StoreError if it cannot be written
void write_sweep_page(const std::string& name, const std::filesystem::path& folder);

}  // namespace gigaplan::cli
