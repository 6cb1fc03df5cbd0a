#!/usr/bin/env python3
"""Writes synthetic proposals for AI gigafactories, to try a programme's choice on: valid scenarios, each labelled so.

usage: tools/make_proposals.py [--seed 1] [--count 76] [--out scenarios/investai]

Out come OUT/base/*.json (what proposals share), OUT/proposals/*.json (one a proposal) and OUT/proposals.json (what the
programme knows of each beside its scenario). Figures of a place are drawn within the low and high of the catalogue's
entry for its country; nothing here stands for a real project. The same seed gives the same bytes.
"""
import argparse
import json
import pathlib
import random

TOP = pathlib.Path(__file__).resolve().parents[1]
CATALOGUE = TOP / "scenarios" / "catalogue"
SYNTHETIC = "synthetic: no real project; made by tools/make_proposals.py"

# How many places each country has. Where the catalogue has no entry, the means of neighbours stand in.
PLACES = {"de": 7, "fr": 7, "es": 6, "it": 5, "pl": 5, "se": 5, "fi": 5, "pt": 4, "nl": 3, "cz": 3, "dk": 3, "at": 2,
          "ie": 2, "be": 1, "sk": 1, "si": 1}
NEIGHBOURS = {"be": ("Belgium", ["de", "fr", "nl"]), "sk": ("Slovakia", ["at", "cz", "pl"]),
              "si": ("Slovenia", ["at", "it"])}
COHESION = {"pl", "pt", "cz", "es", "it", "sk", "si"}  # countries that ask for cohesion money here; a choice
PLACES_A_REGION = 3

OWNERS = ["a cloud provider and a utility", "a telecom operator and a pension fund", "a consortium of research centres "
          "and an infrastructure fund", "a data-centre operator and two industrial groups", "a public company and a "
          "cloud provider", "an AI company and a data-centre operator"]

# Machines: base file, node, chips of a step in size, kW of connection a chip, name, cooling, fabrics and sizes.
MACHINES = [
    {"weight": 35, "base": "nvl72", "node": "gb200-nvl72", "chip": "GB200", "kw": 2.35,
     "cooling": ["warm-water-dry", "warm-water-dry", "tower-water"], "sizes": [5, 6, 8, 10, 12, 14, 15, 16, 18, 20]},
    {"weight": 25, "base": "nvl72", "node": "gb300-nvl72", "chip": "GB300", "kw": 2.75,
     "cooling": ["warm-water-dry", "warm-water-dry", "tower-water"], "sizes": [5, 6, 8, 10, 12, 14, 15, 16, 18, 20]},
    {"weight": 13, "base": "hgx-experts", "node": "hgx-b200", "chip": "B200", "kw": 2.75, "cooling": ["air-chilled"],
     "sizes": [5, 10, 15, 20]},
    {"weight": 14, "base": "hgx-dense", "node": "hgx-b200", "chip": "B200", "kw": 2.75, "cooling": ["air-chilled"],
     "sizes": [200, 256, 320, 400, 512, 640, 768, 800], "fabrics": ["spectrum-x-3tier", "ndr-3tier"]},
    {"weight": 13, "base": "hgx-dense", "node": "dgx-h200", "chip": "H200", "kw": 2.0, "cooling": ["air-chilled"],
     "sizes": [200, 256, 320, 400, 512, 640, 768, 800], "fabrics": ["spectrum-x-3tier", "ndr-3tier"]},
]
NDR_AT_MOST = 512  # data ranks of the dense job: 8,192 nodes, all that three tiers of its switch take

