// What does a kind of file look like, as data?
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "io/parse.hpp"
#include "io/visitor.hpp"

namespace gigaplan::io {

/// One key with everything known of it, and the keys below it.
struct Description {
  enum class Type { number, integer, flag, text, choice, texts, values, settings, patch, object, list };
  Type type = Type::object;
  std::string key, doc, unit, otherwise;
  double min = 0, max = 0;
  bool above_min = false;
  TextForm form = TextForm::any;
  std::vector<std::string> choices;
  std::size_t min_items = 0;
  Json default_value;                 ///< null: required, or absence has a meaning of its own
  std::string kind;                   ///< of catalogue entry that may stand here by its id; empty if none
  std::vector<Description> children;  ///< of an object, or of the items of a list
  [[nodiscard]] bool required() const { return otherwise.empty(); }
};

/// The description of a kind ("scenario", "chip", ...), made once.
[[nodiscard]] const Description& description_of(const std::string& kind);

/// Why no file of this kind can have a value at `pointer`: it is no JSON Pointer, or leads to a key that is not known.
/// None if it can. Below a list any index is taken.
[[nodiscard]] std::optional<Issue> pointer_fault(const std::string& kind, const std::string& pointer);

/// Where a key of this name is known, as pointers of objects ("/cluster/node/chip"); at most `limit`.
[[nodiscard]] std::vector<std::string> places_of(const Description& root, const std::string& key, std::size_t limit);

}  // namespace gigaplan::io
