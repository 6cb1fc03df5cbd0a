#include "report/chart_json.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "base/issue.hpp"
#include "report/chart_data.hpp"

namespace gigaplan::report {
namespace {

using OrderedJson = nlohmann::ordered_json;

/// Six digits: more than any chart shows, and half the bytes.
OrderedJson number(double value) {
  if (!std::isfinite(value)) {
    return nullptr;
  }
  return std::strtod(fmt::format("{:.6g}", value).c_str(), nullptr);
}

OrderedJson number(const std::optional<double>& value) {
  return value ? number(*value) : OrderedJson(nullptr);
}

OrderedJson numbers(const std::vector<double>& values) {
  OrderedJson result = OrderedJson::array();
  for (const double value : values) {
    result.push_back(number(value));
  }
  return result;
}

OrderedJson texts(const std::vector<std::string>& all) {
  OrderedJson result = OrderedJson::array();
  for (const std::string& text : all) {
    result.push_back(printable(text));
  }
  return result;
}

OrderedJson series_of(const std::vector<Series>& all) {
  OrderedJson result = OrderedJson::array();
  for (const Series& series : all) {
    result.push_back({{"name", printable(series.name)}, {"values", numbers(series.values)}});
  }
  return result;
}

OrderedJson items_of(const std::vector<Item>& all) {
  OrderedJson result = OrderedJson::array();
  for (const Item& item : all) {
    OrderedJson one = {{"name", printable(item.name)}, {"value", number(item.value)}};
    if (item.low || item.high) {
      one["low"] = number(item.low);
      one["high"] = number(item.high);
    }
    result.push_back(std::move(one));
  }
  return result;
}

void add_limit(OrderedJson& chart, const std::optional<double>& limit, const std::string& name) {
  if (limit) {
    chart["limit"] = {{"name", printable(name)}, {"value", number(limit)}};
  }
}

OrderedJson picture_of(const Partition& partition) {
  return {{"kind", "partition"}, {"items", items_of(few(partition).items)}};
}

OrderedJson picture_of(const Ranking& ranking) {
  OrderedJson result = {{"kind", "ranking"}, {"items", items_of(ranking.items)}};
  add_limit(result, ranking.limit, ranking.limit_name);
  return result;
}

OrderedJson picture_of(const Tornado& tornado) {
  return {{"kind", "tornado"}, {"base", number(tornado.base)}, {"items", items_of(tornado.items)}};
}

OrderedJson picture_of(const StackedBars& bars) {
  return {{"kind", "stacked"}, {"categories", texts(bars.categories)}, {"series", series_of(bars.series)}};
}

OrderedJson picture_of(const Lines& lines) {
  OrderedJson result = {
      {"kind", "lines"}, {"categories", texts(lines.categories)}, {"series", series_of(lines.series)}};
  if (lines.band) {
    result["band"] = series_of({lines.band->first, lines.band->second});
  }
  add_limit(result, lines.limit, lines.limit_name);
  result["selectable"] = lines.selectable;
  result["from"] = number(lines.from);
  return result;
}

OrderedJson picture_of(const Sankey& sankey) {
  OrderedJson flows = OrderedJson::array();
  for (const auto& flow : sankey.flows) {
    flows.push_back({{"from", printable(flow.from)}, {"to", printable(flow.to)}, {"value", number(flow.value)}});
  }
  return {{"kind", "sankey"}, {"flows", std::move(flows)}};
}

OrderedJson picture_of(const Timeline& timeline) {
  OrderedJson spans = OrderedJson::array();
  for (const auto& span : timeline.spans) {
    spans.push_back({span.row, span.kind, number(span.start), number(span.end)});
  }
  return {{"kind", "timeline"},
          {"rows", texts(timeline.rows)},
          {"kinds", texts(timeline.kinds)},
          {"spans", std::move(spans)}};
}

OrderedJson picture_of(const Scatter& scatter) {
  OrderedJson points = OrderedJson::array();
  for (const auto& point : scatter.points) {
    points.push_back(
        {{"name", printable(point.name)}, {"x", number(point.x)}, {"y", number(point.y)}, {"marked", point.marked}});
  }
  return {{"kind", "scatter"},
          {"x_name", printable(scatter.x_name)},
          {"y_name", printable(scatter.y_name)},
          {"points", std::move(points)}};
}

}  // namespace

std::string charts_json(const std::vector<const Chart*>& charts) {
  OrderedJson all = OrderedJson::array();
  for (const Chart* chart : charts) {
    OrderedJson one = std::visit([](const auto& picture) { return picture_of(picture); }, chart->picture);
    one["unit"] = printable(chart->unit);
    all.push_back(std::move(one));
  }
  return all.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

}  // namespace gigaplan::report
