// How is a model struct described once, and then read, turned into a schema and explained from that one description?
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "base/quantity.hpp"
#include "model/sweep.hpp"

namespace gigaplan::io {

/// What is known of a key, whatever its type. `otherwise` says what holds if the key is absent, and where that default
/// comes from; empty: the key is required.
struct Field {
  const char* key = "";
  const char* doc = "";
  const char* otherwise = "";
  [[nodiscard]] bool required() const { return *otherwise == '\0'; }
};

/// A number with its unit (that of the key) and the range beyond which it is taken for a slip.
struct NumberField {
  const char* key = "";
  const char* doc = "";
  const char* unit = "";  ///< as people write it: "W", "GB/s", "EUR"; empty for counts and shares
  double min = std::numeric_limits<double>::lowest();
  double max = std::numeric_limits<double>::max();
  bool above_min = false;  ///< min itself is out
  const char* otherwise = "";
  [[nodiscard]] Field field() const { return {key, doc, otherwise}; }
};

enum class TextForm {
  any,
  not_empty,
  date,
  country,
  id,
  file,  ///< a path; what the file holds takes the place of the object around it (io/attach.hpp)
};

struct TextField {
  const char* key = "";
  const char* doc = "";
  TextForm form = TextForm::not_empty;
  const char* otherwise = "";
  [[nodiscard]] Field field() const { return {key, doc, otherwise}; }
};

struct ListField {
  const char* key = "";
  const char* doc = "";
  std::size_t min_items = 0;
  const char* otherwise = "";
  [[nodiscard]] Field field() const { return {key, doc, otherwise}; }
};

/// Meets the keys of a struct in order: `describe(visitor, value)` (io/fields.hpp) calls one of the functions below for
/// each key. A value handed in is the default; it stays unless the file gives another.
class Visitor {
 public:
  Visitor() = default;
  Visitor(const Visitor&) = delete;
  Visitor& operator=(const Visitor&) = delete;
  Visitor(Visitor&&) = delete;
  Visitor& operator=(Visitor&&) = delete;
  virtual ~Visitor() = default;

  void number(const NumberField& f, double& value) { visit_number(f, value); }
  void number(const NumberField& f, std::optional<double>& value) {
    double read = 0;
    if (visit_optional_number(f, read)) {
      value = read;
    }
  }
  /// A quantity whose number in the file is a multiple of `unit`.
  template <Dimension D>
  void quantity(const NumberField& f, Quantity<D>& value, Quantity<D> unit) {
    double read = value.in(unit);
    if (visit_number(f, read)) {
      value = unit * read;
    }
  }
  template <Dimension D>
  void quantity(const NumberField& f, std::optional<Quantity<D>>& value, Quantity<D> unit) {
    double read = 0;
    if (visit_optional_number(f, read)) {
      value = unit * read;
    }
  }
  template <class Int>
  void integer(const NumberField& f, Int& value) {
    auto read = static_cast<std::int64_t>(value);
    if (visit_integer(f, read)) {
      value = static_cast<Int>(read);
    }
  }
  /// `names` in the order of the enumerators, from 0.
  template <class Enum>
  void choice(const Field& f, Enum& value, const std::vector<std::string>& names) {
    auto index = static_cast<std::size_t>(value);
    if (visit_choice(f, index, names)) {
      value = static_cast<Enum>(index);
    }
  }
  void flag(const Field& f, bool& value) { visit_flag(f, value); }
  void text(const TextField& f, std::string& value) { visit_text(f, value); }
  void texts(const ListField& f, std::vector<std::string>& value) { visit_texts(f, value); }
  /// Any JSON values, as JSON texts.
  void values(const ListField& f, std::vector<std::string>& value) { visit_values(f, value); }
  /// An object from JSON Pointers into a scenario to any JSON values.
  void settings(const Field& f, std::vector<Setting>& value) { visit_settings(f, value); }

  /// A merge patch of a scenario, as the changes that it makes.
  void patch(const Field& f, std::vector<Setting>& value) { visit_patch(f, value); }

  template <class T>
  void object(const Field& f, T& value) {
    if (enter(f, "")) {
      describe(*this, value);
      leave();
    }
  }
  template <class T>
  void object(const Field& f, std::optional<T>& value) {
    if (enter(f, "")) {
      describe(*this, value.emplace());
      leave();
    }
  }
  /// An object, or the id of a catalogue entry of `kind` (singular: "chip").
  template <class T>
  void reference(const Field& f, const char* kind, T& value) {
    if (enter(f, kind)) {
      describe(*this, value);
      leave();
    }
  }
  template <class T>
  void list(const ListField& f, std::vector<T>& value) {
    value.resize(enter_list(f));
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (enter_item(i)) {
        describe(*this, value[i]);
        leave();
      }
    }
    leave_list();
  }

 protected:
  // Each visit_* returns whether the file gives a (valid) value.
  virtual bool visit_number(const NumberField& f, double& value) = 0;
  virtual bool visit_optional_number(const NumberField& f, double& value) = 0;
  virtual bool visit_integer(const NumberField& f, std::int64_t& value) = 0;
  virtual bool visit_choice(const Field& f, std::size_t& index, const std::vector<std::string>& names) = 0;
  virtual bool visit_flag(const Field& f, bool& value) = 0;
  virtual bool visit_text(const TextField& f, std::string& value) = 0;
  virtual bool visit_texts(const ListField& f, std::vector<std::string>& value) = 0;
  virtual bool visit_values(const ListField& f, std::vector<std::string>& value) = 0;
  virtual bool visit_settings(const Field& f, std::vector<Setting>& value) = 0;
  virtual bool visit_patch(const Field& f, std::vector<Setting>& value) = 0;
  /// True if the object is there; then leave() follows. \param kind of catalogue entry, or ""
  virtual bool enter(const Field& f, const char* kind) = 0;
  virtual void leave() = 0;
  /// The number of items to visit; leave_list() follows always.
  virtual std::size_t enter_list(const ListField& f) = 0;
  virtual bool enter_item(std::size_t index) = 0;
  virtual void leave_list() = 0;
};

}  // namespace gigaplan::io
