// How likely is a normal deviate, and how large is the largest of many?
#pragma once

namespace gigaplan {

/// Share of a standard normal distribution below z.
[[nodiscard]] double normal_share(double z);

/// Its inverse, for 0 < u < 1.
[[nodiscard]] double normal_quantile(double u);

/// Expected largest of `count` standard normal deviates, within 2 % (of 8 and more; Blom 1958: about the (n - 3/8) /
/// (n + 1/4) quantile). 0 of one. Precondition: count > 0
[[nodiscard]] double expected_largest(long count);

}  // namespace gigaplan
