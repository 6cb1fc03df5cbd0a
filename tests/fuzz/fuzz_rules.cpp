// Can any book of rules, or any expression in it, crash the reader or give a result that is no number?
#include <cmath>

#include "io/sweep_reader.hpp"
#include "scratch.hpp"
#include "sweep/expression.hpp"

using namespace gigaplan;
using fuzz::require;

namespace {

/// Numbers, texts and null, by the name's length.
sweep::Value some(const std::string& name) {
  switch (name.size() % 4) {
    case 0: return static_cast<double>(name.size());
    case 1: return -0.5;
    case 2: return name;
    default: return {};
  }
}

void compute(const std::string& text) {
  try {
    const sweep::Expression expression(text);
    require(expression.text() == text, "an expression keeps its text");
    for (const std::string& name : expression.names()) {
      require(!name.empty(), "names are not empty");
    }
    require(std::isfinite(expression.evaluate([](const std::string&) { return 2.0; })), "a finite result");
    require(std::isfinite(expression.evaluate(some)), "a finite result");
  } catch (const sweep::BadExpression& e) {
    require(*e.what() != '\0', "a fault has a message");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fuzz::Scratch scratch("rules.json");
  const io::LoadedRules loaded = io::load_rules(scratch.write(data, size));
  require(loaded.book.has_value() == !has_errors(loaded.issues), "a book, or errors");
  if (loaded.book) {
    for (const Rule& rule : loaded.book->rules) {
      compute(rule.where);
      compute(rule.expression);
      compute("{" + rule.figure + "}");
    }
  } else {
    compute(std::string(reinterpret_cast<const char*>(data), size));  // what is no book may be an expression
  }
  return 0;
}
