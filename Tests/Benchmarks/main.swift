import Foundation
import LinearAlgebra

// `Benchmarks [row]`: one row by name, or all rows that a plain run includes.
signal(SIGPIPE, SIG_IGN)
Parallel.threadCount = BenchmarkCatalogue.threads

let wanted = CommandLine.arguments.dropFirst().first { !$0.isEmpty }
let rows = BenchmarkCatalogue.rows.filter { row in
  wanted.map { row.name == $0 } ?? !row.runsOnlyByName
}
guard !rows.isEmpty else {
  Report.note(
    "there is no row '\(wanted ?? "")'; the rows are "
      + BenchmarkCatalogue.rows.map(\.name).joined(separator: ", "))
  exit(2)
}

Report.machine()
var allMeasured = true
for row in rows {
  do {
    Report.row(row, try row.measure())
  } catch {
    Report.note("\(row.name): \(error)")
    allMeasured = false
  }
}
exit(allMeasured ? 0 : 1)