BASES = {
    "programme": {
        "extends": "../../examples/eu-gigafactory-100k.json",
        "name": "What all proposals share (synthetic)",
        "description": "Operation, plant, evaluation and project finance of every synthetic proposal: those of the "
                       "main example.",
    },
    "nvl72": {
        "extends": "programme.json",
        "name": "Racks of 72 (synthetic)",
        "description": "The main example's job on whole pods of 1,296 trays: 324 data ranks a pod.",
    },
    "hgx-experts": {
        "extends": "programme.json",
        "name": "8-chip nodes, mixture of experts (synthetic)",
        "description": "The main example's model on nodes of 8 chips: experts stay inside a node, 20 pipeline stages.",
        "cluster": {"node": "hgx-b200", "nodes": 12960, "fabric": {
            "extends": "xdr-3tier-nvl72", "name": "Rail-optimised three-tier Quantum-X800 for 8-chip nodes"}},
        "facility": {"cooling": "air-chilled"},
        "training": {"plan": {"pipeline": 20, "data": 1296, "expert": 8, "interleave": 6}},
    },
    "hgx-dense": {
        "extends": "programme.json",
        "name": "8-chip nodes, dense model (synthetic)",
        "description": "Llama 3 405B as it was trained, on nodes of 8 chips: 8 tensor ranks a node, 16 stages.",
        "cluster": {"node": "hgx-b200", "nodes": 12288, "fabric": "spectrum-x-3tier"},
        "facility": {"cooling": "air-chilled"},
        "training": {"model": "llama3-405b", "plan": {"tensor": 8, "pipeline": 16, "data": 768, "expert": 1,
                                                      "interleave": 8, "order": "tp-cp-pp-dp"},
                     "collectives": {"data": "auto"}, "precision": "bf16", "sequence_length": 8192,
                     "global_batch": 12288,
                     "provenance": [{"fields": ["/plan", "/sequence_length", "/global_batch"], "how": "read",
                                     "title": "The Llama 3 Herd of Models", "year": 2024,
                                     "where": "table 4, row 2: 8 tensor ranks, 16 stages, sequences of 8,192, 16 a data "
                                              "rank", "why": "its plan, with more data ranks"}]},
    },
}


def entry(country):
    return json.loads((CATALOGUE / "sites" / f"{country}.json").read_text())


def ranges(site, pointer):
    """(low, value, high) of a figure; where its source has no range, low and high are the value."""
    value = site
    for key in pointer.strip("/").split("/"):
        value = value[key]
    for citation in site["provenance"]:
        if pointer in citation["fields"] and "low" in citation:
            return min(citation["low"], value), value, max(citation["high"], value)
    return value, value, value


FIGURES = ["/electricity/wholesale_eur_per_mwh", "/electricity/grid_and_tax_eur_per_mwh",
           "/electricity/carbon_g_per_kwh", "/build_cost_eur_per_mw", "/labour_cost_eur_per_h",
           "/corporate_tax_share", "/grid_wait_years", "/property_tax_share", "/water_eur_per_m3"]
TEMPERATURES = ["dry_bulb_mean_c", "dry_bulb_summer_c", "dry_bulb_p996_c", "wet_bulb_mean_c", "wet_bulb_summer_c",
                "wet_bulb_p996_c"]


def put(target, pointer, value):
    *path, last = pointer.strip("/").split("/")
    for key in path:
        target = target.setdefault(key, {})
    target[last] = value


def mean_site(country):
    """A country without an entry: the mean of its neighbours, with their least and most as its range."""
    name, others = NEIGHBOURS[country]
    sites = [entry(other) for other in others]
    why = f"{SYNTHETIC}; mean of the catalogue's entries for {', '.join(others)}, range of their figures"
    result = {"name": name, "country": country.upper(), "climate": {"place": f"mean of {', '.join(others)}"},
              "electricity": {}, "provenance": []}
    for pointer in [f"/climate/{key}" for key in TEMPERATURES] + FIGURES:
        values = [ranges(site, pointer)[1] for site in sites]
        put(result, pointer, round(sum(values) / len(values), 3))
        spread = values if pointer != FIGURES[6] else [end for site in sites for end in ranges(site, pointer)]
        result["provenance"].append({"fields": [pointer], "how": "assumed", "why": why, "low": min(spread),
                                     "high": max(spread)})
    result["tax"] = sites[0]["tax"]
    result["provenance"].append({"fields": ["/tax"], "how": "assumed", "why": f"{SYNTHETIC}; as {others[0]}"})
    return result


def drawn(rng, site, pointer, digits):
    low, value, high = ranges(site, pointer)
    return round(rng.triangular(low, high, value), digits)


