// Which keys do reliability and operation have?
#include "io/fields.hpp"

namespace gigaplan::io {

void describe(Visitor& v, FailureCause& c) {
  v.text({.key = "name", .doc = "What fails."}, c.name);
  v.choice({.key = "unit", .doc = "What the number of failures is proportional to: chips, nodes, or one for the job."},
           c.unit, {"chip", "node", "job"});
  v.quantity({.key = "per_unit_year",
              .doc = "Failures of one unit a year that interrupt the job.",
              .unit = "1/year",
              .min = 0,
              .max = 10'000},
             c.rate, unit::per_year);
  v.quantity({.key = "repair_h",
              .doc = "Until the node is back; 0: nothing to repair, only a restart.",
              .unit = "h",
              .min = 0,
              .max = 87'600},
             c.repair, unit::hour);
}

void describe(Visitor& v, Reliability& r) {
  v.text({.key = "id", .doc = "Name of the catalogue entry.", .form = TextForm::id, .otherwise = "not an entry"}, r.id);
  v.text({.key = "name", .doc = "What people call it."}, r.name);
  v.list({.key = "causes", .doc = "What interrupts the job."}, r.causes);
  v.quantity({.key = "detection_min",
              .doc = "Until a failure is noticed and the job stopped.",
              .unit = "min",
              .min = 0,
              .max = 10'080},
             r.detection, unit::minute);
  v.quantity({.key = "restart_min",
              .doc = "Replace, schedule, initialise; without reading the checkpoint.",
              .unit = "min",
              .min = 0,
              .max = 10'080},
             r.restart, unit::minute);
  describe_provenance(v, r.provenance);
}

void describe(Visitor& v, CheckpointSpec& c) {
  v.quantity({.key = "interval_s",
              .doc = "Time between two checkpoints.",
              .unit = "s",
              .min = 1,
              .max = 1e8,
              .otherwise = "Young-Daly interval of the job's own failure rate"},
             c.interval, unit::second);
  v.quantity({.key = "write_bandwidth_gbyte_s",
              .doc = "Bandwidth of the storage for the whole job, writing.",
              .unit = "GB/s",
              .min = 0.001,
              .max = 1e6},
             c.write_bandwidth, unit::gigabyte_per_second);
  v.quantity({.key = "read_bandwidth_gbyte_s", .doc = "The same, reading.", .unit = "GB/s", .min = 0.001, .max = 1e6},
             c.read_bandwidth, unit::gigabyte_per_second);
  v.number({.key = "blocking_share",
            .doc = "Share of the write that stops training; below 1 if checkpoints are asynchronous.",
            .min = 0,
            .max = 1,
            .otherwise = "1: training stops for the whole write"},
           c.blocking_share);
}

void describe(Visitor& v, OperationSpec& o) {
  v.text(
      {.key = "start", .doc = "First day of operation, ISO 8601.", .form = TextForm::date, .otherwise = "2028-01-01"},
      o.start);
  v.number({.key = "years",
            .doc = "Simulated time; a year has 8,760 h.",
            .unit = "years",
            .min = 0,
            .max = 50,
            .above_min = true,
            .otherwise = "5, about the life of one generation of accelerators"},
           o.years);
  v.reference({.key = "reliability", .doc = "Failures and restarts."}, "reliability", o.reliability);
  v.object({.key = "checkpoint", .doc = "How the job's state is saved."}, o.checkpoint);
  v.number({.key = "spare_node_share",
            .doc = "Nodes held ready divided by nodes of the job.",
            .min = 0,
            .max = 1,
            .otherwise = "0: no spares"},
           o.spare_node_share);
  v.number({.key = "planned_downtime_share",
            .doc = "Share of the year that the whole site stands still for maintenance.",
            .min = 0,
            .max = 0.9,
            .otherwise = "0: none planned"},
           o.planned_downtime_share);
  describe_provenance(v, o.provenance);
}

}  // namespace gigaplan::io
