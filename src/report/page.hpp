// What does a page of results consist of? Plain values: nothing here knows HTML, and nothing computes.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace gigaplan::report {

/// A reference to a place on the page ("#costs") or to an address ("https://..."); of any other only the text is shown.
struct Link {
  std::string text, target;
  std::string filter;  ///< to a table that can be filtered: shows only rows with this in them; empty: all
  bool operator==(const Link&) const = default;
};

struct Column {
  std::string title, unit;  ///< unit may be empty
  bool numeric = false;     ///< aligned at the right, sorted by the cells' numbers
  bool operator==(const Column&) const = default;
};

struct Cell {
  std::string text;              ///< as it is read
  std::optional<double> number;  ///< what a numeric column sorts by; none: last
  std::vector<Link> links{};     ///< behind the text: what it rests on
  bool operator==(const Cell&) const = default;
};

struct Row {
  std::vector<Cell> cells;
  std::string id;       ///< for links to it; may be empty
  bool marked = false;  ///< to be seen at once: a total, the best
  bool operator==(const Row&) const = default;
};

struct Table {
  std::string id, title, text;  ///< text: a sentence above it; may be empty
  std::vector<Column> columns;
  std::vector<Row> rows;
  bool sortable = false;
  bool filterable = false;  ///< long ones: a field above it hides rows
  bool operator==(const Table&) const = default;
};

/// A name and its value, in the chart's unit; low and high: its interval, if one is known.
struct Item {
  std::string name;
  double value = 0;
  std::optional<double> low{}, high{};
  bool operator==(const Item&) const = default;
};

/// The parts of a whole, in one bar.
struct Partition {
  std::vector<Item> items;
  bool operator==(const Partition&) const = default;
};

/// One horizontal bar an item, with a whisker from low to high where these are known: costs, loads, a ranking.
struct Ranking {
  std::vector<Item> items;
  std::optional<double> limit{};  ///< a line across
  std::string limit_name{};
  bool operator==(const Ranking&) const = default;
};

/// How far each input moves one result: low and high are the result at either end of the input's range.
struct Tornado {
  double base = 0;          ///< the result as it is
  std::vector<Item> items;  ///< value is not used
  bool operator==(const Tornado&) const = default;
};

/// Values over categories; a missing one is NaN.
struct Series {
  std::string name;
  std::vector<double> values;
  bool operator==(const Series&) const = default;
};

/// Columns that are stacked upon each other, one a category.
struct StackedBars {
  std::vector<std::string> categories;
  std::vector<Series> series;
  bool operator==(const StackedBars&) const = default;
};

/// Lines over time. A band lies between the series `low` and `high`.
struct Lines {
  std::vector<std::string> categories;
  std::vector<Series> series;
  std::optional<std::pair<Series, Series>> band{};
  std::optional<double> limit{};
  std::string limit_name{};
  bool selectable = false;         ///< a part of the time can be chosen
  std::optional<double> from = 0;  ///< what the value axis shows in any case; none: the values only
  bool operator==(const Lines&) const = default;
};

/// What flows from where to where.
struct Sankey {
  struct Flow {
    std::string from, to;
    double value = 0;
    bool operator==(const Flow&) const = default;
  };
  std::vector<Flow> flows;
  bool operator==(const Sankey&) const = default;
};

/// What happens when, row by row.
struct Timeline {
  struct Span {
    std::size_t row = 0, kind = 0;
    double start = 0, end = 0;
    bool operator==(const Span&) const = default;
  };
  std::vector<std::string> rows, kinds;
  std::vector<Span> spans;
  bool operator==(const Timeline&) const = default;
};

/// Choices by two figures; those marked are joined by a line.
struct Scatter {
  struct Point {
    std::string name;
    double x = 0, y = 0;
    bool marked = false;
    bool operator==(const Point&) const = default;
  };
  std::string x_name, y_name;  ///< with their units
  std::vector<Point> points;
  bool operator==(const Scatter&) const = default;
};

using Picture = std::variant<Partition, Ranking, Tornado, StackedBars, Lines, Sankey, Timeline, Scatter>;

struct Chart {
  std::string id, title;
  std::string unit;  ///< of its values
  std::string text;  ///< what it shows, in a sentence: also for those who do not see it
  Picture picture;
  bool operator==(const Chart&) const = default;
};

struct Paragraph {
  enum class Kind { plain, warning };
  std::string text;
  Kind kind = Kind::plain;
  std::vector<Link> links{};  ///< behind the text
  bool operator==(const Paragraph&) const = default;
};

using Block = std::variant<Paragraph, Chart, Table>;

/// A part of a page that can stand on its own: another command adds its own to Page::sections.
struct Section {
  std::string id, title;
  std::vector<Block> blocks;
  bool operator==(const Section&) const = default;
};

/// One of the few figures that answer the question.
struct Headline {
  std::string label, value;
  std::string note;         ///< what belongs to it: the interval, the horizon
  std::vector<Link> links;  ///< what it rests on, what it means
  bool operator==(const Headline&) const = default;
};

struct Page {
  std::string title, subtitle;
  std::vector<Paragraph> answer;  ///< below the headlines; warnings that it begins with stand above them
  std::vector<Headline> headlines;
  std::vector<Section> sections;
  std::vector<std::pair<std::string, std::string>> origin;  ///< what computed it: name, value
  bool operator==(const Page&) const = default;
};

}  // namespace gigaplan::report
