#!/usr/bin/env bash
# Builds the tests in release, runs them, and counts what passed, failed and was skipped.
# FILTER=<expression> runs only the tests whose name matches.

. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
here=$(dirname "${BASH_SOURCE[0]}")

# Targets may import only what Package.swift names for them.
swift build -c release --build-tests --explicit-target-dependency-import-check error \
  </dev/null || exit 1

tools=$("$here/test-tools.sh") || exit 1
eval "$tools"

events=.build/test-events.jsonl
rm -f "$events"
arguments=(-c release --skip-build --disable-xctest
  --event-stream-output-path "$events" --event-stream-version 0)
[ -z "${FILTER:-}" ] || arguments+=(--filter "$FILTER")

swift test "${arguments[@]}" </dev/null
status=$?

touch "$events"
awk -f "$here/summary.awk" "$events" >.build/test-summary.txt
counted=$?
if [ "$status" != 0 ] && [ "$counted" = 0 ]; then
  printf '\nThe test process ended with status %s.\n' "$status"
elif [ "$status" = 0 ] && ! grep -q '[1-9][0-9]* \(passed\|failed\)' .build/test-summary.txt; then
  printf '\nNo test ran.\n'
fi
cat .build/test-summary.txt
[ "$status" = 0 ] && [ "$counted" = 0 ]
