"""Does `gigaplan network` answer an engineer, and refuse what cannot be?"""
import json
import pathlib
import tempfile
import unittest

from tool import LLAMA, gigaplan, strict_json

# 256 chips of the published Llama 3 run: 32 nodes, a last unit that is partly filled.
SMALL = ["--set", "/cluster/nodes=32", "--set", "/training/plan/data=2", "--set", "/training/global_batch=32",
         "--set", "/training/plan/recompute=full"]
TREE = {"topology": "fat_tree", "tiers": 2, "nodes_per_unit": 8, "leaf_oversubscription": 2}
FABRICS = {
    "fat tree": TREE,
    "D-mod-k": {**TREE, "routing": "d_mod_k"},
    "ECMP": {**TREE, "routing": "ecmp"},
    "rail-only": {**TREE, "rails": "only"},
    "planes": {**TREE, "planes": 2},
    "dragonfly": {"topology": "dragonfly", "dragonfly": {"routers_per_group": 4, "nics_per_router": 8, "global_ports": 4}},
    "Valiant": {"topology": "dragonfly", "routing": "valiant",
                "dragonfly": {"routers_per_group": 4, "nics_per_router": 8, "global_ports": 4}},
    "dragonfly+": {"topology": "dragonfly_plus",
                   "dragonfly_plus": {"leaves_per_group": 4, "spines_per_group": 4, "nics_per_leaf": 8, "global_ports": 8}},
    "torus": {"topology": "torus", "torus": {"x": 4, "y": 8, "z": 8}},
    "HyperX": {"topology": "hyperx", "hyperx": {"x": 4, "y": 8, "nics_per_switch": 8}},
}


def fabric(spec):
    return ["--set", "/cluster/fabric=" + json.dumps({"name": "a", "switch": "tomahawk5-64x800", **spec})]


