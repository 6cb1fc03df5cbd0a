// Is the front what brute force finds, and is the next step up the cheapest that is faster?
#include "sweep/front.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "base/random.hpp"

using namespace gigaplan;
using namespace gigaplan::sweep;

namespace {

using Choices = std::vector<Objectives>;
using Places = std::vector<std::optional<std::size_t>>;

/// The definition, word by word.
bool dominates(const Objectives& a, const Objectives& b) {
  return a.step_s <= b.step_s && a.fabric_eur <= b.fabric_eur && a.fabric_w <= b.fabric_w &&
         (a.step_s < b.step_s || a.fabric_eur < b.fabric_eur || a.fabric_w < b.fabric_w);
}

std::vector<bool> brute_front(const Choices& choices) {
  std::vector<bool> front;
  for (const Objectives& choice : choices) {
    front.push_back(std::ranges::none_of(choices, [&](const Objectives& other) { return dominates(other, choice); }));
  }
  return front;
}

Places brute_steps(const Choices& choices, const std::vector<bool>& front) {
  const auto before = [&](std::size_t a, std::size_t b) {
    const Objectives &x = choices[a], &y = choices[b];
    return x.fabric_eur != y.fabric_eur ? x.fabric_eur < y.fabric_eur
           : x.step_s != y.step_s       ? x.step_s < y.step_s
           : x.fabric_w != y.fabric_w   ? x.fabric_w < y.fabric_w
                                        : a < b;
  };
  Places steps(choices.size());
  for (std::size_t i = 0; i < choices.size(); ++i) {
    for (std::size_t j = 0; j < choices.size(); ++j) {
      const bool faster = front[i] && front[j] && choices[j].step_s < choices[i].step_s;
      if (faster && (!steps[i] || before(j, *steps[i]))) {
        steps[i] = j;
      }
    }
  }
  return steps;
}

}  // namespace

TEST_CASE("nothing, and one choice") {
  CHECK(pareto_front({}).empty());
  CHECK(pareto_front({{3, 2, 1}}) == std::vector<bool>{true});
  CHECK(steps_up({{3, 2, 1}}, {true}) == Places{std::nullopt});
}

TEST_CASE("a choice that is worse in one and better in none is off the front; equal ones stay together") {
  const Choices choices = {{1, 10, 5}, {1, 10, 6}, {2, 8, 5}, {2, 8, 5}, {3, 8, 5}, {3, 9, 4}};
  // 1 draws more than 0; 4 is slower than 2; 5 is slow and dear, but draws the least
  CHECK(pareto_front(choices) == std::vector<bool>{true, false, true, true, false, true});
  CHECK(pareto_front(Choices(4, {1, 1, 1})) == std::vector<bool>(4, true));
  CHECK(pareto_front({{2, 2, 2}, {1, 1, 1}, {2, 2, 2}}) == std::vector<bool>{false, true, false});
}

TEST_CASE("the next step up is the cheapest of the front that is faster, even one that is cheaper but draws more") {
  const Choices choices = {{4, 10, 9}, {3, 20, 9}, {2, 20, 10}, {1, 40, 9}, {1.5, 50, 20}};
  const std::vector<bool> front = {true, true, true, true, false};
  CHECK(pareto_front(choices) == front);
  CHECK(steps_up(choices, front) == Places{2, 2, 3, std::nullopt, std::nullopt});  // of 1 and 2 at 20 the faster
  CHECK(steps_up({{2, 100, 1}, {1, 50, 2}}, {true, true}) == Places{1, std::nullopt});
  CHECK(steps_up({{2, 1, 1}, {1, 2, 2}, {1, 2, 2}}, {true, true, true}) == Places{1, std::nullopt, std::nullopt});
}

TEST_CASE("front and steps are those of brute force, with few values (many ties) and with many") {
  for (const double values : {2.0, 4.0, 10.0, 1e9}) {
    for (std::uint64_t round = 0; round < 60; ++round) {
      CAPTURE(values);
      CAPTURE(round);
      RandomStream random(round, "front test", static_cast<std::uint64_t>(values));
      Choices choices(round * 2);
      for (Objectives& choice : choices) {
        for (double* objective : {&choice.step_s, &choice.fabric_eur, &choice.fabric_w}) {
          *objective = static_cast<double>(static_cast<std::uint64_t>(random.uniform() * values));
        }
      }
      const auto front = pareto_front(choices);
      CHECK(front == brute_front(choices));
      CHECK(steps_up(choices, front) == brute_steps(choices, front));
    }
  }
}
