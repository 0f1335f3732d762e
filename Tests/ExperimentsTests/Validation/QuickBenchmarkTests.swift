import Experiments
import LinearAlgebra
import Statistics
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
    // What is done is read from its file: nothing is measured twice.
    var known: [Bool] = []
    let again = try run.run(benchmark.networks, each: { _, isKnown in known.append(isKnown) })
    #expect(again == outcomes)
    #expect(known == [Bool](repeating: true, count: outcomes.count))
  }
}
