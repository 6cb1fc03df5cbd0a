"""Would the golden comparison notice a figure that moved?"""
import copy
import unittest

import golden_test

REPORT = {part: {name: 1000.0 for name in names.split()} for part, (_, names) in golden_test.FIGURES.items()}


def changed(part, name, value):
    report = copy.deepcopy(REPORT)
    if value == "gone":
        del report[part][name]
    else:
        report[part][name] = value
    return report


class Compare(unittest.TestCase):
    def moved(self, part, name, value):
        """The differences that name this figure, seen both ways round."""
        report = changed(part, name, value)
        there, back = golden_test.differences(REPORT, report), golden_test.differences(report, REPORT)
        self.assertEqual(len(there), len(back))
        self.assertTrue(all(f"/{part}/{name}" in line for line in there + back))
        return len(there)

    def test_a_report_agrees_with_itself(self):
        self.assertEqual([], golden_test.differences(REPORT, copy.deepcopy(REPORT)))

    def test_the_step_holds_to_a_billionth(self):
        self.assertEqual(0, self.moved("step", "time_s", 1000 * (1 + 5e-10)))
        self.assertEqual(1, self.moved("step", "time_s", 1000 * (1 + 2e-9)))
        self.assertEqual(1, self.moved("step", "time_s", 1000 * (1 - 2e-9)))

    def test_money_holds_to_a_millionth(self):
        self.assertEqual(0, self.moved("finance", "capex_eur", 1000 * (1 + 5e-7)))
        self.assertEqual(1, self.moved("finance", "capex_eur", 1000 * (1 + 2e-6)))

    def test_counts_hold_exactly(self):
        self.assertEqual(1, self.moved("fabric", "flows", 1000.000001))

    def test_null_and_a_missing_figure_are_changes(self):
        self.assertEqual(1, self.moved("finance", "tokens_per_public_eur", None))
        self.assertEqual(1, self.moved("finance", "tokens_per_public_eur", "gone"))
        self.assertEqual(1, self.moved("step", "bubble_s", 0.0))
        nothing = changed("finance", "tokens_per_public_eur", None)
        self.assertEqual([], golden_test.differences(nothing, nothing))

    def test_a_figure_that_is_not_a_number_is_a_change(self):
        self.assertEqual(1, self.moved("step", "time_s", float("nan")))


if __name__ == "__main__":
    unittest.main()
