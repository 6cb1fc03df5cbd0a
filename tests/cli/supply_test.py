"""Do hours and year of a site with plants of its own balance, and lie where the calendar has them?"""
import csv
import unittest

from tool import TOP, Test, strict_json

GREEN = TOP / "scenarios" / "investai" / "gigafactory-es-green.json"


class OwnPlants(Test):
    def test_hours_and_year_balance_and_cost_what_the_hours_cost(self):
        outcome = self.succeeds("run", GREEN, "--set", "/operation/years=1", "--out", self.folder)
        self.assertIn("own sun and wind", outcome.out)
        energy = strict_json((self.folder / "report.json").read_text())["energy"]
        with open(self.folder / "timeseries.csv", newline="") as file:
            hours = [{name: float(cell) for name, cell in row.items() if name != "time_utc"}
                     for row in csv.DictReader(file)]
        for hour in hours:
            given = hour["grid_mw"] + hour["solar_mw"] + hour["wind_mw"] + hour["battery_mw"]
            self.assertAlmostEqual(given, hour["facility_mw"] + hour["curtailed_mw"], delta=1e-6)
            self.assertTrue(-1e-9 <= hour["stored_mwh"] <= 200 + 1e-9, hour)
            self.assertLessEqual(hour["grid_mw"], 240 + 1e-9)  # the connection
        bought = sum(max(0, hour["grid_mw"]) for hour in hours)
        sold = sum(max(0, -hour["grid_mw"]) for hour in hours)
        for name, expected in {"imported_mwh": bought, "exported_mwh": sold,
                               "solar_mwh": 8760 * 200 * 0.21, "wind_mwh": 8760 * 100 * 0.28,  # the site's factors
                               "curtailed_mwh": sum(hour["curtailed_mw"] for hour in hours),
                               "cost_eur": sum(hour["cost_eur"] for hour in hours),
                               "co2_t": sum(hour["co2_kg"] for hour in hours) / 1000}.items():
            with self.subTest(name):
                self.assertAlmostEqual(1, energy[name + "_per_year"] / expected, delta=1e-4)
        comes = energy["imported_mwh_per_year"] + energy["solar_mwh_per_year"] + energy["wind_mwh_per_year"]
        goes = sum(energy[f"{name}_mwh_per_year"] for name in ("facility", "exported", "curtailed", "battery_loss"))
        self.assertAlmostEqual(1, comes / goes, delta=1e-9)
        for hour in hours:
            self.assertTrue(-1e-9 <= hour["own_used_mw"] <= hour["facility_mw"] + 1e-9, hour)
        used = sum(hour["own_used_mw"] for hour in hours)
        self.assertAlmostEqual(1, energy["own_used_mwh_per_year"] / used, delta=1e-9)
        self.assertAlmostEqual(used / sum(hour["facility_mw"] for hour in hours), energy["own_renewable_share"],
                               delta=1e-9)
        # What own plants gave is used, sold, curtailed or lost in the battery, and the battery may sell bought power.
        gone = used + sold + sum(hour["curtailed_mw"] - hour["battery_mw"] for hour in hours)
        self.assertGreaterEqual(gone, energy["solar_mwh_per_year"] + energy["wind_mwh_per_year"] - 1e-3)

    def test_an_operation_that_starts_in_july_has_the_julys_of_one_that_starts_in_january(self):
        def months_from(start):
            self.succeeds("run", GREEN, "--set", "/operation/years=1", "--set", f"/operation/start={start}", "--out",
                          self.folder / start)
            with open(self.folder / start / "timeseries.csv", newline="") as file:
                return {row["time_utc"][5:]: [row[name] for name in ("dry_bulb_c", "wet_bulb_c", "solar_mw", "wind_mw",
                                                                     "price_eur_per_mwh")]
                        for row in csv.DictReader(file)}

        january, july = months_from("2028-01-01"), months_from("2028-07-01")
        self.assertEqual(january, july)
        self.assertEqual(8760, len(july))
        self.assertEqual("07-01T00:00Z", next(iter(july)))


if __name__ == "__main__":
    unittest.main()
