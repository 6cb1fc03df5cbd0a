"""Does a step leave a trace, and a platform for SimGrid, that others can read?"""
import collections
import unittest
import xml.etree.ElementTree

from tool import LLAMA, Test, strict_json

# The published run, an eighth of it: 2,048 GPUs.
SMALL = ["--set", "/cluster/nodes=256", "--set", "/training/plan/data=16", "--set", "/training/global_batch=256",
         "--set", "/cluster/fabric/tiers=2"]
STEP = ["step", LLAMA, *SMALL]
NAME = "/name=A <\"name\"> -- with \\ & ü -"


class Trace(Test):
    def trace(self):
        file = self.folder / "new" / "trace.json"
        outcome = self.succeeds(*STEP, "--json", "--set", NAME, "--trace", file)
        return strict_json(outcome.out), strict_json(file.read_text()), outcome

    def test_rows_cover_the_step_and_counters_stay_within_capacity(self):
        report, trace, _ = self.trace()
        self.assertTrue(trace["otherData"]["complete"])
        self.assertEqual(NAME.removeprefix("/name="), trace["otherData"]["scenario"])
        rows, names = collections.defaultdict(list), {}
        for event in trace["traceEvents"]:
            if event["ph"] == "X":
                rows[event["pid"], event["tid"]].append(event)
            elif event["ph"] == "C":
                self.assertLessEqual(event["args"]["share"], 1 + 1e-6)
            elif event["name"] == "thread_name":
                names[event["pid"], event["tid"]] = event["args"]["name"]
        self.assertEqual(set(rows), set(names))
        computed, ranks, passes = 0, 0, collections.Counter()
        for place, events in rows.items():
            for before, after in zip(events, events[1:]):  # in order, none over another
                self.assertLessEqual(before["ts"] + before["dur"], after["ts"] + 1e-5)
            if names[place].startswith("stage "):
                count = int(names[place].split()[3])
                ranks += count
                computed += count * sum(event["dur"] for event in events if event["cat"].startswith("compute"))
                seen = collections.Counter(event["name"] for event in events if event["cat"].startswith("compute"))
                self.assertEqual(1, seen["optimizer"])
                self.assertEqual({"forward", "backward", "optimizer"}, set(seen))
                work = {(event["name"], event["args"]["micro_batch"], event["args"]["chunk"]): event["dur"]
                        for event in events if event["name"] in ("forward", "backward")}
                # 256 sequences on 16 data ranks, one at a time, through 8 model chunks: each forward and backward
                self.assertEqual({(name, batch, chunk) for name in ("forward", "backward") for batch in range(16)
                                  for chunk in range(8)}, set(work))
                for event in events:
                    passes[event["name"]] += event["dur"]
                self.assertEqual(0, events[0]["ts"])
                self.assertAlmostEqual(report["step"]["time_s"] * 1e6, sum(event["dur"] for event in events), delta=1)
        self.assertEqual(2048, ranks)
        self.assertGreater(passes["backward"], 1.8 * passes["forward"])  # two products of matrices for one
        self.assertLess(passes["backward"], 2.5 * passes["forward"])
        self.assertAlmostEqual(report["step"]["compute_s"] * 1e6, computed / ranks, delta=1)

    def test_the_step_is_the_same_without_it(self):
        _, _, traced = self.trace()
        self.assertEqual(self.succeeds(*STEP, "--json", "--set", NAME).out, traced.out)

    def test_the_platform_is_xml_with_a_host_a_chip(self):
        file = self.folder / "platform.xml"
        self.succeeds(*STEP, "--set", NAME, "--export-simgrid", file)
        root = xml.etree.ElementTree.parse(file).getroot()
        self.assertEqual(("platform", "4.1"), (root.tag, root.get("version")))
        hosts = [host.get("id") for host in root.iter("host")]
        self.assertEqual({f"chip-{i}" for i in range(2048)}, set(hosts))
        self.assertEqual(2048, len(hosts))
        links = [link.get("id") for link in root.iter("link")]
        self.assertEqual(len(links), len(set(links)))
        self.assertEqual(set(links), {part.get("id") for part in root.iter("link_ctn")})
        head = file.read_text().split("-->")[0]
        self.assertIn("network/model:CM02", head)
        self.assertIn("gigaplan", head)

    def test_the_platform_is_damaged_as_the_machine_is(self):
        file = self.folder / "platform.xml"
        damage = ('{"links": [{"where": "node-leaf", "count": 5}, {"where": "node-leaf", "count": 7, "capacity": 0.5}],'
                  ' "slow_chips": [{"count": 3, "speed": 0.5}]}')
        self.succeeds(*STEP, "--set", f"/cluster/damage={damage}", "--export-simgrid", file)
        root = xml.etree.ElementTree.parse(file).getroot()
        speeds = collections.Counter(host.get("speed") for host in root.iter("host"))
        self.assertEqual({3, 2045}, set(speeds.values()))
        nics = collections.Counter(link.get("bandwidth") for link in root.iter("link")
                                   if link.get("id").startswith("nic-up-"))
        self.assertEqual([2048 - 5 - 7, 7], sorted(nics.values(), reverse=True))  # drawn apart by this seed
        self.assertEqual({link.get("id") for link in root.iter("link")},
                         {part.get("id") for part in root.iter("link_ctn")})
        self.assertIn("Damaged", file.read_text().split("-->")[0])

    def test_what_cannot_be_written_is_said_before_anything_is_simulated(self):
        blocked = self.write("file", "old")
        both = self.folder / "both"
        too_long = ["--max-minutes", "0.001", "--unfolded"]  # a simulation would be refused with another message
        for files in (["--trace", blocked / "below"], ["--export-simgrid", self.folder], ["--trace", "/dev/null"],
                      ["--trace", both, "--export-simgrid", both]):
            outcome = self.refuses(*STEP, *too_long, *files)
            self.assertEqual("", outcome.out)
            self.assertNotIn("--max-minutes", outcome.err)
        self.assertEqual("old", blocked.read_text())
        self.assertEqual([blocked], list(self.folder.iterdir()))

    def test_too_many_switches_for_simgrid_to_search_are_refused(self):
        outcome = self.refuses("step", LLAMA, "--set", "/cluster/fabric/routing=ecmp", "--export-simgrid",
                               self.folder / "platform.xml")
        self.assertIn("12000", outcome.err)


if __name__ == "__main__":
    unittest.main()
