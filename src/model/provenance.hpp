// Where does a figure come from?
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace gigaplan {

/// How a figure came about. `read`: seen in the source; `computed`: worked out from read data; `assumed`: nobody
/// published it, `why` says why this value; `scenario`: the user's own choice; `default`: the reader filled it in.
enum class How { read, computed, assumed, scenario, defaulted };

/// One citation, and the figures that rest on it.
struct Citation {
  std::vector<std::string> fields;  ///< json: fields - JSON Pointers relative to the object that carries the citation
  How how = How::assumed;           ///< json: how
  std::string title;                ///< json: title - of the source; empty if assumed
  int year = 0;                     ///< json: year - of the source; 0 if none
  std::string where;                ///< json: where - place in the source: table, section, URL
  std::string why;                  ///< json: why - the reason (assumed), the calculation (computed), or a remark
  std::optional<double> low, high;  ///< json: low, high - range of the (single) field, in the field's own unit
  bool operator==(const Citation&) const = default;
};

/// One number of the resolved scenario with its origin: a row of report.json's /assumptions.
struct Assumption {
  std::string pointer;  ///< into the resolved scenario
  double value = 0;
  How how = How::scenario;
  std::string source;  ///< readable: title, year, where; why
  std::optional<double> low, high;
  bool operator==(const Assumption&) const = default;
};

}  // namespace gigaplan