def place(rng, country, number):
    """A place: its country's figures, moved within their ranges."""
    known = country not in NEIGHBOURS
    national = entry(country) if known else mean_site(country)
    label = f"{country.upper()}-{number:02d}"
    site = {"extends": country} if known else {k: v for k, v in national.items() if k != "provenance"}
    site |= {"id": f"{country}-{number:02d}", "name": f"{national['name']}, place {label} (synthetic)"}
    shift = [min(1.0, ranges(national, f"/climate/{key}")[1] - ranges(national, f"/climate/{key}")[0] or 1.0,
                 ranges(national, f"/climate/{key}")[2] - ranges(national, f"/climate/{key}")[1] or 1.0)
             for key in TEMPERATURES]
    kelvin = round(rng.uniform(-min(shift), min(shift)), 1)
    climate = {key: round(national["climate"][key] + kelvin, 2) for key in TEMPERATURES}
    if known and "hours_dry_bulb_le_18" in national["climate"]:
        climate["hours_dry_bulb_le_18"] = None  # a check of another climate
    site["climate"] = site.get("climate", {}) | climate
    power = {"wholesale_eur_per_mwh": drawn(rng, national, FIGURES[0], 2),
             "grid_and_tax_eur_per_mwh": drawn(rng, national, FIGURES[1], 1)}
    site["electricity"] = site.get("electricity", {}) | power
    site["build_cost_eur_per_mw"] = int(drawn(rng, national, FIGURES[3], -4))
    low, central, high = ranges(national, FIGURES[6])
    wait = sorted(round(2 * rng.triangular(low, high, central)) / 2 for _ in range(2))
    site["grid_wait_years"] = sum(wait) / 2
    moved = [f"/climate/{key}" for key in TEMPERATURES] + FIGURES[:2] + [FIGURES[3], FIGURES[6]]
    provenance = [{"fields": [f"/climate/{key}" for key in TEMPERATURES], "how": "assumed",
                   "why": f"{SYNTHETIC}; {national['name']} {kelvin:+.1f} K"},
                  {"fields": [FIGURES[6]], "how": "assumed", "low": wait[0], "high": wait[1],
                   "why": f"{SYNTHETIC}; two draws within {national['name']}'s {low:g} to {high:g} years around {central:g}, their mean"}]
    for pointer in [*FIGURES[:2], FIGURES[3]]:
        least, value, most = ranges(national, pointer)
        provenance.append({"fields": [pointer], "how": "assumed",
                           "why": f"{SYNTHETIC}; drawn around {national['name']}'s {value:g}, within its range",
                           "low": least, "high": most})
    rest = [] if known else [c for c in national["provenance"] if not set(c["fields"]) & set(moved)]
    site["provenance"] = provenance + rest
    return {"country": country, "label": label, "site": site,
            "region": f"{country.upper()} grid area {1 + (number - 1) // PLACES_A_REGION}"}


def places(rng, count):
    """The first of each country, then the second of each that has one, ..."""
    order = [(number, country) for number in range(1, 1 + max(PLACES.values())) for country, n in PLACES.items()
             if number <= n]
    return [place(random.Random(f"{rng.random()}"), country, number) for number, country in order[:count]]


def funding(rng, country):
    public = round(rng.triangular(0.17, 0.45, 0.32), 3)
    eu = min(0.17, round(public * rng.uniform(0.4, 0.55), 3))
    cohesion = round(rng.uniform(0.01, 0.05), 3) if country in COHESION and rng.random() < 0.6 else 0
    equity = round((1 - public) * rng.uniform(0.3, 0.4), 3)
    eib = round((1 - public) * rng.choice([0, 0.1, 0.15, 0.2]), 3)
    quasi = round((1 - public) * rng.choice([0, 0, 0.05, 0.1]), 3)
    shares = {"eu_share": eu, "member_state_share": round(public - eu - cohesion, 3), "cohesion_share": cohesion,
              "equity_share": equity, "eib_share": eib, "quasi_equity_share": quasi}
    shares["debt_share"] = round(1 - sum(shares.values()), 3)
    return shares


def machine(rng):
    kind = rng.choices(MACHINES, [m["weight"] for m in MACHINES])[0]
    size = rng.choice(kind["sizes"])
    fabric = None
    if kind["base"] == "nvl72":
        nodes, chips, data, batch = 1296 * size, 5184 * size, 324 * size, 1296 * size
    elif kind["base"] == "hgx-experts":
        nodes, chips, data, batch = 648 * size, 5184 * size, 324 * size // 5, 1296 * size
    else:
        nodes, chips, data, batch = 16 * size, 128 * size, size, 16 * size
        fabric = rng.choice([f for f in kind["fabrics"] if f != "ndr-3tier" or size <= NDR_AT_MOST])
    grid = 5 * round(chips * kind["kw"] / 1000 / 5)
    return {"kind": kind, "nodes": nodes, "chips": chips, "data": data, "batch": batch, "fabric": fabric, "grid": grid,
            "cooling": rng.choice(kind["cooling"]), "chain": rng.choice(["eu-double-conversion", "eu-eco-mode"])}


def tenants(rng):
    """The catalogue's classes of tenants, with shares of this proposal's own."""
    market = json.loads((CATALOGUE / "markets" / "eu-compute-2026.json").read_text())
    sme, public, research = rng.choice([0.05, 0.1, 0.15, 0.2]), rng.choice([0.05, 0.1]), rng.choice([0.05, 0.1])
    on_demand = 0.2
    shares = {"sme": sme, "public": public, "research": research, "market": on_demand,
              "anchor": round(1 - sme - public - research - on_demand, 2)}
    return [tenant | {"share": shares[tenant["id"]]} for tenant in market["tenants"]]


