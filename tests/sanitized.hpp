// Is this the build with sanitizers, where everything takes ten times as long? Tests that need many seeds or
// simulations to tell a figure from luck show a sanitizer nothing new: there they take few, or are skipped, and run in
// the release build.
#pragma once

namespace gigaplan::test {

#ifdef GIGAPLAN_SANITIZED
inline constexpr bool sanitized = true;
#else
inline constexpr bool sanitized = false;
#endif

}  // namespace gigaplan::test
