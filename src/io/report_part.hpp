// How does a figure of a report stand in JSON, or the reason why it is not there?
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "model/result.hpp"

namespace gigaplan::io {

using Ordered = nlohmann::ordered_json;

/// A figure, or null with the reason beside it, as "<name>_why".
void figure(Ordered& object, const std::string& name, double value, bool applies, const char* why);
void figure(Ordered& object, const std::string& name, const std::optional<double>& value, const char* why);

/// The figures of one part of the report, which apply or not together.
class Part {
 public:
  Part(bool applies, const char* why) : applies_(applies), why_(why) {}
  void add(const std::string& name, double value) { figure(object_, name, value, applies_, why_); }
  void count(const std::string& name, std::uint64_t value) {
    if (applies_) {
      object_[name] = value;
    } else {
      add(name, 0);
    }
  }
  void put(const std::string& name, Ordered value) { object_[name] = std::move(value); }
  [[nodiscard]] Ordered& object() { return object_; }
  [[nodiscard]] Ordered take() { return std::move(object_); }

 private:
  bool applies_;
  const char* why_;
  Ordered object_ = Ordered::object();
};

/// A project's statements and indicators: /investment.
[[nodiscard]] Ordered investment_of(const InvestmentResult& investment);

/// The money of a report: /finance.
[[nodiscard]] Ordered finance_of(const FinanceResult& finance);

/// Where figures lie in nine of ten futures: /futures.
[[nodiscard]] Ordered futures_of(const FuturesResult& futures);

}  // namespace gigaplan::io
