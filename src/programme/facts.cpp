#include "programme/facts.hpp"

#include "io/object_reader.hpp"

namespace gigaplan::programme {
namespace {

using io::Malformed;
using io::ObjectReader;

constexpr const char* format = "gigaplan-proposals/1";

std::pair<std::string, Fact> fact_of(const ObjectReader& row) {
  Fact fact{.site = row.text("site", ""), .region = row.text("grid_region", ""), .least_public_share = {}};
  if (row.has("least_public_share")) {
    const double share = row.number("least_public_share");
    if (share < 0 || share > 1) {
      throw Malformed(row.at("least_public_share"), "expected a share from 0 to 1");
    }
    fact.least_public_share = share;
  }
  return {row.text("id"), fact};
}

}  // namespace

Facts read_facts(const std::filesystem::path& file) {
  Facts facts;
  facts.issues = io::read_object_file(
      file, format, "docs/portfolio.md has the format", [&](const ObjectReader& whole, const io::Complain& complain) {
        const auto& list = whole.list("proposals");
        for (std::size_t i = 0; i < list.size(); ++i) {
          try {
            const ObjectReader row(list[i], whole.at("proposals") + "/" + std::to_string(i));
            if (const auto [id, fact] = fact_of(row); !facts.by_id.emplace(id, fact).second) {
              throw Malformed(row.at("id"), "\"" + printable(id) + "\" stands twice");
            }
          } catch (const Malformed& e) {
            complain(e);
          }
        }
      });
  return facts;
}

}  // namespace gigaplan::programme
