# Counts the tests of a Swift Testing event stream (one JSON object a line) and ends with
# "N passed, N failed, N skipped". A parameterised test counts once; suites do not count; a
# test that started and never ended (the process died) counts as failed.

function between(text, left, right,   start, rest, stop) {
  start = index(text, left)
  if (start == 0) return ""
  rest = substr(text, start + length(left))
  stop = index(rest, right)
  return stop == 0 ? "" : substr(rest, 1, stop - 1)
}

function plain(text) {
  gsub(/\\\//, "/", text)
  gsub(/\\"/, "\"", text)
  return text
}

# The test's own name, "Module.Suite/test()": the part before the file, or "" for a suite.
function test_name(line,   id) {
  id = plain(between(line, "\"testID\":\"", "\"}"))
  if (!sub(/\/[^\/]*\.swift:[0-9]+:[0-9]+$/, "", id)) return ""
  return id
}

# Prints a heading and the sorted lines under it, or nothing when there are none.
function list(heading, lines, number,   i) {
  if (number == 0) return
  printf "\n%s:\n", heading
  fflush()
  for (i = 1; i <= number; i++) print "  " lines[i] | "sort"
  close("sort")
}

!/"kind":"event"/ { next }

/"kind":"testStarted"/ {
  name = test_name($0)
  if (name != "") { running[name] = 1; order[++count] = name }
}

/"kind":"testEnded"/ {
  name = test_name($0)
  if (name == "") next
  delete running[name]
  if ($0 ~ /"symbol":"fail"/) failures[++failed] = name; else passed++
}

/"kind":"testSkipped"/ {
  name = test_name($0)
  if (name == "") next
  reason = plain(between($0, "\"_comments\":[\"", "\"],\""))
  skips[++skipped] = name ": " (reason == "" ? "no reason given" : reason)
}

END {
  for (i = 1; i <= count; i++) {
    if (order[i] in running) failures[++failed] = order[i] " (did not finish)"
  }
  list("Skipped", skips, skipped)
  list("Failed", failures, failed)
  printf "\n%d passed, %d failed, %d skipped\n", passed, failed, skipped
  exit (failed > 0 || passed + failed == 0) ? 1 : 0
}
