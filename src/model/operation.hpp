// How is it run over the years: failures, checkpoints, restarts?
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/quantity.hpp"
#include "model/provenance.hpp"

namespace gigaplan {

/// What a failure cause is proportional to.
enum class FailureUnit { chip, node, job };  ///< json: "chip" "node" "job"

struct FailureCause {
  std::string name;                      ///< json: name
  FailureUnit unit = FailureUnit::chip;  ///< json: unit
  Frequency rate;                        ///< json: per_unit_year - failures of one unit a year that interrupt the job
  Time repair;  ///< json: repair_h - until the node is back; 0: nothing to repair, only a restart
  bool operator==(const FailureCause&) const = default;
};

struct Reliability {
  std::string id;                    ///< json: id
  std::string name;                  ///< json: name
  std::vector<FailureCause> causes;  ///< json: causes
  Time detection;                    ///< json: detection_min - until a failure is noticed and the job stopped
  Time restart;  ///< json: restart_min - replace, schedule, initialise; without reading the checkpoint
  std::vector<Citation> provenance;  ///< json: provenance
  bool operator==(const Reliability&) const = default;
};

struct CheckpointSpec {
  std::optional<Time> interval;  ///< json: interval_s - none: Young-Daly from the job's own failure rate
  ByteRate write_bandwidth;      ///< json: write_bandwidth_gbyte_s - of the storage, whole job
  ByteRate read_bandwidth;       ///< json: read_bandwidth_gbyte_s
  double blocking_share = 1;     ///< json: blocking_share - of the write that stops training (asynchronous: < 1)
  bool operator==(const CheckpointSpec&) const = default;
};

struct OperationSpec {
  std::string start = "2028-01-01";   ///< json: start - ISO 8601 date of the first hour
  double years = 5;                   ///< json: years - simulated; a year has 8,760 h
  Reliability reliability;            ///< json: reliability (catalogue id or object)
  CheckpointSpec checkpoint;          ///< json: checkpoint
  double spare_node_share = 0;        ///< json: spare_node_share - nodes held ready ÷ nodes of the job
  double planned_downtime_share = 0;  ///< json: planned_downtime_share - of the year, maintenance of the whole site
  std::vector<Citation> provenance;   ///< json: provenance
  bool operator==(const OperationSpec&) const = default;
};

}  // namespace gigaplan
