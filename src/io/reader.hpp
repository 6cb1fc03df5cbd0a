// How does a resolved document become a model struct, with everything wrong in it told at once?
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "io/description.hpp"
#include "io/document.hpp"
#include "io/fields.hpp"

namespace gigaplan::io {

/// What the reader filled in: pointer of the default → where it comes from.
using Defaults = std::map<std::string, std::string>;

/// Reads the keys of a struct that is described to it. Defaults are written into the document.
class Reader : public Visitor {
 public:
  /// \param kind of the document, for suggestions across levels
  Reader(Document& document, const std::string& kind, Issues& issues, Defaults& defaults);

  /// Reads the whole document: `describe(reader, value)` between begin() and end().
  bool begin();
  void end() { leave(); }

 private:
  struct Level {
    Json* value = nullptr;
    std::string pointer;
    std::vector<std::string> known;    ///< keys met so far
    std::vector<std::string> missing;  ///< required keys that are not there
    bool elsewhere = false;            ///< it lies in a file that could not be read, which is told already
  };

  bool visit_number(const NumberField& f, double& value) override;
  bool visit_optional_number(const NumberField& f, double& value) override;
  bool visit_integer(const NumberField& f, std::int64_t& value) override;
  bool visit_choice(const Field& f, std::size_t& index, const std::vector<std::string>& names) override;
  bool visit_flag(const Field& f, bool& value) override;
  bool visit_text(const TextField& f, std::string& value) override;
  bool visit_texts(const ListField& f, std::vector<std::string>& value) override;
  bool visit_values(const ListField& f, std::vector<std::string>& value) override;
  bool visit_settings(const Field& f, std::vector<Setting>& value) override;
  bool visit_patch(const Field& f, std::vector<Setting>& value) override;
  bool enter(const Field& f, const char* kind) override;
  void leave() override;
  std::size_t enter_list(const ListField& f) override;
  bool enter_item(std::size_t index) override;
  void leave_list() override { levels_.pop_back(); }

  /// The member, or null; then a required one is noted as missing, and a default is filled in.
  Json* find(const Field& f, Json default_value);
  bool read_number(const NumberField& f, const Json& value, const char* what, double& number);
  /// Adds the changes that a merge patch makes at `pointer` of a scenario. \param here where the patch lies
  void add_patch(const Json& patch, const std::string& pointer, const std::string& here, std::vector<Setting>& changes);
  void report(const std::string& key, std::string message, std::string remedy);
  void report_unknown_keys(Level& level);
  [[nodiscard]] std::string unknown_key_remedy(const Level& level, const std::string& key, std::string& meant) const;

  Document& document_;
  const Description& root_;
  Issues& issues_;
  Defaults& defaults_;
  std::vector<Level> levels_;
};

}  // namespace gigaplan::io
