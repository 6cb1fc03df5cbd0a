// Does an expression say what a reader takes it to say, and a faulty one what is wrong and where?
#include "sweep/expression.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <map>

using namespace gigaplan::sweep;
using doctest::Approx;

namespace {

Value known(const std::string& name) {
  static const std::map<std::string, Value> values = {{"x", 3.0},
                                                      {"y", 4.0},
                                                      {"zero", 0.0},
                                                      {"one", 1.0},
                                                      {"site", "fi"},
                                                      {"nothing", Value()},
                                                      {"v0", 10.0},
                                                      {"v1", 20.0},
                                                      {"e", 2.0},
                                                      {"min", 7.0},
                                                      {"/a/b", 5.0},
                                                      {"old:/a/b", 6.0},
                                                      {"/causes/GPU failure/0", 8.0},
                                                      {"/say", "a \\ b, 'c'"}};
  const auto found = values.find(name);
  return found == values.end() ? throw BadExpression("there is no " + name) : found->second;
}

double value(const std::string& text) {
  return Expression(text).evaluate(known);
}

/// What is said of a text that cannot be read, or computed.
std::string fault(const std::string& text) {
  try {
    (void)value(text);
    return "";
  } catch (const BadExpression& e) {
    return e.what();
  }
}

bool says(const std::string& text, const std::string& part) {
  const std::string message = fault(text);
  CAPTURE(text.substr(0, 100));
  CAPTURE(message.substr(0, 200));
  const bool found = message.find(part) != std::string::npos;
  CHECK(found);
  return found;
}

}  // namespace

TEST_CASE("arithmetic has the precedence of school") {
  CHECK(value("1 + 2 * 3") == 7);
  CHECK(value("(1 + 2) * 3") == 9);
  CHECK(value("8 / 4 / 2") == 1);    // from the left
  CHECK(value("10 - 4 - 3") == 3);   // from the left
  CHECK(value("2 ^ 3 ^ 2") == 512);  // from the right: 2^9
  CHECK(value("-2 ^ 2") == -4);      // -(2^2)
  CHECK(value("2 * -3") == -6);
  CHECK(value("1.5e3 + .5 + 2E-1") == Approx(1500.7));
  CHECK(value("\t1\n+ 1 ") == 2);
  CHECK(value("sqrt(x ^ 2 + y ^ 2)") == 5);  // the triangle 3, 4, 5
  CHECK(value("max(1, x, 2) + min(1, x, 2)") == 4);
  CHECK(value("abs(-x)") == 3);
  CHECK(value("x > 2 ? 10 : 20") == 10);
}

TEST_CASE("comparisons give 1 or 0 and bind less than arithmetic") {
  CHECK(value("x + 1 == y") == 1);
  CHECK(value("x + 1 != y") == 0);
  CHECK(value("x < y") == 1);
  CHECK(value("x <= 3") == 1);
  CHECK(value("x >= 3.5") == 0);
  CHECK(value("y > x * 2") == 0);
}

TEST_CASE("and, or and not, in words and signs") {
  for (const double a : {0.0, 1.0}) {
    for (const double b : {0.0, 1.0}) {
      const auto of = [&](const std::string& text) {
        return Expression(text).evaluate([&](const std::string& name) { return name == "a" ? a : b; });
      };
      CHECK(of("a and b") == (a != 0 && b != 0 ? 1 : 0));
      CHECK(of("a && b") == (a != 0 && b != 0 ? 1 : 0));
      CHECK(of("a or b") == (a != 0 || b != 0 ? 1 : 0));
      CHECK(of("a || b") == (a != 0 || b != 0 ? 1 : 0));
      CHECK(of("not a") == (a == 0 ? 1 : 0));
      CHECK(of("!a") == (a == 0 ? 1 : 0));
      CHECK(of("not a and b") == (a == 0 && b != 0 ? 1 : 0));
      CHECK(of("a and not b") == (a != 0 && b == 0 ? 1 : 0));
      CHECK(of("not (a or b)") == (a == 0 && b == 0 ? 1 : 0));
      CHECK(of("not (not a)") == a);
    }
  }
  CHECK(value("one or zero and zero") == 1);  // and binds more than or
  CHECK(value("x == 3 and y == 4 or zero") == 1);
}

TEST_CASE("not binds less than a comparison, as the word is read") {
  CHECK(value("not x == 3") == 0);  // not (3 == 3)
  CHECK(value("not x == 4") == 1);  // not (3 == 4); (not 3) == 4 would be 0
  CHECK(value("not x + 1 < 2") == 1);
  CHECK(value("one == not zero") == 1);
  CHECK(value("zero or not x > 5 and one") == 1);
}

TEST_CASE("texts are compared with names") {
  CHECK(value(R"(site == "fi")") == 1);
  CHECK(value(R"(site == "se")") == 0);
  CHECK(value(R"(site != "fi")") == 0);
  CHECK(value(R"(site!="se")") == 1);
  CHECK(value(R"(not site == "fi")") == 0);
  CHECK(value(R"(site == "se" or site == "fi")") == 1);
  CHECK(value(R"((site == "fi") * 5 + (site != "fi") * 7)") == 5);
  CHECK(value(R"({/say} == "a \ b, 'c'")") == 1);
  CHECK(value(R"(site == "")") == 0);
  CHECK(value(R"(x == "3")") == 0);         // a number is no text
  CHECK(value(R"(nothing == "fi")") == 0);  // nor is null
}