def proposal(rng, where, letter, seed):
    m = machine(rng)
    money = funding(rng, where["country"])
    owner = rng.choice(OWNERS)
    chips, name = m["chips"], f"{where['label']}{letter}"
    cluster = {"node": m["kind"]["node"], "nodes": m["nodes"]} | ({"fabric": m["fabric"]} if m["fabric"] else {})
    if m["kind"]["base"] == "hgx-experts":
        cluster.pop("node")
    why = f"{SYNTHETIC}; this proposal's own choice"
    return {
        "$schema": "../../schema/scenario.schema.json",
        "extends": f"../base/{m['kind']['base']}.json",
        "name": f"{name}: {chips:,} {m['kind']['chip']} (synthetic)",
        "description": f"Synthetic proposal {name} at {where['label']}, {where['region']}: {chips:,} "
                       f"{m['kind']['chip']} chips, owned by {owner}. No real project.",
        "seed": seed,
        "site": where["site"],
        "cluster": cluster,
        "facility": {"power_chain": m["chain"], "cooling": m["cooling"], "grid_limit_mw": m["grid"]},
        "training": {"plan": {"data": m["data"]}, "global_batch": m["batch"]},
        "finance": {"funding": money, "project": {"market": {"extends": "eu-compute-2026", "tenants": tenants(rng),
                    "provenance": [{"fields": ["/tenants"], "how": "assumed",
                                    "why": f"{SYNTHETIC}; the catalogue's tenants with shares of its own"}]}}},
        "provenance": [{"fields": ["/cluster/node", "/cluster/nodes", "/facility/grid_limit_mw", "/training/plan/data",
                                   "/training/global_batch"], "how": "assumed", "why": why},
                       {"fields": [f"/finance/funding/{key}" for key in money], "how": "assumed", "why": why}],
    }


def text_of(value):
    """Indented, but objects and lists that fit are on one line."""
    def write(value, indent):
        flat = json.dumps(value, ensure_ascii=False)
        if not isinstance(value, (dict, list)) or len(flat) + len(indent) <= 110:
            return flat
        inner = indent + "  "
        if isinstance(value, dict):
            lines = [f"{inner}{json.dumps(key)}: {write(v, inner)}" for key, v in value.items()]
            return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
        return "[\n" + ",\n".join(inner + write(v, inner) for v in value) + f"\n{indent}]"
    return write(value, "") + "\n"


def make(seed, count):
    """{path below OUT: text}"""
    rng = random.Random(f"proposals {seed}")
    everywhere = places(rng, max(1, round(count * 60 / 76)) if count < 76 else 60)
    files = {f"base/{name}.json": text_of({"$schema": "../../schema/scenario.schema.json"} | base)
             for name, base in BASES.items()}
    chosen = [everywhere[i] for i in range(min(count, len(everywhere)))]
    chosen += [rng.choice(everywhere) for _ in range(count - len(chosen))]
    facts, used = [], {}
    for number, where in enumerate(chosen):
        letter = "abcdefghijklmnopqrstuvwxyz"[used.get(where["label"], 0)]
        used[where["label"]] = used.get(where["label"], 0) + 1
        file = f"{where['label'].lower()}{letter}"
        own = random.Random(f"proposal {seed} {file}")
        files[f"proposals/{file}.json"] = text_of(proposal(own, where, letter, seed + number))
        facts.append({"id": file, "grid_region": where["region"]})
    files["proposals.json"] = text_of({
        "format": "gigaplan-proposals/1",
        "description": f"What a programme knows of each proposal beside its scenario. {SYNTHETIC}.",
        "proposals": sorted(facts, key=lambda f: f["id"])})
    return files


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=76)
    parser.add_argument("--out", type=pathlib.Path, default=TOP / "scenarios" / "investai")
    arguments = parser.parse_args()
    if not 1 <= arguments.count <= 500:
        parser.error("--count: from 1 to 500")
    files = make(arguments.seed, arguments.count)
    for folder in ("base", "proposals"):
        (arguments.out / folder).mkdir(parents=True, exist_ok=True)
        for old in (arguments.out / folder).glob("*.json"):
            if f"{folder}/{old.name}" not in files:
                old.unlink()
    for name, text in files.items():
        (arguments.out / name).write_text(text)
    print(f"{arguments.count} proposals in {arguments.out}")


if __name__ == "__main__":
    main()
