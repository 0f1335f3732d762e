# Shared by the set-up scripts; sourced, never run.
#
# MESASCOPE_NO_INSTALL=1 forbids every installation: what is missing is named instead.

set -u

say() { printf 'setup: %s\n' "$*" >&2; }

fail() {
  say "$@"
  exit 1
}

# Whether apt-get may be used: it exists, and we are root or sudo asks for no password.
may_install() {
  [ "${MESASCOPE_NO_INSTALL:-}" != 1 ] || return 1
  command -v apt-get >/dev/null 2>&1 || return 1
  [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null 2>&1 && sudo -n true >/dev/null 2>&1; }
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# The command a person types to install the given packages.
install_command() {
  local prefix=""
  [ "$(id -u)" = 0 ] || prefix="sudo "
  printf '%sapt-get update && %sapt-get install --no-install-recommends %s' \
    "$prefix" "$prefix" "$*"
}

# Prints those of the given Debian packages that are not fully installed.
absent_packages() {
  local name
  for name in "$@"; do
    case "$(dpkg-query -W -f='${db:Status-Abbrev}' "$name" 2>/dev/null)" in
      ii* | hi*) ;;
      *) printf '%s\n' "$name" ;;
    esac
  done
}

# Installs the given packages; apt-get's own words are shown only when it fails.
apt_install() {
  local log status=0
  log=$(mktemp)
  local options=(-q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=2
    -o Acquire::http::Timeout=30 -o Acquire::https::Timeout=30)
  # A failed refresh (one broken third-party source) need not stop the installation.
  as_root env DEBIAN_FRONTEND=noninteractive apt-get "${options[@]}" update \
    >"$log" 2>&1 </dev/null || true
  as_root env DEBIAN_FRONTEND=noninteractive apt-get "${options[@]}" \
    install -y --no-install-recommends "$@" >>"$log" 2>&1 </dev/null || status=$?
  if [ "$status" != 0 ]; then
    tail -n 25 "$log" >&2
    say "apt-get could not install: $*"
  fi
  rm -f "$log"
  return "$status"
}
