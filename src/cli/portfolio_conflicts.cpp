#include "cli/portfolio_conflicts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "base/readable.hpp"

namespace gigaplan::cli {
namespace {

/// Those that are funded in any case, by what they share.
using Together = std::map<std::string, std::vector<std::string>>;

Together together(const std::vector<Entry>& entries, const std::set<std::string>& must, std::string Entry::*what) {
  Together all;
  for (const Entry& entry : entries)
    if (must.contains(entry.id)) all[entry.*what].push_back(printable(entry.id));
  return all;
}

void check_must(const portfolio::Limits& limits, const std::vector<Entry>& entries, Issues& issues) {
  const std::set<std::string> must(limits.must.begin(), limits.must.end());
  for (const auto& id : must) {
    if (std::ranges::find(limits.must_not, id) == limits.must_not.end()) continue;
    issues.push_back({.file = "--must, --must-not",
                      .message = fmt::format("{} is to be funded, and not to be", printable(id)),
                      .remedy = "leave one of the two out"});
  }
  if (limits.max_sites && must.size() > *limits.max_sites) {
    issues.push_back({.file = "--must, --sites",
                      .message = fmt::format("{} have to be funded, of at most {}", must.size(), *limits.max_sites),
                      .remedy = "allow more, or ask for fewer"});
  }
  for (const auto& [site, ids] : together(entries, must, &Entry::site)) {
    if (ids.size() < 2) continue;
    issues.push_back({.file = "--must",
                      .message = fmt::format("{} and {} compete for one site ({}), which takes one of them", ids[0],
                                             ids[1], printable(site)),
                      .remedy = "ask for one of them"});
  }
  for (const auto& [country, ids] : together(entries, must, &Entry::country)) {
    if (!limits.max_per_country || ids.size() <= *limits.max_per_country) continue;
    issues.push_back({.file = "--must, --max-per-country",
                      .message = fmt::format("{} have to be funded in {}, where at most {} can be", ids.size(),
                                             printable(country), *limits.max_per_country),
                      .remedy = "allow more, or ask for fewer"});
  }
}

}  // namespace

Issues conflicts_known_before(const portfolio::Limits& limits, const std::vector<Entry>& entries) {
  Issues issues;
  check_must(limits, entries, issues);
  std::size_t left = 0;
  std::set<std::string> countries;
  for (const Entry& entry : entries) {
    if (std::ranges::find(limits.must_not, entry.id) != limits.must_not.end()) continue;
    ++left;
    countries.insert(entry.country);
  }
  if (limits.min_sites > left) {
    issues.push_back(
        {.file = "--sites",
         .message = fmt::format("{} are to be funded, of {}{}", limits.min_sites, counted(entries.size(), "proposal"),
                                left < entries.size() ? fmt::format(" of which {} may be", left) : ""),
         .remedy = "ask for fewer"});
  }
  if (limits.min_countries > countries.size()) {
    issues.push_back({.file = "--min-countries",
                      .message = fmt::format("{} are asked for; the proposals that may be funded are in {}",
                                             limits.min_countries, countries.size()),
                      .remedy = "ask for fewer"});
  } else if (limits.max_sites && limits.min_countries > *limits.max_sites) {
    issues.push_back({.file = "--min-countries, --sites",
                      .message = fmt::format("{} countries need as many sites; at most {} are to be funded",
                                             limits.min_countries, *limits.max_sites),
                      .remedy = "ask for fewer countries, or allow more sites"});
  }
  return issues;
}

}  // namespace gigaplan::cli