class Network(unittest.TestCase):
    def network(self, *words):
        outcome = gigaplan("network", LLAMA, *SMALL, *words, "--json")
        self.assertEqual(0, outcome.code, outcome)
        return strict_json(outcome.out)

    def test_every_topology_is_studied(self):
        for name, spec in FABRICS.items():
            with self.subTest(name):
                result = self.network(*fabric(spec))
                facts = result["facts"]
                self.assertEqual(spec["topology"], facts["topology"])
                self.assertEqual(256, facts["chips"])
                self.assertGreaterEqual(facts["diameter_switches"], 1)
                self.assertGreater(facts["bisection_gbyte_s"], 0)
                self.assertAlmostEqual(256 * 50 * 0.91, facts["injection_gbyte_s"], delta=1)
                self.assertEqual(facts["price_eur"], sum(line["price_eur"] for line in result["fabric"]["bill_of_materials"]))
                self.assertTrue(result["fabric"]["exact"])
                kinds = {(c["collective"], c["algorithm"]) for c in result["collectives"]}
                self.assertIn(("all-reduce", "tree"), kinds)
                for c in result["collectives"]:
                    factor = 2 if c["collective"] == "all-reduce" else 1
                    n = c["chips"]
                    self.assertAlmostEqual(1, c["size_bytes"] / c["time_s"] * factor * (n - 1) / n / 1e9
                                           / c["bus_bandwidth_gbyte_s"])
                for size in {c["size_bytes"] for c in result["collectives"]}:
                    of_size = [c for c in result["collectives"] if c["size_bytes"] == size and c["collective"] == "all-reduce"]
                    self.assertEqual(1, sum(c["chosen"] for c in of_size))

    def test_reliefs_are_the_step_run_again(self):
        result = self.network(*fabric(TREE))
        reliefs = {relief["what"]: relief for relief in result["reliefs"]}
        nodes = json.loads(gigaplan("step", LLAMA, *SMALL, *fabric(TREE), "--set",
                                    "/cluster/node/scale_up/bandwidth_gbyte_s=900", "--json").out)
        relief = reliefs["scale-up links twice as fast"]
        self.assertAlmostEqual(nodes["step"]["time_s"], relief["step_time_s"], delta=1e-9)
        self.assertAlmostEqual(result["step"]["time_s"] / relief["step_time_s"], relief["speedup"], delta=1e-9)
        self.assertEqual(sorted((r["speedup"] for r in result["reliefs"]), reverse=True),
                         [r["speedup"] for r in result["reliefs"]])

    def test_links_fall_into_classes_by_load(self):
        for name in ("fat tree", "ECMP", "torus"):
            with self.subTest(name):
                result = self.network(*fabric(FABRICS[name]))
                classes = result["link_classes"]
                self.assertLessEqual(len(classes), 10)
                loads = [c["utilisation"] for c in classes]
                self.assertEqual(sorted(loads, reverse=True), loads)
                fullest = {load["name"]: load["utilisation"] for load in result["fabric"]["link_loads"]}
                for c in classes:
                    self.assertLessEqual(c["utilisation"], fullest[c["name"]] * (1 + 1e-9))
                    self.assertLessEqual(c["utilisation_least"], c["utilisation_mean"] * (1 + 1e-9))
                    self.assertLessEqual(c["links"], c["links_of_kind"])
                    self.assertAlmostEqual(1, sum(c["share_by_group"].values()))
                inside = [c for c in classes if c["name"] == "scale-up up"]
                self.assertEqual(256, sum(c["links"] for c in inside))
                if name != "fat tree":  # links between switches differ more there, and take the room
                    continue
                # The first and the last stage hold one layer less: less tensor-parallel traffic.
                self.assertEqual([list(range(1, 15)), [0, 15]], [c["stages"] for c in inside])
                self.assertEqual([224, 32], [c["links"] for c in inside])

    def test_readable(self):
        outcome = gigaplan("network", LLAMA, *SMALL)
        self.assertEqual(0, outcome.code, outcome)
        for words in ("The fabric", "Collectives", "The step", "What holds it back", "tokens/s"):
            self.assertIn(words, outcome.out)
        self.assertTrue(all(len(line) <= 110 for line in outcome.out.splitlines()), outcome.out)

    def test_two_jobs_share_the_fabric(self):
        job = json.loads(LLAMA.read_text())["training"]
        job.pop("published", None)
        plan = {**job["plan"], "data": 1, "recompute": "full"}
        half = {**job, "plan": plan, "global_batch": 16}
        first = {**half, "placement": {"kind": "given", "nodes": [{"first": 2 * n, "count": 1} for n in range(16)]}}
        second = {**half, "placement": {"kind": "given", "nodes": [{"first": 2 * n + 1, "count": 1} for n in range(16)]}}
        words = ["--set", "/cluster/nodes=32", "--set", "/training=" + json.dumps(first),
                 "--set", "/other_jobs=" + json.dumps([second])]
        outcome = gigaplan("network", LLAMA, *words, *fabric({**TREE, "leaf_oversubscription": 8}), "--json")
        self.assertEqual(0, outcome.code, outcome)
        jobs = strict_json(outcome.out)["jobs"]
        self.assertEqual(2, len(jobs))
        for one in jobs:
            self.assertGreaterEqual(one["step_time_together_s"], one["step_time_alone_s"] * (1 - 1e-9))
        both = {**second, "placement": first["placement"]}
        clash = gigaplan("network", LLAMA, "--set", "/cluster/nodes=32", "--set", "/training=" + json.dumps(first),
                         "--set", "/other_jobs=" + json.dumps([both]))
        self.assertEqual(2, clash.code)
        self.assertIn("another job has node 0", clash.err)

    def test_damage_slows_and_cuts_off(self):
        whole = self.network(*fabric(TREE))["step"]["time_s"]
        slow = self.network(*fabric(TREE), "--set", '/cluster/damage={"slow_chips": [{"count": 1, "speed": 0.5}]}')
        self.assertGreater(slow["step"]["time_s"], 1.3 * whole)
        gone = gigaplan("step", LLAMA, *SMALL, *fabric(TREE), "--set",
                        '/cluster/damage={"links": [{"where": "node-leaf", "count": 256}]}')
        self.assertEqual(2, gone.code)
        self.assertIn("cuts off", gone.err)
        unknown = gigaplan("step", LLAMA, *SMALL, *fabric(TREE), "--set",
                           '/cluster/damage={"links": [{"where": "wlan", "count": 1}]}')
        self.assertEqual(2, unknown.code)
        self.assertIn("use node-leaf, leaf-spine", unknown.err)

    def test_an_extrapolated_step_says_so_and_is_near(self):
        words = [*SMALL, *fabric({**TREE, "routing": "ecmp"}), "--set", "/training/global_batch=256", "--set",
                 "/training/plan/order=tp-cp-dp-pp", "--json"]
        exact = strict_json(gigaplan("step", LLAMA, *words).out)
        near = gigaplan("step", LLAMA, *words, "--approximate", "--max-minutes", "0.05")
        self.assertEqual(0, near.code, near)
        near = strict_json(near.out)
        self.assertFalse(near["fabric"]["exact"])
        self.assertIn("extrapolated from", near["fabric"]["approximation"])
        self.assertLessEqual(near["fabric"]["lower_bound_s"], exact["step"]["time_s"] * (1 + 1e-9))
        self.assertAlmostEqual(1, near["step"]["time_s"] / exact["step"]["time_s"], delta=0.02)

    def test_what_cannot_be_is_refused_and_nothing_written(self):
        cases = {
            "dragonfly": ({"topology": "dragonfly"}, "describe the dragonfly"),
            "radix": ({"topology": "hyperx", "hyperx": {"x": 64, "y": 64, "nics_per_switch": 16}}, "needs"),
            "odd": ({"topology": "torus", "torus": {"x": 3, "y": 3, "z": 3}}, "27 NICs"),
            "planes": ({**TREE, "planes": 4, "routing": "ecmp"}, "use adaptive routing"),
            "routing": ({"topology": "torus", "torus": {"x": 8, "y": 8, "z": 4}, "routing": "ecmp"}, "no such routing"),
            "unconnected": ({"topology": "custom", "custom": {"switches": [{"id": "a", "nics": 128}, {"id": "b", "nics": 128}],
                                                              "links": []}}, "no way from"),
        }
        for name, (spec, words) in cases.items():
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                outcome = gigaplan("network", LLAMA, *SMALL, *fabric(spec), cwd=folder)
                self.assertEqual(2, outcome.code, outcome)
                self.assertIn(words, outcome.err)
                self.assertEqual("", outcome.out)
                self.assertEqual([], list(pathlib.Path(folder).iterdir()))


if __name__ == "__main__":
    unittest.main()
