#!/usr/bin/env bash
# Finds or fetches what only some tests need, and prints shell assignments for what it has:
#   MESASCOPE_PYTHON     an interpreter with NumPy, safetensors and scikit-learn
#   MESASCOPE_CHROMIUM   a headless browser
# What cannot be had is left out with a sentence on standard error; the tests that need it
# are then skipped by name. A value already in the environment is kept.

. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

environment=.build/python
requirements=('numpy>=2.0,<3' 'safetensors>=0.4,<1' 'scikit-learn>=1.5,<2')

has_python_packages() {
  "$1" -c 'import numpy, safetensors, sklearn' >/dev/null 2>&1 </dev/null
}

make_environment() {
  if ! python3 -c 'import venv, ensurepip' >/dev/null 2>&1 </dev/null; then
    may_install || {
      say "no Python 3 with venv; for the tests that need it: $(install_command python3-venv)"
      return 1
    }
    say "installing python3-venv"
    apt_install python3 python3-venv || return 1
  fi
  rm -rf "$environment"
  say "making a Python environment for the tests in $environment"
  python3 -m venv "$environment" >&2 </dev/null &&
    "$environment/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
      --retries 2 --prefer-binary "${requirements[@]}" >&2 </dev/null || {
    say "pip could not fetch: ${requirements[*]}"
    rm -rf "$environment"
    return 1
  }
}

find_python() {
  if [ -n "${MESASCOPE_PYTHON:-}" ]; then
    has_python_packages "$MESASCOPE_PYTHON" && printf '%s' "$MESASCOPE_PYTHON"
    return
  fi
  if ! { [ -x "$environment/bin/python" ] && has_python_packages "$environment/bin/python"; }; then
    make_environment && has_python_packages "$environment/bin/python" || return
  fi
  printf '%s' "$PWD/$environment/bin/python"
}

find_chromium() {
  local name
  if [ -n "${MESASCOPE_CHROMIUM:-}" ]; then
    [ -x "$MESASCOPE_CHROMIUM" ] && printf '%s' "$MESASCOPE_CHROMIUM"
    return
  fi
  for round in first second; do
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
      command -v "$name" 2>/dev/null | tr -d '\n' | grep . && return
    done
    [ "$round" = first ] || return
    may_install || {
      say "no Chromium; for the tests that need it: $(install_command chromium)"
      return
    }
    say "installing chromium"
    apt_install chromium || return
  done
}

mkdir -p .build
python=$(find_python)
chromium=$(find_chromium)
[ -n "$python" ] && printf 'export MESASCOPE_PYTHON=%q\n' "$python"
[ -n "$chromium" ] && printf 'export MESASCOPE_CHROMIUM=%q\n' "$chromium"
exit 0
