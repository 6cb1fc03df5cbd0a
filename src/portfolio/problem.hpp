// Which proposals are there, and what has to hold for those that a programme funds?
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gigaplan::portfolio {

/// Whose public money it is. A member state's own is counted for each country.
enum class Instrument : std::size_t { eu, member_state, cohesion };
inline constexpr std::size_t instrument_count = 3;
inline constexpr std::array<std::string_view, instrument_count> instrument_names = {"eu", "member_state", "cohesion"};

/// Money of each instrument, EUR.
using Money3 = std::array<double, instrument_count>;
[[nodiscard]] double total(const Money3& money);

/// How lenders and owners of a proposal fare.
struct Viability {
  std::optional<double> minimum_dscr;  ///< none: no debt has to be served
  std::optional<double> equity_irr;    ///< -1: owners lose all; none: they paid nothing
};

/// One proposal. What is a year's is a mean year of its operation.
struct Candidate {
  std::string id, name;
  std::string site;                ///< proposals for the same one compete: at most one is funded
  std::string country;             ///< whose money its member_state is
  std::string region;              ///< of the grid
  Money3 asked_eur{};              ///< grants: at most this of each instrument
  double least_eur = 0;            ///< with less of grants it is not built; at most total(asked_eur)
  double guarantee_calls_eur = 0;  ///< expected of its guarantor: public money beside the grants
  double guarantee_cover_eur = 0;  ///< the most that he can be called for
  double eib_loan_eur = 0;
  double capex_eur = 0;
  double investment_eur = 0;  ///< all uses of its money until it is built; capex where nobody knows them
  double chips = 0;
  double carbon_t = 0;        ///< a year
  double energy_mwh = 0;      ///< a year
  double sme_chip_hours = 0;  ///< for small and medium enterprises, a year
  double grid_mw = 0;         ///< of its connection
  double value = 0;           ///< central; of any unit that may be added up
  /// Its value in each future; index k is the same future for all candidates. Empty, for all of them: none are known.
  std::vector<double> futures;
  std::optional<Viability> viability;              ///< as it stands; none without a project
  std::vector<Viability> viability_in;             ///< in each future; empty without a project
  std::vector<double> carbon_in_t, energy_in_mwh;  ///< a year, in each future
  [[nodiscard]] double public_eur() const { return least_eur + guarantee_calls_eur; }
};

/// What the funded proposals have to keep, together. None: no limit.
struct Limits {
  std::optional<double> public_eur;                ///< public money in all: grants and expected guarantee calls
  std::optional<double> eu_eur, cohesion_eur;      ///< of these instruments
  std::map<std::string, double> member_state_eur;  ///< by country; those not named give what is asked
  std::optional<double> guarantee_eur;             ///< of all guarantees, what may be called at most
  std::optional<double> eib_eur;                   ///< of all loans of the EIB
  std::size_t min_sites = 0;
  std::optional<std::size_t> max_sites;
  std::optional<std::size_t> max_per_country, max_per_region;
  std::size_t min_countries = 0;
  std::optional<double> region_mw;          ///< of connections in one region of the grid
  std::optional<double> carbon_t;           ///< a year
  std::optional<double> carbon_g_per_kwh;   ///< carbon of all ÷ energy of all
  double sme_chip_hours = 0;                ///< at least, a year
  double chips = 0;                         ///< at least, of each
  std::optional<double> min_dscr;           ///< of each: minimum DSCR
  std::optional<double> min_equity_irr;     ///< of each, a year
  double viable_share = 0;                  ///< share of futures in which these two have to hold, too
  std::vector<std::string> must, must_not;  ///< ids
};

/// What the sum of values is taken over.
enum class Aim { mean, central };  ///< mean over the futures; central where there are none

struct Problem {
  std::vector<Candidate> candidates;
  Limits limits;
  Aim aim = Aim::mean;
};

/// Funded proposals, as places among the candidates, ascending.
using Chosen = std::vector<std::size_t>;

/// What `aim` maximises, of each candidate.
[[nodiscard]] std::vector<double> values(const Problem& problem);

/// Sum over the chosen, in their order.
[[nodiscard]] double sum_over(const Chosen& chosen, const std::vector<double>& each);
/// The same of a member of the candidates: &Candidate::chips.
[[nodiscard]] double sum_over(const Chosen& chosen, const std::vector<Candidate>& candidates,
                              double Candidate::*member);

}  // namespace gigaplan::portfolio
