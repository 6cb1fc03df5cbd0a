#include "finance/tax.hpp"

#include <algorithm>
#include <deque>

namespace gigaplan::finance {

std::vector<Money> yearly_tax(const std::vector<Money>& profits, const TaxTerms& terms) {
  struct Loss {
    std::size_t year = 0;
    Money left;
  };
  std::deque<Loss> losses;
  std::vector<Money> tax;
  for (std::size_t year = 0; year < profits.size(); ++year) {
    while (!losses.empty() && terms.carry_forward_years &&
           static_cast<double>(year - losses.front().year) > *terms.carry_forward_years) {
      losses.pop_front();
    }
    Money profit = profits[year];
    if (profit < Money(0)) {
      losses.push_back({.year = year, .left = -profit});
      profit = Money(0);
    }
    Money offset = terms.offset_share * profit;
    for (Loss& loss : losses) {
      const Money used = min(loss.left, offset);
      loss.left -= used;
      offset -= used;
      profit -= used;
    }
    std::erase_if(losses, [](const Loss& loss) { return !(loss.left > Money(0)); });
    tax.push_back(terms.rate * profit);
  }
  return tax;
}

}  // namespace gigaplan::finance
