#include "report/html_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/escape.hpp"

namespace gigaplan::report {
namespace {

/// "/site/electricity", and not a sentence that begins so.
bool is_pointer(const std::string& text) {
  return text.starts_with('/') && text.find(' ') == std::string::npos;
}

/// Paper has no room for more columns upright, and for many more in its usual type.
const char* print_class(std::size_t columns) {
  constexpr std::size_t upright = 12, usual = 16;
  return columns > usual ? " wide dense" : columns > upright ? " wide" : "";
}

constexpr std::size_t names_from = 20, sentences_from = 120;  ///< bytes: texts that a narrow column would tear apart

/// How wide a column has to be at least: what style calls a name or a sentence.
const char* class_of(const Table& table, std::size_t place) {
  if (table.columns[place].numeric) return " class=\"number\"";
  std::size_t longest = 0;
  bool pointer = false;
  for (const Row& row : table.rows) {
    if (place >= row.cells.size()) continue;
    longest = std::max(longest, row.cells[place].text.size());
    pointer = pointer || (is_pointer(row.cells[place].text) && row.cells[place].text.size() > names_from);
  }
  if (longest > sentences_from || pointer) return " class=\"sentence\"";
  return longest > names_from ? " class=\"name\"" : "";
}

std::string head_of(const Table& table) {
  std::string html = "<thead><tr>";
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const Column& column = table.columns[i];
    const auto unit = column.unit.empty() ? "" : fmt::format(" <span class=\"unit\">{}</span>", escaped(column.unit));
    const auto title = escaped(column.title) + unit;
    html +=
        fmt::format("<th scope=\"col\"{}>{}</th>", class_of(table, i),
                    table.sortable ? fmt::format(R"(<button type="button" class="sort">{}</button>)", title) : title);
  }
  return html + "</tr></thead>\n";
}

/// A pointer may be broken behind "/" and "_", nowhere else.
std::string breakable(const std::string& pointer) {
  std::string html;
  for (const char c : escaped(pointer)) {
    html += c;
    if (c == '/' || c == '_') html += "<wbr>";
  }
  return html;
}

std::string cell_of(const Cell& cell, const Column& column, bool first) {
  std::string attributes = column.numeric ? " class=\"number\"" : "";
  if (column.numeric && cell.number) {
    attributes += fmt::format(" data-number=\"{:.17g}\"", *cell.number);
  }
  auto text = is_pointer(cell.text) ? breakable(cell.text) : escaped_with_links(cell.text);
  for (const Link& link : cell.links) {
    text += " " + html_link(link);
  }
  return first ? fmt::format("<th scope=\"row\"{}>{}</th>", attributes, text)
               : fmt::format("<td{}>{}</td>", attributes, text);
}

std::string row_of(const Row& row, const Table& table) {
  std::string html = "<tr";
  html += row.id.empty() ? "" : fmt::format(" id=\"{}\"", as_id(row.id));
  html += row.marked ? " class=\"marked\">" : ">";
  for (std::size_t i = 0; i < row.cells.size() && i < table.columns.size(); ++i) {
    html += cell_of(row.cells[i], table.columns[i], i == 0);
  }
  return html + "</tr>\n";
}

std::string filter_of(const Table& table) {
  const auto id = as_id(table.id);
  return fmt::format(
      "<p class=\"filter\"><label for=\"{0}-filter\">Show only rows with</label> <input type=\"search\" "
      "id=\"{0}-filter\" "
      "data-table=\"{0}\" autocomplete=\"off\"> <output for=\"{0}-filter\">{1} rows</output></p>\n",
      id, table.rows.size());
}

}  // namespace

std::string html_link(const Link& link) {
  if (!is_safe_target(link.target)) {
    return escaped(link.text);
  }
  const bool inside = link.target.starts_with('#');
  const auto target = inside ? "#" + as_id(link.target.substr(1)) : escaped(link.target);
  const auto filter = link.filter.empty() ? "" : fmt::format(" data-filter=\"{}\"", escaped(link.filter));
  return fmt::format("<a href=\"{}\"{}{}>{}</a>", target, filter, inside ? "" : " rel=\"noreferrer noopener\"",
                     escaped(link.text));
}

std::string html_table(const Table& table, const std::string& label) {
  std::string html = table.filterable ? filter_of(table) : "";
  const auto id = table.id.empty() ? "" : fmt::format(" id=\"{}\"", as_id(table.id));
  const bool narrow = table.columns.size() == 2 && table.columns[1].numeric;
  html += fmt::format("<div class=\"scroll{}\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table{}>\n",
                      narrow ? " narrow" : print_class(table.columns.size()),
                      escaped(label.empty() ? table.title : label), id);
  html += fmt::format("<caption>{}{}</caption>\n", escaped(table.title),
                      table.text.empty() ? "" : " <span class=\"text\">" + escaped_with_links(table.text) + "</span>");
  html += head_of(table) + "<tbody>\n";
  for (const Row& row : table.rows) {
    html += row_of(row, table);
  }
  return html + "</tbody></table></div>\n";
}

}  // namespace gigaplan::report
