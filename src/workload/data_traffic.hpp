// When do weights arrive at a rank and gradients leave it?
#pragma once

#include <array>
#include <vector>

#include "model/step_program.hpp"
#include "workload/chunks.hpp"

namespace gigaplan::workload {

/// Writes the traffic between data ranks into the program of one stage.
///
/// ZeRO 0 and 1: once a step. Gradients leave bucket by bucket during the last micro-batch's backward passes; with
/// ZeRO-1 each rank has updated its shard at the end of the last step, and the others fetch it before the first
/// micro-batch's forward passes, or during them.
/// ZeRO 2 and 3 without a pipeline: with every micro-batch. Each layer's weights arrive before its pass, one layer
/// ahead (ZeRO-2 keeps them for the backward pass), and its gradients leave after it. Of all of it compute hides the
/// share Stack::data_overlap, if there is enough compute; the rest stands in line.
class DataTraffic {
 public:
  DataTraffic(const TrainingJob& job, const std::vector<Chunk>& chunks, StageProgram& program)
      : job_(job), chunks_(chunks), program_(program) {}

  void begin_step();
  /// Into how many pieces a pass of a chunk falls, so that traffic can come and go in between.
  [[nodiscard]] int pieces(const Chunk& chunk, bool forward, bool first_visit, bool last_visit) const;
  void begin_pass(const Chunk& chunk, bool forward);
  void before_piece(const Chunk& chunk, int piece, bool forward, bool first_visit);
  void after_piece(const Chunk& chunk, bool forward, bool last_visit);
  void end_pass(const Chunk& chunk, bool forward);
  void end_step();

 private:
  template <class Action>
  void for_groups(const Chunk& chunk, Action action) const;
  [[nodiscard]] bool gathers_in(bool forward) const;
  void begin(Group group, Bytes wire);
  void finish(Group group, std::size_t left);
  void gather(const Chunk& chunk, double share);
  void scatter(const Chunk& chunk, double share);
  void finish_all(std::size_t left = 0);

  const TrainingJob& job_;
  const std::vector<Chunk>& chunks_;
  StageProgram& program_;
  std::array<std::size_t, group_count> pending_{};  ///< begun and not finished
};

}  // namespace gigaplan::workload
