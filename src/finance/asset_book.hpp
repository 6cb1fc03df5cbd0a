// What are the assets worth in the books, and what profit does the tax office see?
#pragma once

#include "finance/deal.hpp"

namespace gigaplan::finance {

/// Assets net of grants as far as they are for what is bought already (IAS 20), and interest and fees until operation
/// starts, which are written off evenly until the horizon.
class AssetBook {
 public:
  /// \param granted grants ÷ capex
  AssetBook(const Deal& deal, double granted) : deal_(deal), granted_(granted) {}

  /// Interest that is added to a debt before operation starts: an asset without a payment.
  void capitalise(Money interest);
  /// Books what `quarter` bought, and writes off: fills in depreciation, sale_gain, assets
  /// and deferred_grants.
  /// \returns its taxable profit without the sale's, 0 until operation starts
  Money write_off(int date, Statement& quarter);
  /// Taxable profit of the sale, once the last date is written off.
  [[nodiscard]] Money profit_of_sale() const { return profit_of_sale_; }

 private:
  const Deal& deal_;
  double granted_;
  Money value_, fiscal_value_, capitalised_, profit_of_sale_;
  Money ahead_;  ///< grants that were paid, less their part of what was bought
};

}  // namespace gigaplan::finance
