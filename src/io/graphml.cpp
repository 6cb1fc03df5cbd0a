#include "io/graphml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <set>
#include <system_error>
#include <utility>
#include <vector>

#include "io/text.hpp"
#include "io/xml.hpp"

namespace gigaplan::io {
namespace {

using pugi::xml_node;

std::optional<Json> number_of(std::string text) {
  constexpr const char* space = " \t\r\n";
  const std::size_t begin = std::min(text.find_first_not_of(space), text.size());
  text = text.substr(begin, text.find_last_not_of(space) + 1 - begin);
  if (text.starts_with('+') && !text.starts_with("+-")) {  // XML's numbers may have it
    text.erase(0, 1);
  }
  const char* const end = text.data() + text.size();
  double value = 0;
  const auto [stop, fault] = std::from_chars(text.data(), end, value);
  if (fault != std::errc() || stop != end || !std::isfinite(value)) {
    return std::nullopt;
  }
  constexpr double exact_integers = 9'007'199'254'740'992.0;  // 2^53
  const bool whole = value == std::trunc(value) && std::abs(value) < exact_integers;
  return whole ? Json(static_cast<std::int64_t>(value)) : Json(value);
}

/// What is read of a kind of element, and the keys that its data have.
struct Element {
  std::string tag;
  std::vector<std::string> properties;
  std::map<std::string, std::string> keys{};  ///< by id: the property, or "" for what is passed over
  Json defaults = Json::object();
};

class GraphReader {
 public:
  GraphReader(const std::string& text, const std::string& file) : xml_(text, file) {}

  ParsedGraph read() {
    if (xml_.parse()) {
      read_root(xml_.root());
    }
    ParsedGraph result{.value = nullptr, .issues = xml_.take_issues(), .places = {}};
    if (!has_errors(result.issues)) {
      result.value = std::move(value_);
      result.places = std::move(places_);
    }
    return result;
  }

 private:
  void read_root(const xml_node& root) {
    if (std::string(root.name()) != "graphml") {
      return xml_.error(root, "this is not GraphML", "it begins with <graphml>, without a prefix");
    }
    for (const xml_node key : root.children("key")) {
      read_key(key);
    }
    const xml_node graph = root.child("graph");
    for (const xml_node child : root.children()) {
      const std::string tag = child.name();
      if (tag == "graph" && child != graph) {
        xml_.error(child, "this is a second graph", "leave one graph in the file");
      } else if (tag != "graph" && tag != "key" && tag != "data" && tag != "desc") {
        misplaced(child, root);
      }
    }
    if (!graph) {
      return xml_.error(root, "there is no <graph>", "write <graph edgedefault=\"undirected\"> with nodes and edges");
    }
    read_graph(graph);
  }

  void read_key(const xml_node& key) {
    const auto id = xml_.attribute(key, "id", true);
    const std::string name = xml_.attribute(key, "attr.name").value_or("");
    const std::string target = xml_.attribute(key, "for").value_or("all");
    if (!id) {
      return;
    }
    if (!key_ids_.insert(*id).second) {
      return xml_.error(key, "this id is there twice", "give every key an id of its own");
    }
    bool used = false;
    for (Element* const element : {&nodes_, &edges_}) {
      if (target != "all" && target != element->tag) {
        continue;
      }
      const bool ours = std::ranges::find(element->properties, name) != element->properties.end();
      element->keys[*id] = ours ? name : "";
      if (!ours) {
        continue;
      }
      used = true;
      if (!declared_.insert(name).second) {
        xml_.error(key, fmt::format("another key is called {} too", name), "declare it once");
      }
      if (const xml_node otherwise = key.child("default")) {
        read_number(otherwise, name, element->defaults);
      }
    }
    const auto meant = used ? std::nullopt : closest(name, {"nics", "cables", "bandwidth_gbit_s"});
    if (meant) {
      xml_.warn(key, fmt::format("{} for {} is passed over", in_quotes(name), in_quotes(target)),
                "nodes have nics; edges have cables and bandwidth_gbit_s");
    }
  }

  void read_graph(const xml_node& graph) {
    const std::string direction = xml_.attribute(graph, "edgedefault").value_or("undirected");
    if (direction != "undirected" && direction != "directed") {
      xml_.error(graph, fmt::format("edgedefault is {}", in_quotes(direction)), "write edgedefault=\"undirected\"");
    }
    for (const xml_node child : graph.children()) {
      const std::string tag = child.name();
      if (tag == nodes_.tag) {
        read_node(child);
      } else if (tag == edges_.tag) {
        read_edge(child, direction == "directed");
      } else if (tag != "data" && tag != "desc") {
        misplaced(child, graph);
      }
      if (values_ > value_limit) {
        return xml_.error(child, fmt::format("up to here the graph has more than {} values", value_limit),
                          "is this the right file?");
      }
      if (xml_.enough()) {
        return;
      }
    }
    if (!xml_.has_errors() && value_["switches"].empty()) {
      xml_.error(graph, "there is no <node>", "write one for each switch");
    }
  }

