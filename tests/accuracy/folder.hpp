// Where do these tests get their cases from? From a folder of their own, with the project's base scenario in it.
#pragma once

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>

#include "../temporary.hpp"
#include "accuracy/cases.hpp"
#include "io/catalogue.hpp"

namespace measured {

using Json = nlohmann::json;

inline const std::filesystem::path source = GIGAPLAN_SOURCE_DIR;

inline gigaplan::io::Catalogue catalogue() {
  return {.root = source / "scenarios" / "catalogue"};
}

/// A file that holds these cases.
inline std::string file_of(std::initializer_list<Json> cases) {
  return Json({{"format", "gigaplan-cases/1"},
               {"group", "some"},
               {"source", {{"title", "A paper"}}},
               {"cases", Json::array_t(cases)}})
      .dump();
}

/// A case that does not train: `published` on `nodes` nodes of the catalogue.
inline Json machine(const std::string& kind, const Json& published, const std::string& node = "dgx-h200",
                    int nodes = 1) {
  return {{"id", "one"},
          {"kind", kind},
          {"role", "test"},
          {"scenario", {{"cluster", {{"node", node}, {"nodes", nodes}, {"fabric", "ndr-3tier"}}}}},
          {"published", published}};
}

/// Llama 3 8B on the tensor ranks of one node.
inline Json training(const Json& published, const std::string& kind = "step") {
  Json c = machine(kind, published, "grand-teton-h100");
  c["scenario"]["cluster"]["fabric"] = "roce-3tier-llama3";
  c["scenario"]["training"] = {{"model", "llama3-8b"},
                               {"stack", "megatron-core-2024"},
                               {"precision", "bf16"},
                               {"sequence_length", 8192},
                               {"micro_batch", 1},
                               {"global_batch", 2},
                               {"plan", {{"tensor", 8}, {"pipeline", 1}, {"data", 1}, {"zero_stage", 0}}}};
  return c;
}

class Folder {
 public:
  Folder() {
    (void)folder_.write("base.json", temporary::content(source / "tests" / "validation" / "cases" / "base.json"));
  }
  [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }
  [[nodiscard]] std::filesystem::path write(const std::string& name, const std::string& text) const {
    return folder_.write(name, text);
  }
  /// What is read of a folder with these cases in one file.
  [[nodiscard]] gigaplan::accuracy::CaseSet read(std::initializer_list<Json> cases) const {
    (void)folder_.write("some.json", file_of(cases));
    return gigaplan::accuracy::read_cases(folder_.path());
  }

 private:
  temporary::Folder folder_;
};

}  // namespace measured
