#include "sweep/sizing.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "io/override.hpp"
#include "sweep/front.hpp"

namespace gigaplan::sweep {
namespace {

using Json = nlohmann::json;
using Ordered = nlohmann::ordered_json;

Ordered value_or_null(const std::optional<double>& value) {
  return value ? Ordered(*value) : Ordered();
}

Ordered text_or_null(const std::string& text) {
  return text.empty() ? Ordered() : Ordered(text);
}

/// Pointers with values; a later change of the same place counts.
Ordered object_of(const std::vector<Setting>& settings) {
  Ordered object = Ordered::object();
  for (const Setting& setting : settings) {
    Issues issues;
    const auto value = io::override_value(setting, issues);
    object[setting.pointer] = value ? Ordered(*value) : Ordered(setting.value);
  }
  return object;
}

/// What the variant `to` costs and brings to somebody who has `from`.
Ordered difference(const Variant& from, const Variant& to) {
  const NetworkFigures& a = *from.figures;
  const NetworkFigures& b = *to.figures;
  const bool both = a.tokens_per_eur && b.tokens_per_eur;
  Ordered result = Ordered::object();
  result["variant"] = to.number;
  result["delta_fabric_eur"] = b.fabric_eur - a.fabric_eur;
  result["delta_fabric_w"] = b.fabric_w - a.fabric_w;
  result["delta_step_time_s"] = b.step_s - a.step_s;
  result["delta_tokens_per_eur"] = both ? Ordered(*b.tokens_per_eur - *a.tokens_per_eur) : Ordered();
  return result;
}

Ordered variant_of(const Sizing& sizing, const Variant& variant) {
  std::vector<Setting> settings;
  for (std::size_t i = 0; i < sizing.keys.size(); ++i) {
    settings.push_back({sizing.keys[i].pointer, variant.values.at(i)});
  }
  const auto& f = variant.figures;
  const auto figure = [&](double NetworkFigures::*member) { return f ? Ordered((*f).*member) : Ordered(); };
  Ordered result = Ordered::object();
  result["variant"] = variant.number;
  result["settings"] = object_of(settings);
  result["status"] = status_name(variant.status);
  result["message"] = text_or_null(variant.message);
  result["scenario_sha256"] = text_or_null(variant.scenario_sha256);
  result["step_time_s"] = figure(&NetworkFigures::step_s);
  result["mfu"] = figure(&NetworkFigures::mfu);
  result["fabric_eur"] = figure(&NetworkFigures::fabric_eur);
  result["fabric_w"] = figure(&NetworkFigures::fabric_w);
  result["fabric_eur_per_chip"] = f ? Ordered(f->fabric_eur / f->chips) : Ordered();
  result["tokens_per_eur"] = f ? value_or_null(f->tokens_per_eur) : Ordered();
  result["on_front"] = variant.on_front;
  result["next_step_up"] = variant.step_up ? difference(variant, sizing.variants.at(*variant.step_up)) : Ordered();
  return result;
}

}  // namespace

bool Sizing::any_done() const {
  return std::ranges::any_of(variants, [](const Variant& v) { return v.figures.has_value(); });
}

NetworkFigures network_figures(const std::string& report) {
  const Json json = Json::parse(report);
  NetworkFigures figures;
  figures.step_s = json.at("step").at("time_s").get<double>();
  figures.mfu = json.at("step").at("mfu").get<double>();
  for (const Json& line : json.at("fabric").at("bill_of_materials")) {
    figures.fabric_eur += line.at("price_eur").get<double>();
    figures.fabric_w += line.at("power_w").get<double>();
  }
  figures.chips = json.at("fabric").at("chips").get<double>();
  if (const Json& tokens = json.at("finance").at("tokens_per_eur"); tokens.is_number()) {
    figures.tokens_per_eur = tokens.get<double>();
  }
  return figures;
}

void rate(Sizing& sizing) {
  std::vector<Objectives> choices;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < sizing.variants.size(); ++i) {
    if (const auto& f = sizing.variants[i].figures) {
      choices.push_back({f->step_s, f->fabric_eur, f->fabric_w});
      places.push_back(i);
      const auto better = [&](std::size_t best) {
        return f->tokens_per_eur > sizing.variants[best].figures->tokens_per_eur;
      };
      if (f->tokens_per_eur && (!sizing.best || better(*sizing.best))) {
        sizing.best = i;
      }
    }
  }
  const auto front = pareto_front(choices);
  const auto up = steps_up(choices, front);
  for (std::size_t k = 0; k < places.size(); ++k) {
    Variant& variant = sizing.variants[places[k]];
    variant.on_front = front[k];
    variant.step_up = up[k] ? std::optional(places[*up[k]]) : std::nullopt;
  }
}

Sizing size_up(const Plan& plan, const std::vector<SizedKey>& keys, const Store& store) {
  Sizing sizing{.scenario = "", .sha256 = "", .set = plan.spec.set, .keys = keys, .variants = {}, .best = {}};
  store.each([&](const Row& row) {
    Variant variant{.number = row.run,
                    .values = plan.points.at(row.run).cells,
                    .status = row.status,
                    .message = row.message,
                    .scenario_sha256 = row.scenario_sha256};
    if (row.status == Status::done) {
      variant.figures = network_figures(store.report(row.scenario_sha256).value());
    }
    sizing.variants.push_back(std::move(variant));
  });
  rate(sizing);
  return sizing;
}

std::string sizing_json(const Sizing& sizing, const io::Versions& versions) {
  Ordered keys = Ordered::array();
  for (const SizedKey& key : sizing.keys) {
    Ordered values = Ordered::array();
    for (const std::string& value : key.values) {
      values.push_back(Ordered::parse(value));
    }
    keys.push_back({{"name", key.name}, {"pointer", key.pointer}, {"values", std::move(values)}});
  }
  Ordered variants = Ordered::array();
  for (const Variant& variant : sizing.variants) {
    variants.push_back(variant_of(sizing, variant));
  }
  Ordered root = Ordered::object();
  root["schema"] = "gigaplan/size-network/1";
  root["versions"] = {{"gigaplan", versions.gigaplan}, {"simgrid", versions.simgrid}};
  root["scenario"] = {{"name", text_or_null(sizing.scenario)}, {"sha256", text_or_null(sizing.sha256)}};
  root["set"] = object_of(sizing.set);
  root["sweep"] = std::move(keys);
  root["minimised"] = {"step_time_s", "fabric_eur", "fabric_w"};
  root["best_by_tokens_per_eur"] = sizing.best ? Ordered(sizing.variants[*sizing.best].number) : Ordered();
  root["variants"] = std::move(variants);
  return root.dump(2, ' ', false, Ordered::error_handler_t::replace) + "\n";
}

}  // namespace gigaplan::sweep
