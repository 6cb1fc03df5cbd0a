// How does GraphML text become switches and links, with every fault told by its line?
#pragma once

#include <map>
#include <string>

#include "io/parse.hpp"

namespace gigaplan::io {

struct ParsedGraph {
  Json value;     ///< {"switches": [...], "links": [...]} as a scenario has them; only if `issues` holds no error
  Issues issues;  ///< each with its line and the id of its element
  std::map<std::string, std::string> places;  ///< of each item: "/links/3" -> "line 12, edge \"e3\""
};

/// Reads one flat graph: a node is a switch, an edge a link. Data: `nics` of nodes, `cables` and `bandwidth_gbit_s` of
/// edges; other data are passed over. A directed graph is taken if no edge has one that leads back. Whether numbers are
/// in range and ids fit together is for the reader of scenarios. No entities are expanded, nothing is fetched.
/// \param text UTF-8 \param file the name that issues carry
[[nodiscard]] ParsedGraph parse_graphml(const std::string& text, const std::string& file);

}  // namespace gigaplan::io
