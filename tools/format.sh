#!/usr/bin/env bash
# Is every C++ file formatted as .clang-format says? Formats them all; with --check it only complains.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
mode=(-i)
[[ ${1:-} == --check ]] && mode=(--dry-run -Werror)
find src tests -name '*.[ch]pp' -print0 | xargs -0 clang-format-16 "${mode[@]}"
