import Foundation
import LinearAlgebra

/// The table goes to standard output, a line a row; what else there is to say to standard error.
enum Report {
  static func row(_ row: any BenchmarkRow, _ result: BenchmarkResult) {
    let ratio = result.ratio.map { String(format: "%.2fx", $0) } ?? "-"
    let columns = [
      row.name, result.ours, result.peer ?? "-", ratio, result.goal, result.verdict.rawValue,
    ]
    print(columns.joined(separator: " | "))
    fflush(nil)
  }

  static func note(_ text: String) {
    FileHandle.standardError.write(Data("bench: \(text)\n".utf8))
  }

  /// Says what this runs on, and warns when the machine is busy: both sides slow down then, a
  /// peer whose threads wait for each other by spinning far more.
  static func machine() {
    note("\(Processor.description.model), \(BenchmarkCatalogue.threads) threads a side")
    let text = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)) ?? ""
    guard let load = text.split(separator: " ").first.flatMap({ Double($0) }), load > 0.7 else {
      return
    }
    note("the load average is \(load): other work on this machine bends the ratios")
  }
}
