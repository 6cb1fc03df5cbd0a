#include "sweep/network_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "io/description.hpp"
#include "io/override.hpp"
#include "io/text.hpp"

namespace gigaplan::sweep {
namespace {

Issue complaint(std::string message, std::string remedy, std::string file = "--sweep") {
  return {.file = std::move(file), .message = std::move(message), .remedy = std::move(remedy)};
}

std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(" \t\n");
  return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(" \t\n") - begin + 1);
}

/// At the commas that stand in no brackets and no quotes.
std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts(1);
  int depth = 0;
  bool quoted = false;
  bool escaped = false;
  for (const char c : text) {
    if (c == ',' && depth <= 0 && !quoted) {
      parts.emplace_back();
      continue;
    }
    parts.back() += c;
    quoted = (c == '"' && !escaped) ? !quoted : quoted;
    escaped = quoted && c == '\\' && !escaped;
    depth += quoted ? 0 : (c == '[' || c == '{') ? 1 : (c == ']' || c == '}') ? -1 : 0;
  }
  return parts;
}

/// The pointer that a name stands for; empty, and an issue, if there is none.
std::string pointer_of(const std::string& name, Issues& issues) {
  if (name.starts_with('/')) {
    if (const auto fault = io::pointer_fault("scenario", name)) {
      issues.push_back(complaint(fault->message, fault->remedy));
      return "";
    }
    return name;
  }
  std::vector<std::string> names;
  for (const NetworkKey& key : network_keys()) {
    if (key.name == name) {
      return key.pointer;
    }
    names.push_back(key.name);
  }
  const auto near = io::closest(name, names);
  issues.push_back(complaint(
      fmt::format("\"{}\" is no part of a network", io::shortened(name)),
      near ? fmt::format("did you mean {}?", *near) : fmt::format("use {}, or a /json/pointer", io::list_of(names))));
  return "";
}

std::vector<std::string> parse_values(const SizedKey& key, const std::string& list, Issues& issues) {
  std::vector<std::string> values;
  for (const std::string& part : split(list)) {
    const std::string text = trimmed(part);
    if (text.empty()) {
      issues.push_back(complaint(
          list.empty() ? fmt::format("{} has no values", key.name) : fmt::format("{} has an empty value", key.name),
          fmt::format("write {}=A,B,C", key.name)));
      return {};
    }
    Issues faults;
    const auto value = io::override_value({.pointer = key.pointer, .value = text}, faults);
    for (Issue& fault : faults) {
      fault.file = "--sweep";
      issues.push_back(std::move(fault));
    }
    if (!value) {
      continue;
    }
    std::string canonical = value->dump(-1, ' ', false, io::Json::error_handler_t::replace);
    if (std::ranges::find(values, canonical) != values.end()) {
      issues.push_back(complaint(fmt::format("{} stands twice among the values of {}", io::shortened(text), key.name),
                                 "remove one"));
    }
    values.push_back(std::move(canonical));
  }
  return values;
}

/// True if a value at `outer` replaces what is at `inner`.
bool holds_pointer(const std::string& outer, const std::string& inner) {
  return inner == outer || inner.starts_with(outer + "/");
}

std::optional<SizedKey> parse_key(const std::string& text, Issues& issues) {
  const auto equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    issues.push_back(complaint(fmt::format("\"{}\" has no {}", io::shortened(text), equals == 0 ? "key" : "values"),
                               "write KEY=A,B,C, e.g. oversubscription=1,2,4"));
    return std::nullopt;
  }
  SizedKey key{.name = trimmed(text.substr(0, equals)), .pointer = "", .values = {}};
  key.pointer = pointer_of(key.name, issues);
  if (key.pointer.empty()) {
    return std::nullopt;
  }
  key.values = parse_values(key, text.substr(equals + 1), issues);
  return key;
}

}  // namespace

const std::vector<NetworkKey>& network_keys() {
  static const std::vector<NetworkKey> all = {
      {"oversubscription", "/cluster/fabric/leaf_oversubscription", "bandwidth down : up at the leaf"},
      {"spine_oversubscription", "/cluster/fabric/spine_oversubscription", "bandwidth down : up at the spine"},
      {"tiers", "/cluster/fabric/tiers", "tiers of switches"},
      {"nodes_per_unit", "/cluster/fabric/nodes_per_unit", "nodes that share a set of leaves"},
      {"units_per_pod", "/cluster/fabric/units_per_pod", "units under one set of spines"},
      {"topology", "/cluster/fabric/topology", "kind of network"},
      {"routing", "/cluster/fabric/routing", "how packets choose among paths"},
      {"switch", "/cluster/fabric/switch", "switches and optics, an id of the catalogue"},
      {"fabric", "/cluster/fabric", "the whole fabric, an id of the catalogue"},
      {"link_gbit_s", "/cluster/node/nics/bandwidth_gbit_s", "bandwidth of one NIC, not its price"},
      {"nics_per_node", "/cluster/node/nics/per_node", "NICs of a node"},
      {"scale_up", "/cluster/node/scale_up/domain_chips", "chips of an NVLink-like domain"},
      {"node", "/cluster/node", "the whole node, an id of the catalogue"}};
  return all;
}

std::vector<SizedKey> parse_sized_keys(const std::vector<std::string>& texts, Issues& issues) {
  std::vector<SizedKey> keys;
  for (const std::string& text : texts) {
    auto key = parse_key(text, issues);
    if (!key) {
      continue;
    }
    if (const auto same = std::ranges::find(keys, key->pointer, &SizedKey::pointer); same != keys.end()) {
      issues.push_back(complaint(same->name == key->name
                                     ? fmt::format("{} stands twice", key->name)
                                     : fmt::format("{} and {} are the same key", same->name, key->name),
                                 "put all values into one --sweep"));
      continue;
    }
    const auto inside =
        std::ranges::find_if(keys, [&](const SizedKey& k) { return holds_pointer(key->pointer, k.pointer); });
    keys.insert(inside, std::move(*key));
  }
  return keys;
}

SweepSpec sizing_spec(const std::vector<SizedKey>& keys, const std::vector<Setting>& set, const SweepLimits& limits,
                      Issues& issues) {
  for (const Setting& change : set) {
    const auto undone =
        std::ranges::find_if(keys, [&](const SizedKey& key) { return holds_pointer(key.pointer, change.pointer); });
    if (undone != keys.end()) {
      issues.push_back(complaint(fmt::format("{} has no effect: --sweep {} replaces it", io::shortened(change.pointer),
                                             io::shortened(undone->name)),
                                 change.pointer == undone->pointer
                                     ? "remove one of the two"
                                     : fmt::format("write --sweep {}=VALUE instead", io::shortened(change.pointer)),
                                 "--set"));
    }
  }
  SweepSpec spec{.name = "size-network", .set = set, .limits = limits};
  for (std::size_t i = 0; i < keys.size(); ++i) {
    spec.axes.push_back(
        {.name = fmt::format("key_{}", i), .pointer = keys[i].pointer, .values = keys[i].values});  // a column's name
  }
  spec.figures = {"/step/time_s"};  // the rest is taken from the whole reports
  return spec;
}

}  // namespace gigaplan::sweep
