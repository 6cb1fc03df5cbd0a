#include "calibration/priors.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "io/files.hpp"
#include "io/object_reader.hpp"

namespace gigaplan::calibration {
namespace {

using io::Malformed;
using io::ObjectReader;

constexpr const char* format = "gigaplan-priors/1";

Prior read_prior(const ObjectReader& p) {
  Prior prior{.kind = p.text("kind"),
              .of = p.texts("of"),
              .field = p.text("field"),
              .mean = p.number("mean"),
              .sigma = p.number("sigma"),
              .least = p.number("least"),
              .most = p.number("most"),
              .factor = p.flag("factor", false),
              .why = p.text("why")};
  const auto fields = fields_of(prior.kind);
  if (fields.empty()) throw Malformed(p.at("kind"), R"(expected "chip" or "stack")");
  const auto known = make_parameter(prior.kind, prior.of, prior.field, prior.factor);
  if (!known) throw Malformed(p.at("field"), fmt::format("expected one of {}", fmt::join(fields, ", ")));
  for (std::size_t i = 0; prior.kind == "chip" && i < prior.of.size(); ++i) {
    if (prior.of[i] != "*" && chips_of(prior.of[i]).empty())
      throw Malformed(fmt::format("{}/{}", p.at("of"), i), "is no architecture");
  }
  if (!(prior.sigma > 0)) throw Malformed(p.at("sigma"), "expected a number above 0");
  if (prior.least < known->least) throw Malformed(p.at("least"), fmt::format("is below {:g}", known->least));
  if (prior.most > known->most) throw Malformed(p.at("most"), fmt::format("is above {:g}", known->most));
  if (prior.mean < prior.least || prior.mean > prior.most)
    throw Malformed(p.at("mean"), "does not lie between least and most");
  if (prior.why.empty()) throw Malformed(p.at("why"), "gives no reason");
  return prior;
}

}  // namespace

PriorSet read_priors(const std::filesystem::path& file) {
  PriorSet set;
  set.issues = io::read_object_file(
      file, format, "see docs/calibration.md", [&](const ObjectReader& whole, const io::Complain& complain) {
        const auto& priors = whole.list("priors");
        for (std::size_t i = 0; i < priors.size(); ++i) {
          try {
            set.priors.push_back(read_prior(ObjectReader(priors[i], fmt::format("/priors/{}", i))));
          } catch (const Malformed& e) {
            complain(e);
          }
        }
      });
  return set;
}

}  // namespace gigaplan::calibration
