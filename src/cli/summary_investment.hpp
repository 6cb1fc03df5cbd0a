// What does the analyst read of a project's money in four lines?
#pragma once

#include <string>
#include <string_view>

#include "cli/terminal.hpp"
#include "model/investment.hpp"

namespace gigaplan::cli {

/// "  Label        text", wrapped under the text
[[nodiscard]] std::string row(const Style& style, std::string_view label, const std::string& text);

/// Who pays, what owners and the project get, how debt is served, and what public money brings along.
[[nodiscard]] std::string investment_rows(const InvestmentResult& investment, const Style& style);

}  // namespace gigaplan::cli