TEST_CASE("braces hold names with any characters, and names do not clash with the translation's or functions'") {
  CHECK(value("{/a/b} * 2") == 10);
  CHECK(value("{old:/a/b} - {/a/b}") == 1);
  CHECK(value("{/causes/GPU failure/0} == 8") == 1);
  CHECK(value("{x} + x") == 6);
  CHECK(value("v1 - v0") == 10);  // 20 - 10
  CHECK(value("2 * e") == 4);
  CHECK(value("min + 1") == 8);  // an axis of that name, not the function
}

TEST_CASE("names come in the order in which they first stand, each once") {
  CHECK(Expression(R"(b + a * {/c d} - b and s == "text" or s == "other")").names() ==
        std::vector<std::string>{"b", "a", "/c d", "s"});
  CHECK(Expression("1 + max(2, 3)").names().empty());
  CHECK(Expression("x").text() == "x");
}

TEST_CASE("a moved expression still computes, again and again") {
  Expression first("x + y");
  Expression second("1");
  second = std::move(first);
  CHECK(second.evaluate(known) == 7);
  const Expression third = std::move(second);
  CHECK(third.evaluate([](const std::string&) { return 1.0; }) == 2);
  CHECK(third.evaluate(known) == 7);
}

TEST_CASE("a text that is no expression is told with its place") {
  says("", "empty");
  says(" \t\n", "empty");
  says("x = 3", "write == to compare (at character 3 of: x = 3)");
  says("{/a/b", "a { is not closed (at character 1 of: {/a/b)");
  says("x + {}", "nothing stands in the braces (at character 5");
  says(R"(x > 1 and site == "fi)", "a text is not closed (at character 19 of");
  says(R"("fi" == site)", "can only be compared with a name");
  says(R"(x > 1 and "fi")", "(at character 11 of");
  says(R"(site < "fi")", "can only be compared with a name: name == \"text\" (at character 8 of");
  says("1 +", "(at character 4 of: 1 +)");
  says("1 + + ", "of: 1 + + )");
  says("(x > 1", "of: (x > 1)");
  says("x > 1)", "(at character 6 of: x > 1))");
  says("site and x y", "(at character 12 of: site and x y)");
  says("{/a/b} {/a/b}", "(at character 8 of");
  says("nosuch(3)", "nosuch");
  says("nosuch(3)", "(at character 1 of: nosuch(3))");
  says("x + 3 3", "(at character 7 of");
  says("sqrt(1, 2)", "sqrt");
  says("1, 2", "more than one expression");
  says("1.2.3", "of: 1.2.3)");
  says("0x10", "of: 0x10)");
  says("x $ y", "(at character 3 of: x $ y)");
  says("x ~ y", "(at character 3 of: x ~ y)");
  says("x ? 1", "of: x ? 1)");
  says("'fi'", "(at character 1 of");
  says("x and", "of: x and)");
  says("\x01", "(at character 1 of");
  says(std::string("x +\0 y", 6), "(at character 4 of");
  says("x \xC3\xA4", "(at character 3 of");
}

TEST_CASE("messages do not speak of the translation") {
  for (const std::string text : {"x y", "{/a/b} {/a/b}", "x + (y", "(x) y", "sqrt(x y)", "x + + ) y"}) {
    CAPTURE(text);
    CHECK(fault(text) != "");
    CHECK(fault(text).find("v0") == std::string::npos);
    CHECK(fault(text).find("v1") == std::string::npos);
  }
}

TEST_CASE("a value that cannot be computed with is told by its name") {
  says("nothing + 1", "nothing has no value");
  says("site + 1", R"(site is the text "fi", not a number; compare it with site == "...")");
  says("unknown + 1", "there is no unknown");
  says("1 / zero", "no finite number (of: 1 / zero)");
  says("sqrt(0 - one)", "no finite number");
  says("10 ^ 400", "no finite number");
}

TEST_CASE("hostile texts end in a message, and soon") {
  says(std::string(1'000'000, '('), "more than 4000 characters");
  says(std::string(4000, '('), "of: ((((");
  says(std::string(4000, '-'), "of: ----");
  says(std::string(4000, '!'), "of: !!!!");
  says(std::string(4000, '{'), "a { is not closed (at character 1 ");
  says(std::string(4000, '"'), "can only be compared with a name");
  says(std::string(4000, '='), "of: ====");
  says(std::string(4000, '9'), "of: 9999");
  says(std::string(4000, 'a') + "(", "more than 4000");
  says(std::string(3000, 'a') + "(1)", "(at character 1 of");
  std::string deep;
  for (int i = 0; i < 1500; ++i) {
    deep += "(";
  }
  deep += "1" + std::string(1500, ')');
  CHECK(value(deep) == 1);
  std::string many = "x";
  for (int i = 0; i < 500; ++i) {
    many += "+{n" + std::to_string(i) + "}";  // 501 names
  }
  CHECK(Expression(many).evaluate([](const std::string&) { return 1.0; }) == 501);
}
