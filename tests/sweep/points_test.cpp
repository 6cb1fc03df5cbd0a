// Are a sweep's points where its design says, whoever asks in whatever order?
#include "sweep/points.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>
#include <set>

using namespace gigaplan;
using namespace gigaplan::sweep;
using doctest::Approx;

namespace {

using Texts = std::vector<std::string>;

SweepAxis range(const std::string& name, double low, double high, int steps = 0) {
  return {.name = name, .pointer = "/" + name, .low = low, .high = high, .steps = steps};
}

SweepAxis listed(const std::string& name, const Texts& values) {
  return {.name = name, .pointer = "/" + name, .values = values};
}

SweepSpec spec(Design design, const std::vector<SweepAxis>& axes, std::uint64_t samples = 0, std::uint64_t seed = 1) {
  return {.name = "test", .design = design, .axes = axes, .samples = samples, .seed = seed};
}

/// The cells of all points, joined, in order: "1,a".
Texts cells(const Points& points) {
  Texts all;
  for (std::uint64_t run = 0; run < points.count(); ++run) {
    std::string line;
    for (const std::string& cell : points.at(run).cells) {
      line += (line.empty() ? "" : ",") + cell;
    }
    all.push_back(line);
  }
  return all;
}

/// The values of an axis of numbers, in the order of the runs.
std::vector<double> numbers(const Points& points, std::size_t axis = 0) {
  std::vector<double> all;
  for (std::uint64_t run = 0; run < points.count(); ++run) {
    all.push_back(std::stod(points.at(run).cells.at(axis)));
  }
  return all;
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double variance(const std::vector<double>& values) {
  const double middle = mean(values);
  return std::accumulate(values.begin(), values.end(), 0.0,
                         [&](double sum, double x) { return sum + (x - middle) * (x - middle); }) /
         static_cast<double>(values.size());
}

const std::vector<Design> sampled = {Design::latin_hypercube, Design::sobol, Design::monte_carlo};

}  // namespace

TEST_CASE("a grid takes all combinations, the last axis turns fastest, ranges include both ends") {
  const Points points(
      spec(Design::grid, {listed("a", {"1", "2"}), listed("b", {R"("x")", "null"}), range("c", 0, 1, 3)}), 7);
  CHECK(points.names() == Texts{"a", "b", "c"});
  CHECK(points.count() == 12);  // 2 * 2 * 3
  CHECK(cells(points) == Texts{R"(1,"x",0)", R"(1,"x",0.5)", R"(1,"x",1)", "1,null,0", "1,null,0.5", "1,null,1",
                               R"(2,"x",0)", R"(2,"x",0.5)", R"(2,"x",1)", "2,null,0", "2,null,0.5", "2,null,1"});
  const Point last = points.at(11);
  CHECK(last.run == 11);
  CHECK(last.replicate == 0);
  CHECK(last.settings == std::vector<Setting>{{"/a", "2"}, {"/b", "null"}, {"/c", "1"}});
}

TEST_CASE("the ends of a range are hit exactly") {
  // 0.1 + 6/6 * (0.7 - 0.1) is 0.7 only by luck; what stands in the results must be what stands in the sweep
  for (const auto& [low, high] : {std::pair(0.1, 0.7), std::pair(1e-3, 0.3), std::pair(3.0, 1e7 / 3)}) {
    for (const Distribution distribution : {Distribution::uniform, Distribution::log_uniform}) {
      SweepAxis axis = range("a", low, high, 7);
      axis.distribution = distribution;
      const auto values = numbers(Points(spec(Design::grid, {axis}), 0));
      CHECK(values.front() == low);
      CHECK(values.back() == high);
    }
  }
}

TEST_CASE("logarithmic steps have one ratio") {
  SweepAxis axis = range("a", 1, 1e4, 5);
  axis.distribution = Distribution::log_uniform;
  const auto values = numbers(Points(spec(Design::grid, {axis}), 0));
  for (std::size_t i = 0; i < 5; ++i) {
    CHECK(values[i] == Approx(std::pow(10, static_cast<double>(i))).epsilon(1e-14));
  }
}

TEST_CASE("a range as wide as the reader takes it keeps its values finite") {
  for (const Distribution distribution : {Distribution::uniform, Distribution::log_uniform, Distribution::triangular}) {
    SweepAxis axis = range("a", distribution == Distribution::log_uniform ? 1e-300 : -1e300, 1e300);
    axis.distribution = distribution;
    for (const double value : numbers(Points(spec(Design::sobol, {axis}, 64), 0))) {  // stod() takes no "null"
      CHECK(std::isfinite(value));
      CHECK(value >= *axis.low);
      CHECK(value <= *axis.high);
    }
  }
}

TEST_CASE("whole values are rounded, and whole numbers are written as such") {
  SweepAxis axis = range("a", 1, 10, 4);
  CHECK(cells(Points(spec(Design::grid, {axis}), 0)) == Texts{"1", "4", "7", "10"});
  axis.steps = 3;
  CHECK(cells(Points(spec(Design::grid, {axis}), 0)) == Texts{"1", "5.5", "10"});
  axis.whole = true;
  CHECK(cells(Points(spec(Design::grid, {axis}), 0)) == Texts{"1", "6", "10"});  // std::round: halves away from 0
  for (const std::string& cell : cells(Points(spec(Design::monte_carlo, {axis}, 100), 0))) {
    CHECK(cell.find_first_not_of("0123456789") == std::string::npos);
  }
}

TEST_CASE("a zip takes the first of every axis, then the second") {
  SweepAxis options{.name = "o",
                    .options = {{.label = "one", .set = {{"/x", "1"}, {"/y", "2"}}},
                                {.label = "two", .set = {}},
                                {.label = "3", .set = {{"/x", "3"}}}}};
  const Points points(spec(Design::zip, {range("a", 2, 4, 3), options}), 0);
  CHECK(points.count() == 3);
  CHECK(cells(points) == Texts{R"(2,"one")", R"(3,"two")", R"(4,"3")"});
  CHECK(points.at(0).settings == std::vector<Setting>{{"/a", "2"}, {"/x", "1"}, {"/y", "2"}});
  CHECK(points.at(1).settings == std::vector<Setting>{{"/a", "3"}});
}

TEST_CASE("a list is its points, and the sweep's own changes come first") {
  SweepSpec list = spec(Design::list, {});
  list.set = {{"/common", "0"}};
  list.points = {{.label = "first", .set = {{"/x", "1"}}}, {.label = R"(say "two")", .set = {{"/x", "2"}}}};
  const Points points(list, 0);
  CHECK(points.names() == Texts{"point"});
  CHECK(cells(points) == Texts{R"("first")", R"("say \"two\"")"});
  CHECK(points.at(1).settings == std::vector<Setting>{{"/common", "0"}, {"/x", "2"}});
}

TEST_CASE("replicates follow each other and count up from the scenario's seed") {
  SweepSpec s = spec(Design::grid, {listed("a", {"1", "2"})});
  s.replicates = 3;
  const Points points(s, 40);
  CHECK(count_runs(s) == 6);  // 2 * 3
  CHECK(points.count() == 6);
  CHECK(cells(points) == Texts{"1", "1", "1", "2", "2", "2"});
  for (std::uint64_t run = 0; run < 6; ++run) {
    const Point point = points.at(run);
    CHECK(point.replicate == static_cast<int>(run % 3));
    CHECK(point.settings.back() == Setting{"/seed", std::to_string(40 + run % 3)});
  }
  s.replicates = 1;
  CHECK(Points(s, 40).at(0).settings == std::vector<Setting>{{"/a", "1"}});  // the scenario's own seed stays
}

TEST_CASE("runs are counted before anything is stored for them") {
  CHECK(count_runs(spec(Design::grid, {range("a", 0, 1, 1'000'000), range("b", 0, 1, 1'000'000)})) == 1e12);
  CHECK(count_runs(spec(Design::grid, std::vector<SweepAxis>(100, range("a", 0, 1, 1'000'000)))) > most_runs);
  CHECK(count_runs(spec(Design::zip, {range("a", 0, 1, 5), range("b", 0, 1, 5)})) == 5);
  CHECK(count_runs(spec(Design::sobol, {range("a", 0, 1), range("b", 0, 1)}, 64)) == 64);
  CHECK(count_runs(spec(Design::list, {})) == 0);
}

TEST_CASE("latin hypercube: each of n parts is hit once, on every axis, at random within it") {
  constexpr std::uint64_t n = 97;
  const Points points(spec(Design::latin_hypercube, {range("a", 0, n), range("b", 0, n), range("c", 0, n)}, n), 0);
  CHECK(points.count() == n);
  for (std::size_t axis = 0; axis < 3; ++axis) {
    std::set<double> parts;
    std::vector<double> within;
    for (const double value : numbers(points, axis)) {
      parts.insert(std::floor(value));  // each part is 1 wide
      within.push_back(value - std::floor(value));
    }
    CHECK(parts.size() == n);
    CHECK(*parts.begin() == 0);
    CHECK(*parts.rbegin() == n - 1);
    // uniform in 0..1: mean 1/2 with a deviation of sqrt(1/12/97) = 0.029; four of them
    CHECK(mean(within) == Approx(0.5).epsilon(0.24));
    CHECK(variance(within) == Approx(1.0 / 12).epsilon(0.4));
  }
  // axes are shuffled apart: the correlation of independent ones is 0 with a deviation of 1/sqrt(97) = 0.1
  const auto a = numbers(points, 0);
  const auto b = numbers(points, 1);
  double covariance = 0;
  for (std::size_t i = 0; i < n; ++i) {
    covariance += (a[i] - mean(a)) * (b[i] - mean(b)) / n;
  }
  CHECK(std::abs(covariance / std::sqrt(variance(a) * variance(b))) < 0.4);
}

TEST_CASE("latin hypercube in the quantiles: each part of equal probability, also of a crooked distribution") {
  SweepAxis axis = range("a", 1, 1e6);
  axis.distribution = Distribution::log_uniform;
  const Points points(spec(Design::latin_hypercube, {axis}, 60), 0);
  std::map<int, int> decades;
  for (const double value : numbers(points)) {
    ++decades[static_cast<int>(std::floor(std::log10(value)))];
  }
  for (int decade = 0; decade < 6; ++decade) {
    CHECK(decades[decade] == 10);  // 60 points, 6 decades
  }
}

TEST_CASE("sobol: of the first 2^k points each of 2^k parts holds one, in every dimension") {
  std::vector<SweepAxis> axes;
  for (int d = 0; d < 20; ++d) {
    axes.push_back(range("d" + std::to_string(d), 0, 1));
  }
  for (const std::uint64_t seed : {1U, 2U}) {
    const Points points(spec(Design::sobol, axes, 256, seed), 0);
    for (std::size_t axis = 0; axis < axes.size(); ++axis) {
      const auto all = numbers(points, axis);
      for (const std::size_t n : {2U, 4U, 64U, 256U}) {
        CAPTURE(axis);
        CAPTURE(n);
        std::set<double> parts;
        for (std::size_t i = 0; i < n; ++i) {
          parts.insert(std::floor(all[i] * static_cast<double>(n)));
        }
        CHECK(parts.size() == n);
      }
    }
  }
}

TEST_CASE("sobol integrates a smooth function far better than chance") {
  // f(x) = product of (1 + (x_i - 1/2)) over 5 axes has the mean 1 and, by (1 + 1/12)^5 - 1, the variance 0.49;
  // chance errs by sqrt(0.49 / n): 0.011 at 4096
  const auto error = [](Design design, std::uint64_t n, std::uint64_t seed) {
    std::vector<SweepAxis> axes;
    for (int d = 0; d < 5; ++d) {
      axes.push_back(range("d" + std::to_string(d), 0, 1));
    }
    const Points points(spec(design, axes, n, seed), 0);
    double sum = 0;
    for (std::uint64_t run = 0; run < n; ++run) {
      double product = 1;
      for (const std::string& cell : points.at(run).cells) {
        product *= 0.5 + std::stod(cell);
      }
      sum += product;
    }
    return std::abs(sum / static_cast<double>(n) - 1);
  };
  double sobol = 0, sobol_early = 0, chance = 0;
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
    sobol = std::max(sobol, error(Design::sobol, 4096, seed));
    sobol_early = std::max(sobol_early, error(Design::sobol, 64, seed));
    chance = std::max(chance, error(Design::monte_carlo, 4096, seed));
  }
  CHECK(sobol < 0.011 / 5);
  CHECK(sobol < chance / 2);
  CHECK(sobol < sobol_early / 16);  // 64 times the points: chance gains 8, Sobol up to 64
  CHECK(chance < 4 * 0.011);
}

TEST_CASE("triangular samples have the mean and variance of the closed form") {
  struct Case {
    double low, high;
    std::optional<double> mode;
  };
  for (const auto& [low, high, mode] :
       {Case{2, 12, 4.0}, Case{-1, 1, std::nullopt}, Case{0, 3, 0.0}, Case{0, 3, 3.0}}) {
    SweepAxis axis = range("a", low, high);
    axis.distribution = Distribution::triangular;
    axis.mode = mode;
    const double c = mode.value_or((low + high) / 2);
    const double expected = (low + c + high) / 3;
    const double spread = (low * low + c * c + high * high - low * c - low * high - c * high) / 18;
    for (const Design design : sampled) {
      const auto values = numbers(Points(spec(design, {axis}, 20'000), 0));
      // chance errs by sqrt(spread / 20000), 0.7 % of a deviation; four of them
      CHECK(std::abs(mean(values) - expected) < 4 * std::sqrt(spread / 20'000));
      CHECK(variance(values) == Approx(spread).epsilon(0.05));
      CHECK(*std::ranges::min_element(values) >= low);
      CHECK(*std::ranges::max_element(values) <= high);
    }
  }
}

TEST_CASE("the share of a triangle below its mode is that of the areas") {
  SweepAxis axis = range("a", 0, 10);
  axis.distribution = Distribution::triangular;
  axis.mode = 2;
  const auto values = numbers(Points(spec(Design::sobol, {axis}, 4096), 0));
  const auto below = std::ranges::count_if(values, [](double x) { return x < 2; });
  CHECK(static_cast<double>(below) / 4096 == Approx(0.2).epsilon(0.01));  // (mode - low) / (high - low)
}

TEST_CASE("sampled values and options are equally likely") {
  SweepAxis options{.name = "o", .options = {{.label = "p", .set = {}}, {.label = "q", .set = {}}}};
  for (const Design design : sampled) {
    const Points points(spec(design, {listed("a", {"1", "2", "3"}), options}, 6000), 0);
    std::map<std::string, int> seen;
    for (std::uint64_t run = 0; run < points.count(); ++run) {
      for (const std::string& cell : points.at(run).cells) {
        ++seen[cell];
      }
    }
    CHECK(seen.size() == 5);
    for (const char* value : {"1", "2", "3"}) {
      // binomial: 6000/3 = 2000 with a deviation of sqrt(6000 * 1/3 * 2/3) = 36.5; four of them
      CHECK(std::abs(seen[value] - 2000) <= (design == Design::monte_carlo ? 146 : 12));
    }
    CHECK(std::abs(seen[R"("p")"] - 3000) <= (design == Design::monte_carlo ? 155 : 12));
  }
}

TEST_CASE("points asked for in any order are those of the order of their numbers") {
  for (const Design design : {Design::grid, Design::zip, Design::latin_hypercube, Design::sobol, Design::monte_carlo}) {
    const bool steps = design == Design::grid || design == Design::zip;
    SweepSpec s = spec(design, {range("a", 0, 1, steps ? 20 : 0), range("b", 5, 6, steps ? 20 : 0)}, steps ? 0 : 20);
    s.replicates = 2;
    const Points points(s, 1);
    const auto in_order = cells(points);
    const Points others(s, 1);
    for (std::uint64_t run = others.count(); run-- > 0;) {
      const Point point = others.at(run);
      CHECK(point.run == run);
      CHECK(point.cells[0] + "," + point.cells[1] == in_order[run]);
    }
  }
}

TEST_CASE("another seed gives other points, more samples of chance keep the first ones") {
  for (const Design design : sampled) {
    const auto of = [&](std::uint64_t samples, std::uint64_t seed) {
      return cells(Points(spec(design, {range("a", 0, 1), range("b", 0, 1)}, samples, seed), 0));
    };
    const auto one = of(32, 1);
    const auto other = of(32, 2);
    CHECK(one == of(32, 1));
    for (std::size_t i = 0; i < one.size(); ++i) {
      CHECK(one[i] != other[i]);
    }
    if (design != Design::latin_hypercube) {
      const auto more = of(64, 1);
      CHECK(std::equal(one.begin(), one.end(), more.begin()));
    }
  }
}

TEST_CASE("axes of chance do not move together") {
  const Points points(spec(Design::monte_carlo, {range("a", 0, 1), range("b", 0, 1)}, 1000), 0);
  int both = 0;
  for (std::uint64_t run = 0; run < 1000; ++run) {
    const Point point = points.at(run);
    both += std::stod(point.cells[0]) < 0.5 && std::stod(point.cells[1]) < 0.5 ? 1 : 0;
  }
  CHECK(std::abs(both - 250) < 55);  // a quarter, with a deviation of sqrt(1000 * 1/4 * 3/4) = 13.7; four of them
}
