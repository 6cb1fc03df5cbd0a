#include "accuracy/outputs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string_view>

#include "base/issue.hpp"
#include "io/text.hpp"

namespace gigaplan::accuracy {
namespace {

using OrderedJson = nlohmann::ordered_json;

OrderedJson json_of(const ErrorSummary& s) {
  if (s.count == 0) return nullptr;
  return {{"figures", s.count},          {"mean_absolute_error", s.mean},   {"median_absolute_error", s.median},
          {"p90_absolute_error", s.p90}, {"worst_absolute_error", s.worst}, {"bias", s.bias}};
}

OrderedJson json_of(const Result& r) {
  OrderedJson points = OrderedJson::array();
  for (const auto& p : r.points) {
    points.push_back({{"what", p.what},
                      {"unit", p.unit},
                      {"predicted", p.predicted},
                      {"published", p.published},
                      {"error", p.error()}});
    for (const auto& u : unseen_names) {
      if (const auto& seconds = r.unseen[static_cast<std::size_t>(u.what)])
        points.back()["predicted_" + std::string(u.key)] = *seconds;
    }
    if (p.interval) points.back().update({{"low", p.interval->low}, {"high", p.interval->high}});
    if (r.interval) {
      points.back()["interval_low"] = r.interval->low;
      points.back()["interval_high"] = r.interval->high;
    }
  }
  OrderedJson c = {{"id", r.of.id}, {"group", r.of.group}, {"kind", r.of.kind}};
  const auto add = [&](const char* key, const std::string& text) {
    if (!text.empty()) c[key] = text;
  };
  add("series", r.of.series);
  add("family", r.of.family);
  add("stack", r.of.stack);
  add("stack_release", r.of.release);
  add("chip", r.of.chip);
  add("source", r.of.source);
  add("where", r.of.where);
  add("left_out", r.of.left_out);
  add("failure", r.failure);
  if (r.of.left_out.empty()) {
    c["role"] = r.of.calibrates ? "calibration" : "test";
    c["layout_stated"] = r.of.layout_stated;
    c["figures"] = std::move(points);
  }
  return c;
}

/// The columns before those of a figure, and those after.
std::string csv_before(const Result& r) {
  std::string cells;
  for (const auto& text :
       {r.of.id, r.of.kind, r.of.group, r.of.series, r.of.family, r.of.stack, r.of.release, r.of.chip}) {
    cells += io::csv_cell(text) + ",";
  }
  if (r.chips > 0) cells += fmt::format("{:.0f}", r.chips);
  if (!r.of.left_out.empty()) return cells + ",,,";
  return cells + (r.of.calibrates ? ",calibration," : ",test,") + (r.of.layout_stated ? "true," : "false,");
}

std::string csv_after(const Result& r) {
  std::string cells;
  for (const auto& text : {r.of.source, r.of.where, r.of.left_out, r.failure}) cells += "," + io::csv_cell(text);
  for (const auto& seconds : r.unseen) cells += seconds ? fmt::format(",{}", *seconds) : ",";
  cells += r.interval ? fmt::format(",{},{}", r.interval->low, r.interval->high) : ",,";
  return cells + "\n";
}

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&': result += "&amp;"; break;
      case '<': result += "&lt;"; break;
      case '>': result += "&gt;"; break;
      case '"': result += "&quot;"; break;
      default: result += c;
    }
  }
  return printable(result);  // XML has no place for control characters, escaped or not
}

struct Colour {
  std::string_view family, name, colour;
};
/// Okabe and Ito's palette, which readers of all kinds of colour vision tell apart.
constexpr std::array<Colour, 4> colours = {{{"a100 dense", "A100", "#0072b2"},
                                            {"hopper dense", "H100, H200", "#009e73"},
                                            {"blackwell dense", "B200 to GB300", "#d55e00"},
                                            {"moe", "mixture of experts", "#cc79a7"}}};

/// A square plot with equal logarithmic axes.
class Plot {
 public:
  Plot(double least, double most)
      : low_(std::floor(std::log10(least))), high_(std::max(std::ceil(std::log10(most)), low_ + 1)) {}
  [[nodiscard]] double x(double value) const { return left + side * place(value); }
  [[nodiscard]] double y(double value) const { return top + side * (1 - place(value)); }
  [[nodiscard]] int low() const { return static_cast<int>(low_); }
  [[nodiscard]] int high() const { return static_cast<int>(high_); }
  static constexpr double left = 70, top = 30, side = 560;

 private:
  [[nodiscard]] double place(double value) const { return (std::log10(value) - low_) / (high_ - low_); }
  double low_, high_;
};

