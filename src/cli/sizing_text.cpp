#include "cli/sizing_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/issue.hpp"

namespace gigaplan::cli {
namespace {

using sweep::NetworkFigures;
using sweep::Sizing;
using sweep::Variant;
using Cells = std::vector<std::string>;

/// A JSON text as it is typed: words without their quotes.
std::string typed(const std::string& json) {
  const bool word = json.size() > 2 && json.front() == '"' && json.find_first_of("\\,", 1) == std::string::npos;
  return printable(word ? json.substr(1, json.size() - 2) : json);
}

/// "oversubscription=2 link_gbit_s=400": as the user asked for it.
std::string named_variant(const Sizing& sizing, const Variant& variant) {
  std::string text;
  for (std::size_t i = 0; i < sizing.keys.size(); ++i) {
    text += fmt::format("{}{}={}", i > 0 ? " " : "", printable(sizing.keys[i].name), typed(variant.values[i]));
  }
  return text;
}

/// Five digits: variants of one network often differ by little.
std::string seconds(double s) {
  return fmt::format("{:#.5g} s", s);
}

std::string short_time(double s) {
  return duration(s * unit::second);
}

std::string watts(double w) {
  return w < 1e6 ? figures(w / 1e3) + " kW" : figures(w / 1e6) + " MW";
}

std::string tokens(const std::optional<double>& count) {
  return count ? words(*count) : "none";
}

std::string price(double eur) {
  return euros(eur * unit::euro);
}

Cells heads(const Sizing& sizing) {
  Cells cells = {" "};
  for (const auto& key : sizing.keys) {
    cells.push_back(printable(key.name));
  }
  cells.insert(cells.end(), {"step", "MFU", "fabric", "power", "per chip", "tokens per €"});
  return cells;
}

/// One that is not done has the reason in place of its figures.
Cells line_of(const Variant& variant) {
  Cells cells = {variant.on_front ? "*" : " "};
  for (const std::string& value : variant.values) {
    cells.push_back(typed(value));
  }
  if (const auto& f = variant.figures) {
    cells.insert(cells.end(), {seconds(f->step_s), fmt::format("{:.2f} %", 100 * f->mfu), price(f->fabric_eur),
                               watts(f->fabric_w), price(f->fabric_eur / f->chips), tokens(f->tokens_per_eur)});
  } else {
    cells.push_back(fmt::format("{}: {}", sweep::status_name(variant.status), printable(variant.message)));
  }
  return cells;
}

std::string table(const Sizing& sizing, const Style& s) {
  std::vector<Cells> lines = {heads(sizing)};
  for (const Variant& variant : sizing.variants) {
    lines.push_back(line_of(variant));
  }
  std::vector<std::size_t> widths(lines.front().size(), 0);
  for (const Cells& cells : lines) {
    for (std::size_t c = 0; cells.size() == widths.size() && c < widths.size(); ++c) {  // reasons may be longer
      widths[c] = std::max(widths[c], columns(cells[c]));
    }
    for (std::size_t c = 0; c < 1 + sizing.keys.size(); ++c) {
      widths[c] = std::max(widths[c], columns(cells[c]));
    }
  }
  std::string text;
  for (std::size_t l = 0; l < lines.size(); ++l) {
    const Cells& cells = lines[l];
    std::string line;
    for (std::size_t c = 0; c < cells.size(); ++c) {
      const std::size_t gap = widths[c] - std::min(widths[c], columns(cells[c]));
      const bool reason = c + 1 == cells.size() && cells.size() < widths.size();
      line += reason ? "  " + s.warn + cells[c] + s.reset : "  " + std::string(gap, ' ') + cells[c];
    }
    text += l == 0 ? s.dim + line + s.reset + "\n" : line + "\n";
  }
  return text;
}

std::string change(double value, std::string (*show)(double)) {
  return (value < 0 ? "-" : "+") + show(std::abs(value));
}

std::string step_up(const Sizing& sizing, const Variant& from, const Variant& to) {
  const NetworkFigures& a = *from.figures;
  const NetworkFigures& b = *to.figures;
  std::string text = fmt::format("next: {}: {}, {} a step ({:+.2f} %), {}", named_variant(sizing, to),
                                 change(b.fabric_eur - a.fabric_eur, price), change(b.step_s - a.step_s, short_time),
                                 100 * (b.step_s / a.step_s - 1), change(b.fabric_w - a.fabric_w, watts));
  if (a.tokens_per_eur && b.tokens_per_eur) {
    text += fmt::format(", {} tokens per euro", change(*b.tokens_per_eur - *a.tokens_per_eur, words));
  }
  return text;
}

std::string front(const Sizing& sizing, const Style& s) {
  std::vector<const Variant*> on_front;
  for (const Variant& variant : sizing.variants) {
    if (variant.on_front) {
      on_front.push_back(&variant);
    }
  }
  std::ranges::stable_sort(on_front, {}, [](const Variant* v) { return v->figures->fabric_eur; });
  std::string text = fmt::format(
      "\n{}* The front{}: none is better in time, price or power without being worse in another\n", s.bold, s.reset);
  for (const Variant* variant : on_front) {
    text += fmt::format("  {}: {}, {}\n", named_variant(sizing, *variant), price(variant->figures->fabric_eur),
                        seconds(variant->figures->step_s));
    if (variant->step_up) {
      text += fmt::format("    {}\n", wrapped(step_up(sizing, *variant, sizing.variants[*variant->step_up]), 4));
    }
  }
  return text;
}

}  // namespace

std::string describe_network_keys() {
  std::string text = "Keys of --sweep; any other by its /json/pointer:\n";
  for (const auto& key : sweep::network_keys()) {
    text += fmt::format("  {:<23} {:<41} {}\n", key.name, key.pointer, key.meaning);
  }
  return text +
         "\nlink_gbit_s changes a NIC's bandwidth and nothing else: one faster than a switch's port takes several\n"
         "ports, slower ones share a port, and the prices of NICs and switches stay. Where they would not, sweep\n"
         "/cluster/node/nics/price_eur or switch as well.";
}

std::string summarise_sizing(const Sizing& sizing, const Style& s) {
  std::string text = fmt::format("{}{}{}: {} of its network\n\n", s.bold,
                                 printable(sizing.scenario.empty() ? "Scenario" : sizing.scenario), s.reset,
                                 counted(sizing.variants.size(), "variant"));
  text += table(sizing, s);
  if (sizing.any_done()) {
    text += front(sizing, s);
  }
  if (sizing.best) {
    const Variant& best = sizing.variants[*sizing.best];
    text += fmt::format("\n{}Most tokens per euro{}: {}, {}\n", s.bold, s.reset, named_variant(sizing, best),
                        tokens(best.figures->tokens_per_eur));
  }
  return text;
}

}  // namespace gigaplan::cli
