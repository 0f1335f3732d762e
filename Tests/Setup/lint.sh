#!/usr/bin/env bash
# Style of the Swift sources, syntax of the shell and Python ones, one test framework.
# Every check runs, so that one call shows everything.

status=0
swift format lint --strict --parallel --recursive "$@" </dev/null || status=1

for script in Tests/Setup/*.sh .ci/run; do
  bash -n "$script" || status=1
done

if command -v python3 >/dev/null 2>&1; then
  for script in Tests/Benchmarks/peers/*.py; do
    python3 -c 'import ast, sys; ast.parse(open(sys.argv[1]).read(), sys.argv[1])' "$script" ||
      status=1
  done
fi

# `make test` runs Swift Testing alone; a test written for XCTest would never run.
if grep -rn --include='*.swift' '^ *import XCTest' Tests; then
  echo 'lint: tests are written with Swift Testing (import Testing)' >&2
  status=1
fi
exit "$status"
