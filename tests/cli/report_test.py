"""Does report.html open in a browser as it should: drawn, safe, alone, light and dark, on paper?"""
import html.parser
import json
import re
import shutil
import subprocess
import tempfile
import pathlib
import unittest
import urllib.parse

from png import brightness
from tool import BRIEF, EXAMPLES, LLAMA, TOP, Test, gigaplan

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
HOSTILE = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">'\"&</script>"
MOST_BYTES = 3_000_000

COMMANDS = {  # what writes a page into the folder that is appended; TINY_SWEEP is written before
    "run": ["run", LLAMA, *BRIEF, "--set", f"/name={json.dumps(HOSTILE)}", "--out"],
    "step": ["step", LLAMA, "--set", f"/name={json.dumps(HOSTILE)}", "--out"],
    "size-network": ["size-network", LLAMA, *BRIEF, "--set", f"/name={json.dumps(HOSTILE)}",
                     "--sweep", "oversubscription=1,2", "--out"],
    "investment": ["run", TOP / "scenarios" / "investai" / "gigafactory-es-green.json", *BRIEF,
                   "--set", f"/name={json.dumps(HOSTILE)}",
                   "--set", f"/finance/project/market/tenants/0/name={json.dumps(HOSTILE)}", "--out"],
}
CHARTS_AT_LEAST = {"run": 15, "step": 5, "size-network": 2, "sweep": 2, "investment": 24, "compare": 6, "portfolio": 4}


class Elements(html.parser.HTMLParser):
    """Counts elements, and collects what could load something, ids and links."""

    def __init__(self, text):
        super().__init__()
        self.count, self.loads, self.ids, self.links, self.handlers = {}, [], [], [], []
        self.regions, self.names, self.heading = [], {}, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.count[tag] = self.count.get(tag, 0) + 1
        for name, value in attributes:
            if name.startswith("on"):
                self.handlers.append((tag, name))
            if name in ("src", "srcset", "data", "poster", "action", "formaction", "ping", "background"):
                self.loads.append((tag, name, value))
            if name == "id":
                self.ids.append(value)
            if name == "href":
                self.links.append(value)
        given = dict(attributes)
        if given.get("role") == "region" or tag in ("section", "nav"):
            self.regions.append(given.get("aria-label") or "#" + given.get("aria-labelledby", ""))
        self.heading = given.get("id") if tag == "h2" else self.heading

    def handle_endtag(self, tag):
        self.heading = None if tag == "h2" else self.heading

    def handle_data(self, data):
        if self.heading:
            self.names["#" + self.heading] = self.names.get("#" + self.heading, "") + data

    def region_names(self):
        return [self.names.get(region, region) for region in self.regions]