void draw_axes(const Plot& plot, std::string& svg) {
  const double right = Plot::left + Plot::side, bottom = Plot::top + Plot::side;
  for (int decade = plot.low(); decade <= plot.high(); ++decade) {
    const double value = std::pow(10.0, decade);
    svg += fmt::format(
        "<path class=\"grid\" d=\"M{0:.1f} {1:.1f}V{2:.1f}M{3:.1f} {4:.1f}H{5:.1f}\"/>"
        "<text x=\"{0:.1f}\" y=\"{6:.1f}\" text-anchor=\"middle\">{8:g}</text>"
        "<text x=\"{7:.1f}\" y=\"{4:.1f}\" dy=\".35em\" text-anchor=\"end\">{8:g}</text>\n",
        plot.x(value), Plot::top, bottom, Plot::left, plot.y(value), right, bottom + 18, Plot::left - 8, value);
  }
  const double a = std::pow(10.0, plot.low()), b = std::pow(10.0, plot.high());
  const auto diagonal = [&](double factor, const char* kind) {
    svg += fmt::format("<path class=\"{}\" d=\"M{:.1f} {:.1f}L{:.1f} {:.1f}\"/>\n", kind,
                       plot.x(a * std::max(1.0, 1 / factor)), plot.y(a * std::max(1.0, factor)),
                       plot.x(b * std::min(1.0, 1 / factor)), plot.y(b * std::min(1.0, factor)));
  };
  diagonal(1, "equal");
  diagonal(1.1, "tenth");
  diagonal(1 / 1.1, "tenth");
  svg += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">published step time, s</text>\n",
                     Plot::left + Plot::side / 2, bottom + 40);
  svg += fmt::format(
      "<text transform=\"translate(22 {:.1f}) rotate(-90)\" text-anchor=\"middle\">predicted step time, s</text>\n",
      Plot::top + Plot::side / 2);
}

OrderedJson json_of(const Coverage& c) {
  if (c.figures == 0) return nullptr;
  return {{"figures", c.figures}, {"inside", c.inside}};
}

}  // namespace

std::string accuracy_json(const Evaluation& evaluation, const std::string& version) {
  OrderedJson groups = OrderedJson::array();
  for (const auto& g : evaluation.groups) {
    groups.push_back({{"name", g.name},
                      {"calibration", json_of(g.calibration)},
                      {"test", json_of(g.test)},
                      {"layout_not_stated", json_of(g.guessed)}});
    for (const auto& u : unseen_names)
      groups.back()[std::string(u.key)] = json_of(g.unseen[static_cast<std::size_t>(u.what)]);
  }
  OrderedJson cases = OrderedJson::array();
  for (const auto& r : evaluation.results) cases.push_back(json_of(r));
  const OrderedJson document = {{"format", "gigaplan-accuracy/1"},
                                {"version", version},
                                {"groups", std::move(groups)},
                                {"intervals",
                                 {{"calibration", json_of(coverage(evaluation.results, true))},
                                  {"test", json_of(coverage(evaluation.results, false))}}},
                                {"cases", std::move(cases)}};
  return document.dump(2) + "\n";
}

std::string accuracy_csv(const Evaluation& evaluation) {
  std::string csv =
      "id,kind,group,series,family,stack,stack_release,chip,chips,role,layout_stated,what,unit,predicted,published,"
      "error,low,high,"
      "source,where,left_out,failure";
  for (const auto& u : unseen_names) csv += fmt::format(",predicted_{}", u.key);
  csv += ",interval_low,interval_high\n";
  for (const auto& r : evaluation.results) {
    const std::string before = csv_before(r), after = csv_after(r);
    if (r.points.empty()) csv += fmt::format("{},,,,,,{}", before, after);
    for (const auto& p : r.points) {
      const auto range = p.interval ? fmt::format("{},{}", p.interval->low, p.interval->high) : ",";
      csv += fmt::format("{}{},{},{},{},{:.5f},{}{}", before, io::csv_cell(p.what), p.unit, p.predicted, p.published,
                         p.error(), range, after);
    }
  }
  return csv;
}

std::string accuracy_svg(const Evaluation& evaluation) {
  std::vector<std::pair<const Result*, const Point*>> steps;
  double least = 1, most = 1;
  for (const auto& r : evaluation.results) {
    if (r.of.kind != "step" || !r.of.layout_stated) continue;
    for (const auto& p : r.points) {
      steps.emplace_back(&r, &p);
      least = std::min({least, p.predicted, p.published});
      most = std::max({most, p.predicted, p.published});
    }
  }
  const Plot plot(least, most);
  std::string svg =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 660 690\" font-family=\"sans-serif\" font-size=\"13\">\n"
      "<title>Predicted against published step times</title>\n"
      "<style>text{fill:#333}.grid{stroke:#ddd;fill:none}.equal{stroke:#333;fill:none}.tenth{stroke:#999;fill:none;"
      "stroke-dasharray:4 3}.calibration{fill:#fff}svg{background:#fff}</style>\n";
  draw_axes(plot, svg);
  for (const auto& [r, p] : steps) {
    const auto* colour = std::ranges::find(colours, r->of.family, &Colour::family);
    const std::string_view stroke = colour != colours.end() ? colour->colour : "#666";
    svg += fmt::format(
        "<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3.2\" stroke=\"{}\" {} fill-opacity=\".6\"><title>{}: {:.4g} s "
        "predicted, "
        "{:.4g} s published ({:+.1f} %)</title></circle>\n",
        plot.x(p->published), plot.y(p->predicted), stroke,
        r->of.calibrates ? "class=\"calibration\"" : fmt::format("fill=\"{}\"", stroke), escaped(r->of.id),
        p->predicted, p->published, 100 * p->error());
  }
  double y = Plot::top + 16;
  for (const auto& c : colours) {
    svg += fmt::format(
        "<circle cx=\"86\" cy=\"{:.1f}\" r=\"4\" fill=\"{}\"/><text x=\"96\" y=\"{:.1f}\" dy=\".35em\">{}</text>\n", y,
        c.colour, y, c.name);
    y += 20;
  }
  svg +=
      fmt::format("<text x=\"80\" y=\"{:.1f}\" dy=\".35em\">hollow: calibration; dashed: ± 10 %</text>\n</svg>\n", y);
  return svg;
}

}  // namespace gigaplan::accuracy
