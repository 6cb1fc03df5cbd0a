// Which input was it? A fingerprint that anybody can compute again.
#pragma once

#include <string>

namespace gigaplan::io {

/// SHA-256 (FIPS 180-4) of the bytes, in lower-case hexadecimal, as `sha256sum` prints it.
[[nodiscard]] std::string sha256(const std::string& bytes);

}  // namespace gigaplan::io
