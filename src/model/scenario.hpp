// What is a gigafactory, as one value?
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/damage.hpp"
#include "model/fabric.hpp"
#include "model/facility.hpp"
#include "model/finance.hpp"
#include "model/node.hpp"
#include "model/operation.hpp"
#include "model/site.hpp"
#include "model/training.hpp"

namespace gigaplan {

struct Cluster {
  Node node;                         ///< json: node (catalogue id or object)
  long nodes = 0;                    ///< json: nodes - installed, spares not counted
  FabricSpec fabric;                 ///< json: fabric (catalogue id or object)
  Damage damage;                     ///< json: damage
  std::vector<Citation> provenance;  ///< json: provenance
  bool operator==(const Cluster&) const = default;
  [[nodiscard]] long chips() const { return nodes * node.chips_per_node; }
};

/// Everything a run needs; catalogue references resolved, defaults filled in, checked.
struct Scenario {
  std::string name;                     ///< json: name
  std::string description;              ///< json: description
  std::uint64_t seed = 1;               ///< json: seed
  Site site;                            ///< json: site (catalogue id or object)
  Cluster cluster;                      ///< json: cluster
  Facility facility;                    ///< json: facility
  TrainingJob training;                 ///< json: training
  std::vector<TrainingJob> other_jobs;  ///< json: other_jobs - that train on the same fabric at the same time
  OperationSpec operation;              ///< json: operation
  FinanceSpec finance;                  ///< json: finance
  std::vector<Citation> provenance;     ///< json: provenance - for the scenario's own figures
  bool operator==(const Scenario&) const = default;
};

}  // namespace gigaplan
