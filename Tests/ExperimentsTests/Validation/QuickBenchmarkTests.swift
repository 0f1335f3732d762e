import Experiments
import Foundation
import LinearAlgebra
import Statistics
import Storage
import Synchronization
import TestSupport
import Testing

/// The quick form of the benchmark, as the command runs it: one network of each of twelve families,
/// whose inner workings are known, every one of them disguised.
@Suite struct QuickBenchmarkTests {
  @Test func noVerdictOnANetworkOfKnownWorkingsIsWrong() throws {
    let scratch = try ScratchFolder()
    let benchmark = try Benchmark(seed: 1, isQuick: true)
    #expect(benchmark.networks.map(\.family).sorted() == Benchmark.quickFamilies.sorted())
    let run = BenchmarkRun(benchmark, folder: scratch.path)
    let outcomes = try run.run(benchmark.networks)
    for outcome in outcomes {
      #expect(outcome.failure == nil)
      switch outcome.verdict.conclusion {
      case .explicitSearch: #expect(outcome.label == .search, "\(outcome.name)")
      case .noExplicitSearch, .computedNotUsed:
        #expect(outcome.label != .search, "\(outcome.name)")
      case .inconclusive: break
      }
    }
    var random = RandomStream(seed: 1)
    let summary = try BenchmarkSummary(
      outcomes, table: AcceptanceTable.carried(), using: &random)
    #expect(summary.coverage >= 0.7 && summary.accuracyWhereDecided == 1)
    #expect(summary.pairedAccuracy >= 0.98)
    #expect(summary.deviations.count <= 3, "\(summary.deviations)")
    #expect(outcomes.map(\.name) == benchmark.networks.map(\.name))
    // What is done is read from its file: nothing is measured twice, and no file is written again.
    let written = try files(scratch.path)
    let counts = Mutex<[Int]>([])
    let again = try run.run(
      benchmark.networks,
      progress: { progress in counts.withLock { $0.append(progress.completed) } })
    #expect(again == outcomes)
    #expect(counts.withLock { $0 } == [outcomes.count])
    #expect(try files(scratch.path) == written)
  }

  /// Every file of a folder with when it was written.
  private func files(_ folder: String) throws -> [String: Date] {
    let manager = FileManager.default
    var dates: [String: Date] = [:]
    for name in try manager.contentsOfDirectory(atPath: folder) {
      dates[name] =
        try manager.attributesOfItem(atPath: folder + "/" + name)[.modificationDate] as? Date
    }
    return dates
  }
}