@unittest.skipUnless(CHROMIUM, "no Chromium is here")
class Pages(Test):
    """One page of each command, opened by a browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(temporary.cleanup)
        cls.top = pathlib.Path(temporary.name)
        sweep = {"scenario": str(LLAMA), "name": HOSTILE, "set": {"/operation/years": 0.02},
                 "axes": [{"name": "site", "pointer": "/site", "values": ["fi", "es"]},
                          {"name": "oversubscription", "pointer": "/cluster/fabric/leaf_oversubscription",
                           "values": [1, 2]}]}
        sweep["replicates"] = 2
        (cls.top / "sweep.json").write_text(json.dumps(sweep))
        for name, site in (("a", "fi"), ("b", "es")):  # two scenarios of one hostile name, in two countries
            other = {"extends": str(LLAMA), "name": HOSTILE, "site": site,
                     "operation": {"years": 0.02}}
            (cls.top / f"{name}.json").write_text(json.dumps(other))
        commands = {**COMMANDS, "sweep": ["sweep", cls.top / "sweep.json", "--out"],
                    "compare": ["compare", cls.top / "a.json", cls.top / "b.json", "--futures", "4", "--every", "12", "--sobol", "2",
                                "--out"]}
        (cls.top / "proposals").mkdir()
        for name in ("a", "b"):
            shutil.copy(cls.top / f"{name}.json", cls.top / "proposals")
        # Drawn apart, a host's idle and busy power can swap places; no scenario can be made of such a future.
        commands["portfolio"] = ["portfolio", cls.top / "proposals", "--futures", "4", "--every", "24",
                                 "--set", "/cluster/node/host_idle_w=1000", "--out"]
        cls.pages, cls.seen = {}, {}
        for name, command in commands.items():
            outcome = gigaplan(*command, cls.top / name)
            if outcome.code != 0:
                raise AssertionError(outcome)
            cls.pages[name] = cls.top / name / "report.html"

    def opened(self, page):
        """The document once its charts are drawn, what the browser logs, and the hosts that it asks for something."""
        if page not in self.seen:
            self.seen[page] = self.open(page)
        return self.seen[page]

    def open(self, page):
        log = self.folder / "net.json"
        document, said = self.browse(page, f"--log-net-log={log}", "--dump-dom")
        hosts = set(re.findall(r'"url":"https?://([^/:"]*)', log.read_text()))
        return document, said, {host for host in hosts if not re.search(r"(^|\.)(google\.com|googleapis\.com|gvt1\.com)$", host)}

    def browse(self, page, *options):
        """What headless Chromium prints, and what it logs."""
        with tempfile.TemporaryDirectory() as profile:
            done = subprocess.run([CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                                   "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={profile}", "--enable-logging=stderr",
                                   "--virtual-time-budget=10000", *options, page.as_uri()],
                                  capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(0, done.returncode, done.stderr)
        return done.stdout, done.stderr

    def test_every_chart_is_drawn_and_nothing_complains(self):
        for name, page in self.pages.items():
            dom, log, _ = self.opened(page)
            self.assertNotIn("CONSOLE", log)
            plots = re.findall(r'<div class="plot".*?</div></div>', dom, re.S)
            self.assertGreaterEqual(len(plots), CHARTS_AT_LEAST[name])
            self.assertIn(f'data-ready="{len(plots)}"', dom)
            for plot in plots:
                self.assertRegex(plot, r"<svg[^>]*>")
                self.assertGreater(len(re.findall(r"<(path|text)\b", plot)), 1, plot[:300])

    def test_hostile_names_stay_text_and_run_nothing(self):
        for name, page in self.pages.items():
            text = page.read_text()
            dom, _, _ = self.opened(page)
            self.assertNotIn("<title>owned", dom)
            if name != "portfolio":  # which speaks of its proposals by the names of their files
                self.assertIn("<title>&lt;script&gt;", dom)
            self.assertEqual(3, len(re.findall(r"<script\b", dom[:dom.find("<script>")])) + dom.count("<script>"), name)
            elements = Elements(text)
            self.assertEqual(3, elements.count["script"])
            self.assertNotIn("img", elements.count)
            self.assertEqual([], elements.handlers)

    def test_it_is_one_file_under_3_mb_that_loads_nothing(self):
        for page in self.pages.values():
            text = page.read_text()
            self.assertLess(page.stat().st_size, MOST_BYTES)
            elements = Elements(text)
            self.assertEqual([], elements.loads)
            self.assertNotIn("link", elements.count)
            self.assertIn("default-src 'none'", text)
            self.assertEqual(set(), self.opened(page)[2])

    def test_the_policy_forbids_to_load_and_this_would_be_seen(self):
        text = self.pages["step"].read_text()
        stranger = text.replace("<main ", "<img src=\"http://example.invalid/x.png\"><main ", 1)
        page = self.write("stranger.html", stranger)
        self.assertEqual(set(), self.open(page)[2])
        page = self.write("open.html", re.sub("<meta http-equiv[^>]*>", "", stranger, count=1))
        self.assertEqual({"example.invalid"}, self.open(page)[2])

    def test_links_lead_somewhere_and_ids_stand_once(self):
        for page in self.pages.values():
            elements = Elements(page.read_text())
            self.assertEqual(len(elements.ids), len(set(elements.ids)))
            for link in elements.links:
                self.assertTrue(link.startswith(("#", "https://", "http://")), link)
                if link.startswith("#"):
                    self.assertIn(link[1:], elements.ids)

    def test_light_is_light_and_dark_is_dark(self):
        bright = []
        for scheme in (0, 1):  # dark, light
            shot = self.top / f"{scheme}.png"
            self.browse(self.pages["run"], f"--blink-settings=preferredColorScheme={scheme}",
                        f"--screenshot={shot}", "--window-size=900,1600")
            bright.append(brightness(shot.read_bytes()))
        self.assertLess(bright[0], 80)
        self.assertGreater(bright[1], 200)

    def test_it_prints(self):
        for name, page in self.pages.items():
            pdf = self.top / f"{name}.pdf"
            self.browse(page, f"--print-to-pdf={pdf}", "--no-pdf-header-footer")
            content = pdf.read_bytes()
            self.assertTrue(content.startswith(b"%PDF"))
            sheets = len(re.findall(rb"/Type\s*/Page\b", content))
            self.assertGreaterEqual(sheets, 5 if name == "run" else 1)
            self.assertLess(sheets, 60)

    def measured(self, page, width):
        """How high a page and its tables' rows are in a browser, and what does not fit into its width."""
        measure = """<script>addEventListener("load", () => {
          const boxes = [...document.querySelectorAll(".scroll")].filter(box => box.clientWidth);
          const rows = [...document.querySelectorAll("tbody tr")].filter(row => row.offsetHeight);
          const title = box => box.getAttribute("aria-label"), cut = box => box.scrollWidth > box.clientWidth + 1;
          document.body.dataset.measured = encodeURIComponent(JSON.stringify({
            page: document.documentElement.scrollHeight, over: document.documentElement.scrollWidth - innerWidth,
            row: Math.max(...rows.map(row => row.offsetHeight)),
            first: Math.min(...rows.filter(row => row.closest("#input-figures")).map(row => row.cells[0].offsetWidth)),
            cut: boxes.filter(cut).map(title),
            silent: boxes.filter(box => cut(box) === box.previousElementSibling.hidden).map(title),
            unreachable: boxes.filter(box => cut(box) && box.tabIndex !== 0).map(title)}));
        });</script></body>"""
        text = measure.join(re.sub("<meta http-equiv[^>]*>", "", page.read_text(), count=1).rsplit("</body>", 1))
        dom, _ = self.browse(self.write("measured.html", text), "--dump-dom", f"--window-size={width},900")
        return json.loads(urllib.parse.unquote(re.search(r'data-measured="([^"]*)"', dom)[1]))

    def test_nothing_is_cut_on_a_desktop_and_rows_stay_low(self):
        for name, page in self.pages.items():
            with self.subTest(name=name):
                seen = self.measured(page, 1280)
                self.assertLessEqual(seen["over"], 0)
                self.assertLess(seen["row"], 320)  # a dozen lines of text; a column of two letters made hundreds
                self.assertLess(seen["page"], 60_000)
                # A sweep has a column a figure; in the tables of the others stands the hostile name, a word wider than a
                # column: these scroll, and say so.
                if name not in ("sweep", "compare", "portfolio"):
                    self.assertEqual([], seen["cut"])
                self.assertEqual(([], []), (seen["silent"], seen["unreachable"]))
                if name in ("run", "step", "investment"):
                    self.assertGreater(seen["first"], 150)

    def test_on_a_phone_the_page_does_not_scroll_sideways_but_wide_tables_do_and_say_so(self):
        for name, page in self.pages.items():
            with self.subTest(name=name):
                seen = self.measured(page, 500)  # less a headless window cannot be
                self.assertLessEqual(seen["over"], 0)
                self.assertLess(seen["row"], 400)
                self.assertEqual(([], []), (seen["silent"], seen["unreachable"]))

    def test_landmarks_of_one_kind_have_names_of_their_own(self):
        for name, page in self.pages.items():
            regions = Elements(page.read_text()).region_names()
            self.assertGreater(len(regions), 3, name)
            self.assertEqual([], [region for region in set(regions) if regions.count(region) > 1], name)

    def test_a_sweep_has_readable_headings_and_ranks_the_means_of_replicates(self):
        text = self.pages["sweep"].read_text()
        heads = re.search(r'<table id="runs">.*?</thead>', text, re.S)[0]
        self.assertNotIn("_", re.sub("<[^>]*>", "", heads[heads.find("<thead>"):]).replace("leaf_oversubscription", ""))
        self.assertIn("mean over its replicates", text)
        self.assertNotIn("(replicate", text)

    def test_each_chart_says_in_words_and_numbers_what_it_shows(self):
        for page in self.pages.values():
            text = page.read_text()
            figures = re.findall(r'<figure class="chart".*?</figure>', text, re.S)
            self.assertTrue(figures)
            for figure in figures:
                self.assertRegex(figure, r'role="img" aria-label="[^"]{20,}"')
                self.assertRegex(figure, r"(?s)<details><summary>.*<table>.*<tbody>\s*<tr")

    def test_a_project_s_page_says_what_owners_earn_and_how_debt_is_covered(self):
        for name, has in (("investment", self.assertIn), ("run", self.assertNotIn)):
            for label in ("Owners earn", "Debt service is covered", "in the money of the time"):
                has(label, self.pages[name].read_text())

    def test_landmarks_and_keyboard(self):
        text = self.pages["run"].read_text()
        for tag in ("<header>", "<nav ", "<main ", "<footer>", 'class="skip" href="#content"', '<html lang="en">'):
            self.assertIn(tag, text)
        self.assertIn('<button type="button" class="sort">', text)


class Bytes(Test):
    def test_the_same_run_gives_the_same_page(self):
        pages = []
        for name in ("a", "b"):
            self.succeeds("run", LLAMA, *BRIEF, "--out", self.folder / name)
            pages.append((self.folder / name / "report.html").read_bytes())
        self.assertEqual(pages[0], pages[1])

    def test_five_years_of_the_large_example_stays_small(self):
        self.succeeds("run", TOP / "scenarios" / "examples" / "eu-gigafactory-100k.json", "--out", self.folder / "out")
        self.assertLess((self.folder / "out" / "report.html").stat().st_size, MOST_BYTES)

    def test_a_step_whose_folder_cannot_be_written_is_refused_before_it_is_simulated(self):
        outcome = self.refuses("step", LLAMA, "--out", self.write("file", "x") / "below")
        self.assertIn("below", outcome.err)
        self.assertEqual("", outcome.out)


if __name__ == "__main__":
    unittest.main()
