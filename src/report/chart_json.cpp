#include "report/chart_json.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "base/issue.hpp"

namespace gigaplan::report {
namespace {

using Json = nlohmann::ordered_json;

/// Six digits: more than any chart shows, and half the bytes.
Json number(double value) {
  if (!std::isfinite(value)) {
    return nullptr;
  }
  return std::strtod(fmt::format("{:.6g}", value).c_str(), nullptr);
}

Json number(const std::optional<double>& value) {
  return value ? number(*value) : Json(nullptr);
}

Json numbers(const std::vector<double>& values) {
  Json result = Json::array();
  for (const double value : values) {
    result.push_back(number(value));
  }
  return result;
}

Json texts(const std::vector<std::string>& all) {
  Json result = Json::array();
  for (const std::string& text : all) {
    result.push_back(printable(text));
  }
  return result;
}

Json series_of(const std::vector<Series>& all) {
  Json result = Json::array();
  for (const Series& series : all) {
    result.push_back({{"name", printable(series.name)}, {"values", numbers(series.values)}});
  }
  return result;
}

Json items_of(const std::vector<Item>& all) {
  Json result = Json::array();
  for (const Item& item : all) {
    Json one = {{"name", printable(item.name)}, {"value", number(item.value)}};
    if (item.low || item.high) {
      one["low"] = number(item.low);
      one["high"] = number(item.high);
    }
    result.push_back(std::move(one));
  }
  return result;
}

void add_limit(Json& chart, const std::optional<double>& limit, const std::string& name) {
  if (limit) {
    chart["limit"] = {{"name", printable(name)}, {"value", number(limit)}};
  }
}

Json picture_of(const Partition& partition) {
  return {{"kind", "partition"}, {"items", items_of(partition.items)}};
}

Json picture_of(const Ranking& ranking) {
  Json result = {{"kind", "ranking"}, {"items", items_of(ranking.items)}};
  add_limit(result, ranking.limit, ranking.limit_name);
  return result;
}

Json picture_of(const Tornado& tornado) {
  return {{"kind", "tornado"}, {"base", number(tornado.base)}, {"items", items_of(tornado.items)}};
}

Json picture_of(const StackedBars& bars) {
  return {{"kind", "stacked"}, {"categories", texts(bars.categories)}, {"series", series_of(bars.series)}};
}

Json picture_of(const Lines& lines) {
  Json result = {{"kind", "lines"}, {"categories", texts(lines.categories)}, {"series", series_of(lines.series)}};
  if (lines.band) {
    result["band"] = series_of({lines.band->first, lines.band->second});
  }
  add_limit(result, lines.limit, lines.limit_name);
  result["selectable"] = lines.selectable;
  result["from"] = number(lines.from);
  return result;
}

Json picture_of(const Sankey& sankey) {
  Json flows = Json::array();
  for (const auto& flow : sankey.flows) {
    flows.push_back({{"from", printable(flow.from)}, {"to", printable(flow.to)}, {"value", number(flow.value)}});
  }
  return {{"kind", "sankey"}, {"flows", std::move(flows)}};
}

Json picture_of(const Timeline& timeline) {
  Json spans = Json::array();
  for (const auto& span : timeline.spans) {
    spans.push_back({span.row, span.kind, number(span.start), number(span.end)});
  }
  return {{"kind", "timeline"},
          {"rows", texts(timeline.rows)},
          {"kinds", texts(timeline.kinds)},
          {"spans", std::move(spans)}};
}

Json picture_of(const Scatter& scatter) {
  Json points = Json::array();
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
  Json all = Json::array();
  for (const Chart* chart : charts) {
    Json one = std::visit([](const auto& picture) { return picture_of(picture); }, chart->picture);
    one["unit"] = printable(chart->unit);
    all.push_back(std::move(one));
  }
  return all.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace gigaplan::report