  void read_node(const xml_node& node) {
    const auto id = xml_.attribute(node, "id", true);
    Json item = nodes_.defaults;
    read_data(node, nodes_, item);
    item["id"] = id.value_or("");
    add("switches", std::move(item), node);
  }

  void read_edge(const xml_node& edge, bool directed) {
    const auto from = xml_.attribute(edge, "source", true);
    const auto to = xml_.attribute(edge, "target", true);
    for (const char* const port : {"sourceport", "targetport"}) {
      if (edge.attribute(port)) {
        xml_.error(edge, fmt::format("has a {}", port), "ports are not simulated; join nodes");
      }
    }
    const std::string own = xml_.attribute(edge, "directed").value_or("");
    if (from && to && *from != *to && (own.empty() ? directed : own != "false")) {
      arrows_.emplace(*from, *to);
      if (arrows_.contains({*to, *from})) {
        xml_.error(edge, fmt::format("edges lead from {} to {} and back", in_quotes(*to), in_quotes(*from)),
                   "a link carries traffic both ways: write one edge, in a graph with edgedefault=\"undirected\"");
      }
    }
    Json item = edges_.defaults;
    read_data(edge, edges_, item);
    item["from"] = from.value_or("");
    item["to"] = to.value_or("");
    add("links", std::move(item), edge);
  }

  void read_data(const xml_node& parent, const Element& element, Json& item) {
    std::set<std::string> met;
    for (const xml_node child : parent.children()) {
      const std::string tag = child.name();
      if (tag != "data") {
        if (tag != "desc") {
          misplaced(child, parent);
        }
        continue;
      }
      const auto key = xml_.attribute(child, "key", true);
      const auto known = element.keys.find(key.value_or(""));
      if (key && known == element.keys.end()) {
        xml_.error(parent, fmt::format("no <key> for a {} has the id {}", element.tag, in_quotes(*key)),
                   "declare it: <key id=\"...\" for=\"...\" attr.name=\"...\" attr.type=\"...\"/>");
      } else if (key && !met.insert(*key).second) {
        xml_.error(parent, fmt::format("data of the key {} are there twice", in_quotes(*key)), "remove one of them");
      } else if (key && !known->second.empty()) {
        read_number(child, known->second, item);
      }
    }
  }

  /// \param holder a data or default element
  void read_number(const xml_node& holder, const std::string& property, Json& item) {
    std::string text;
    for (const xml_node child : holder.children()) {
      if (child.type() == pugi::node_element) {
        return misplaced(child, holder);
      }
      text += child.value();
    }
    if (auto number = number_of(text)) {
      item[property] = std::move(*number);
    } else {
      xml_.error(holder.parent(), fmt::format("expected a number for {}, got {}", property, in_quotes(text)),
                 "write digits, without a unit");
    }
  }

  void misplaced(const xml_node& child, const xml_node& parent) {
    const std::string tag = child.name();
    const bool beyond = tag == "graph" || tag == "hyperedge" || tag == "port";
    xml_.error(child,
               child.type() == pugi::node_element
                   ? fmt::format("cannot be read in a <{}>", shortened(parent.name()))
                   : fmt::format("text has no place in a <{}>", shortened(parent.name())),
               beyond ? "what is simulated is one flat graph of nodes and edges: no hyperedges, ports or nested graphs"
                      : "remove it, or put it into the <data> of a key of your own");
  }

  void add(const char* list, Json item, const xml_node& node) {
    values_ += item.size() + 1;
    Json& items = value_[list];
    places_[fmt::format("/{}/{}", list, items.size())] = xml_.place(node);
    items.push_back(std::move(item));
  }

  XmlFile xml_;
  Element nodes_{.tag = "node", .properties = {"nics"}};
  Element edges_{.tag = "edge", .properties = {"cables", "bandwidth_gbit_s"}};
  std::set<std::string> key_ids_, declared_;
  std::set<std::pair<std::string, std::string>> arrows_;  ///< directed edges
  Json value_ = {{"switches", Json::array()}, {"links", Json::array()}};
  std::map<std::string, std::string> places_;
  std::size_t values_ = 0;
};

}  // namespace

ParsedGraph parse_graphml(const std::string& text, const std::string& file) {
  return GraphReader(text, file).read();
}

}  // namespace gigaplan::io
