// What are the assets worth in the books, and what profit does the tax office see?
#pragma once

#include "finance/deal.hpp"

namespace gigaplan::finance {

/// Assets net of grants, and interest and fees until operation starts, which are written off evenly until the horizon.
class AssetBook {
 public:
  /// \param granted grants ÷ capex
  AssetBook(const Deal& deal, double granted) : deal_(deal), granted_(granted) {}

  /// Interest that is added to a debt before operation starts: an asset without a payment.
  void capitalise(Money interest);
  /// Books what `quarter` bought, and writes off: fills in depreciation, sale_gain and assets.
  /// \returns its taxable profit, 0 until operation starts
  Money write_off(int date, Statement& quarter);

 private:
  const Deal& deal_;
  double granted_;
  Money value_, fiscal_value_, capitalised_;
};

}  // namespace gigaplan::finance
