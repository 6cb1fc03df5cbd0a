# What do ./run and ./test share? Packages through apt, and the build. Sourced by both, from the top of the tree.
# shellcheck shell=bash disable=SC2034  # used by those who source it

# What the build needs, and what the tests need on top of it. ccache is used where it is there.
build_packages=(build-essential g++ cmake ninja-build pkg-config
  libsimgrid-dev libboost-graph-dev nlohmann-json3-dev libeigen3-dev libcli11-dev libfmt-dev libssl-dev
  libsqlitecpp-dev libsqlite3-dev libmuparser-dev libpugixml-dev coinor-libcbc-dev doctest-dev
  python3)
command -v npm >/dev/null || build_packages+=(npm)  # of whatever origin; it fetches what report.html draws with
test_packages=(python3-jsonschema python3-yaml python3-pandas python3-matplotlib jupyter-nbconvert python3-ipykernel
  slurm-wlm munge chromium clang-format-16 clang-tidy-16)

# One line a stage, with the time since the start.
started=$SECONDS
say() { printf '[%2d:%02d] %s\n' $(((SECONDS - started) / 60)) $(((SECONDS - started) % 60)) "$*"; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

# As many jobs as there are processors, but no more than memory carries: a file that reads JSON takes up to 1.5 GB.
jobs_here() {
  local processors memory_gb
  processors=$(nproc)
  memory_gb=$(awk '/MemAvailable/ { print int($2 / 1.5e6) }' /proc/meminfo 2>/dev/null || echo "$processors")
  echo $((memory_gb < 1 ? 1 : memory_gb < processors ? memory_gb : processors))
}

# Says so, once, where this is not the system that the project is tested on.
check_system() {
  local name=unknown id='' version=''
  if [[ -r /etc/os-release ]]; then
    # shellcheck disable=SC1091
    { read -r name; read -r id; read -r version; } < <(. /etc/os-release && printf '%s\n%s\n%s\n' \
      "${PRETTY_NAME:-unknown}" "${ID:-}" "${VERSION_ID:-}")
  fi
  [[ $id == debian && $version == 12 ]] ||
    say "note: this is $name; gigaplan is tested on Debian 12 only, and this is untried. Going on."
}

# need_packages WHY PACKAGE...: installs those that are missing; silent where none is.
need_packages() {
  local why=$1 package missing=()
  shift
  if ! command -v dpkg-query apt-get >/dev/null; then
    say "note: no apt here, so nothing is installed; these Debian packages are needed under some name: $*"
    return
  fi
  for package in "$@"; do
    [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
  done
  ((${#missing[@]})) || return 0

  local install=(apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 "${missing[@]}") as_root=()
  local by_hand="apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
  if ((EUID != 0)); then
    command -v sudo >/dev/null || fail "packages are missing, and this is neither root nor is there sudo. As root, run:
  $by_hand"
    as_root=(sudo)
    [[ -t 0 ]] || as_root=(sudo -n)  # nobody can type a password
  fi
  say "installing what is missing for $why: ${missing[*]}"
  { "${as_root[@]}" apt-get update -q && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive "${install[@]}"; } </dev/null \
    >build/apt.log 2>&1 || { tail -n 15 build/apt.log >&2; fail "apt failed (all of it is in build/apt.log). By hand, as root:
  $by_hand"; }
}

# configure PRESET: the first time, and after the presets have changed.
configure() {
  local preset=$1
  [[ ! -e build/$preset/build.ninja || CMakePresets.json -nt build/$preset/build.ninja ]] || return 0
  say "configuring build/$preset"
  cmake --preset "$preset" >"build/configure-$preset.log" 2>&1 ||
    { cat "build/configure-$preset.log" >&2; fail "cmake could not configure build/$preset"; }
  touch "build/$preset/build.ninja"
}

# build PRESET [TARGET...]: configures if need be, then builds what changed.
build() {
  local preset=$1
  shift
  configure "$preset"
  say "building build/$preset"
  cmake --build --preset "$preset" -j "$(jobs_here)" ${1:+--target "$@"} || fail "build/$preset does not build"
}

mkdir -p build
