#!/usr/bin/env bash
# Makes the throw-away Python environment of the benchmarks' peers, with what the given row
# (all rows if none) is compared against. Without it the rows print no peer.
#
# pip's own settings decide where packages come from. A CPU-only build of PyTorch that pip
# can see (PIP_FIND_LINKS, PIP_EXTRA_INDEX_URL) is taken before the large default one.

. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

environment=.build/bench-python
numpy='numpy>=2.0,<3'
matplotlib='matplotlib>=3.9,<4'
torch='torch==2.13.*'
sklearn='scikit-learn>=1.6,<2'

case "${1:-}" in
  "") wanted=("$numpy" "$matplotlib" "$torch" "$sklearn") ;;
  matrix-product-* | cka-* | sokoban-* | red-door-*) wanted=("$numpy") ;;
  heatmap-*) wanted=("$numpy" "$matplotlib") ;;
  ridge-* | logistic-*) wanted=("$numpy" "$sklearn") ;;
  train-*) wanted=("$numpy" "$torch") ;;
  *) exit 0 ;;
esac

missing=()
for requirement in "${wanted[@]}"; do
  folder=${requirement%%[>=<]*}
  [ "$folder" != scikit-learn ] || folder=sklearn
  compgen -G "$environment/lib/python3*/site-packages/$folder/__init__.py" >/dev/null ||
    missing+=("$requirement")
done
[ "${#missing[@]}" -gt 0 ] || exit 0

if [ ! -x "$environment/bin/python" ]; then
  if ! python3 -c 'import venv, ensurepip' >/dev/null 2>&1 </dev/null; then
    may_install || {
      say "no Python 3 with venv for the peers: $(install_command python3-venv)"
      exit 0
    }
    apt_install python3 python3-venv || exit 0
  fi
  python3 -m venv "$environment" >&2 </dev/null || exit 0
fi

say "fetching ${missing[*]} for the peers"
"$environment/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
  --prefer-binary "${missing[@]}" >&2 </dev/null ||
  say "pip could not fetch them; the rows that need them will have no peer"
exit 0
