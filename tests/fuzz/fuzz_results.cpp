// Can any file that is given out as results crash the gate?
#include <nlohmann/json.hpp>

#include "gate/check.hpp"
#include "gate/diff.hpp"
#include "gate/formats.hpp"
#include "scratch.hpp"
#include "sweep/store.hpp"

using namespace gigaplan;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fuzz::Scratch scratch("results");
  try {
    const gate::Results results(scratch.write(data, size));
    for (std::size_t entry = 0; entry < results.entries().size(); ++entry) {
      require(results.find(results.entries()[entry].key).has_value(), "an entry is found by its key");
      for (const char* name : {"status", "run", "site", "finance_capex_eur", "/a", "/l/0", "/l/", "/l/9", "x", "/"}) {
        try {
          (void)results.value(entry, name);
        } catch (const sweep::BadExpression&) {  // there is no such name: said as it should be
        }
      }
    }
    const gate::Difference difference = gate::diff(results, results, 0);
    require(difference.changes.empty(), "nothing moves from results to themselves");
    require(!gate::plain_text(difference).empty() && !gate::json_text(difference).empty(), "a difference is told");
    const auto verdicts = gate::check(results, nullptr, {.name = "book", .rules = {}});
    require(verdicts.size() == 1, "every run has to be done");
    require(!gate::junit_xml(verdicts, "suite").empty() && !gate::markdown(verdicts, "suite").empty(), "and is told");
  } catch (const gate::BadResults& e) {
    require(*e.what() != '\0', "a fault has a message");
  } catch (const sweep::StoreError& e) {
    require(*e.what() != '\0', "a fault has a message");
  }
  return 0;
}
