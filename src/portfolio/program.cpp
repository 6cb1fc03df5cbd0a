#include "portfolio/program.hpp"

#include <coin/Cbc_C_Interface.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

namespace gigaplan::portfolio {
namespace {

struct Free {
  void operator()(void* model) const { Cbc_deleteModel(model); }
};
using Model = std::unique_ptr<void, Free>;

/// No gap, no tolerance that could hide one, one thread, no output. Programs have some hundred columns and their
/// relaxation is nearly whole: branching alone ends them in a hundredth of a second, five to ten times sooner than with
/// CBC's cuts, heuristics and preprocessing, and at the same optimum.
Model new_model() {
  Model model(Cbc_newModel());
  Cbc_setLogLevel(model.get(), 0);
  using Setting = std::pair<const char*, const char*>;
  for (const auto& [name, value] :
       {Setting{"ratioGap", "0"}, Setting{"allowableGap", "0"}, Setting{"increment", "1e-9"},
        Setting{"integerTolerance", "1e-9"}, Setting{"primalTolerance", "1e-9"}, Setting{"dualTolerance", "1e-9"},
        Setting{"threads", "0"}, Setting{"preprocess", "off"}, Setting{"cutsOnOff", "off"},
        Setting{"heuristicsOnOff", "off"}}) {
    Cbc_setParameter(model.get(), name, value);
  }
  Cbc_setObjSense(model.get(), -1);
  return model;
}

/// The largest objective factor: with it as the unit, tolerances mean the same whatever the figures are.
double objective_unit(const Program& program) {
  double unit = 0;
  for (const Column& column : program.columns) {
    unit = std::max(unit, std::abs(column.objective));
  }
  return unit > 0 ? unit : 1;
}

void add_columns(void* model, const Program& program, double unit) {
  for (const Column& column : program.columns) {
    Cbc_addCol(model, "", column.low, column.high, column.objective / unit, column.whole ? 1 : 0, 0, nullptr, nullptr);
  }
}

/// False if it can never hold.
bool add_row(void* model, const Row& row) {
  double unit = 0;
  for (const Term& term : row.terms) {
    unit = std::max(unit, std::abs(term.factor));
  }
  if (unit == 0) {
    return row.most >= 0;
  }
  std::vector<int> columns;
  std::vector<double> factors;
  for (const Term& term : row.terms) {
    if (term.factor != 0) {
      columns.push_back(static_cast<int>(term.column));
      factors.push_back(term.factor / unit);
    }
  }
  Cbc_addRow(model, "", static_cast<int>(columns.size()), columns.data(), factors.data(), 'L', row.most / unit);
  return true;
}

Solution solution_of(void* model, const Program& program, double unit) {
  Solution solution;
  const double* values = Cbc_getColSolution(model);
  solution.values.assign(values, values + program.columns.size());
  for (std::size_t c = 0; c < program.columns.size(); ++c) {
    if (program.columns[c].whole) {
      solution.values[c] = std::round(solution.values[c]);
    }
    solution.objective += program.columns[c].objective * solution.values[c];
  }
  solution.bound = Cbc_getBestPossibleObjValue(model) * unit;
  solution.nodes = Cbc_getNodeCount(model);
  return solution;
}

}  // namespace

std::size_t Program::add(const Column& column) {
  columns.push_back(column);
  return columns.size() - 1;
}

void Program::at_most(std::vector<Term> terms, double most) {
  rows.push_back({std::move(terms), most});
}

void Program::at_least(std::vector<Term> terms, double least) {
  for (Term& term : terms) {
    term.factor = -term.factor;
  }
  rows.push_back({std::move(terms), -least});
}

std::optional<Solution> maximise(const Program& program) {
  if (program.columns.empty()) {
    const bool holds = std::ranges::all_of(program.rows, [](const Row& row) { return row.most >= 0; });
    return holds ? std::optional(Solution()) : std::nullopt;
  }
  const auto model = new_model();
  const double unit = objective_unit(program);
  add_columns(model.get(), program, unit);
  for (const Row& row : program.rows) {
    if (!add_row(model.get(), row)) {
      return std::nullopt;
    }
  }
  Cbc_solve(model.get());
  if (Cbc_isProvenInfeasible(model.get()) != 0) {
    return std::nullopt;
  }
  if (Cbc_isProvenOptimal(model.get()) == 0) {
    throw SolverFailure(fmt::format("CBC stopped with status {}, secondary status {}", Cbc_status(model.get()),
                                    Cbc_secondaryStatus(model.get())));
  }
  return solution_of(model.get(), program, unit);
}

}  // namespace gigaplan::portfolio
