#!/usr/bin/env bash
# Makes sure that the compiler and the system libraries are there. Says nothing, and needs
# no network, when nothing is missing.

. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

packages=(
  libdnnl-dev             # matrix products and convolutions (oneDNN)
  libopenblas-openmp-dev  # BLAS, in the build that shares OpenMP with oneDNN
  liblapacke-dev          # factorisations
  libpng-dev              # PNG files
  libcairo2-dev           # lines and text in figures
  zlib1g-dev              # compressed archives
  pkg-config              # where those libraries are
  fonts-dejavu-core       # the typeface of the figures
)

check_swift() {
  command -v swift >/dev/null 2>&1 ||
    fail "Swift 6.3 or newer is needed and 'swift' is not on the PATH: see https://www.swift.org/install"
  local text version major minor
  text=$(swift --version 2>/dev/null </dev/null)
  version=$(printf '%s\n' "$text" | sed -n 's/.*Swift version \([0-9][0-9]*\.[0-9][0-9]*\).*/\1/p' | head -n 1)
  [ -n "$version" ] || fail "'swift --version' does not tell a version; is the installation whole?"
  major=${version%%.*}
  minor=${version#*.}
  if [ "$major" -lt 6 ] || { [ "$major" = 6 ] && [ "$minor" -lt 3 ]; }; then
    fail "Swift 6.3 or newer is needed; '$(command -v swift)' is $version. See https://www.swift.org/install"
  fi
}

# Other systems: try to link against the libraries, and name them if that fails.
check_by_linking() {
  local folder status=0
  folder=$(mktemp -d)
  printf '#include <dnnl.h>\n#include <png.h>\n#include <cairo.h>\n#include <zlib.h>\n' >"$folder/all.c"
  printf 'int main(void) { return 0; }\n' >>"$folder/all.c"
  local flags
  flags=$(pkg-config --cflags --libs libpng cairo zlib 2>/dev/null) || status=1
  # shellcheck disable=SC2086
  clang "$folder/all.c" -o "$folder/all" $flags -ldnnl -lopenblas -llapacke -lgomp \
    >/dev/null 2>&1 </dev/null || status=1
  rm -rf "$folder"
  [ "$status" = 0 ] && return
  say "this is not a Debian system, so nothing was installed. Mesascope needs, with their headers:"
  say "  oneDNN 2.6 or newer (libdnnl), OpenBLAS in its OpenMP build, LAPACKE, libgomp,"
  say "  libpng 1.6, Cairo, zlib, pkg-config, and the DejaVu Sans fonts"
  fail "install them with your system's package manager, then run the same command again"
}

# With several builds of OpenBLAS side by side Debian prefers the pthread one, which keeps a
# thread pool of its own beside OpenMP's. Both the link name and the run-time name have to
# lead to the OpenMP build.
check_openblas() {
  local library folder group wanted status
  library=$(dpkg-query -L libopenblas-openmp-dev 2>/dev/null |
    grep '/openblas-openmp/libopenblas\.so$' | head -n 1)
  [ -n "$library" ] || return 0
  folder=$(dirname "$library")
  local triplet
  triplet=$(basename "$(dirname "$folder")")
  for group in libopenblas.so libopenblas.so.0; do
    wanted="$folder/$group"
    [ -e "$wanted" ] || continue
    case "$(readlink -f "$folder/../$group")" in "$(readlink -f "$folder")"/*) continue ;; esac
    status=$(update-alternatives --query "$group-$triplet" 2>/dev/null | sed -n 's/^Status: //p')
    if [ "$status" != manual ] && may_install &&
      as_root update-alternatives --set "$group-$triplet" "$wanted" >/dev/null 2>&1 </dev/null; then
      say "$group now leads to OpenBLAS's OpenMP build" \
        "(undo: update-alternatives --auto $group-$triplet)"
    else
      say "warning: $group does not lead to OpenBLAS's OpenMP build, so its threads will fight" \
        "with oneDNN's; run: sudo update-alternatives --set $group-$triplet $wanted"
    fi
  done
}

check_swift
if ! command -v dpkg-query >/dev/null 2>&1; then
  check_by_linking
  exit 0
fi

mapfile -t absent < <(absent_packages "${packages[@]}")
if [ "${#absent[@]}" -gt 0 ]; then
  may_install || {
    say "these Debian packages are missing: ${absent[*]}"
    say "they cannot be installed from here (that needs root, or sudo without a password). Run:"
    say "  $(install_command "${absent[@]}")"
    fail "then run the same command again"
  }
  say "installing ${absent[*]}"
  apt_install "${absent[@]}" || fail "install them by hand: $(install_command "${absent[@]}")"
  mapfile -t absent < <(absent_packages "${packages[@]}")
  [ "${#absent[@]}" = 0 ] || fail "still missing after apt-get: ${absent[*]}"
fi
check_openblas
