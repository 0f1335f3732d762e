internal import LinearAlgebra
package import Storage
internal import Synchronization

/// Makes the draws of a ``GoalBenchmark``, a file for every few of one kind, and goes on from the files
/// that are there.
package struct GoalBenchmarkRun: Sendable {
  package let benchmark: GoalBenchmark
  package let folder: String

  /// The revision of the tests of goals that files are of; raised by hand where a test changes.
  package static let revision = 5
  /// Draws a file.
  static let piece = 10

  /// A file.
  private struct Piece: Codable {
    let kind: String
    let seed: UInt64
    let revision: Int
    let draws: [GoalBenchmark.Draw]
  }

  package init(_ benchmark: GoalBenchmark, folder: String) {
    self.benchmark = benchmark
    self.folder = folder
  }

  private func path(_ kind: GoalBenchmark.Kind, _ piece: Int) -> String {
    Path.join(folder, "\(kind.name)-\(piece + 1).json")
  }

  /// Makes the draws that have no file yet, several pieces at once.
  ///
  /// - Returns: the draws of each kind.
  /// - Throws: ``CaptureError/interrupted`` after the files so far are whole, and what a draw is refused
  ///   for.
  package func run(
    _ kinds: [GoalBenchmark.Kind] = GoalBenchmark.Kind.all,
    progress: @escaping ProgressHandler = { _ in }, interruption: Interruption = .never
  ) throws -> [(kind: GoalBenchmark.Kind, draws: [GoalBenchmark.Draw])] {
    let pieces = kinds.flatMap { kind in
      stride(from: 0, to: benchmark.count(kind), by: Self.piece).map {
        (
          kind: kind, piece: $0 / Self.piece,
          draws: $0..<min($0 + Self.piece, benchmark.count(kind))
        )
      }
    }
    let total = pieces.reduce(0) { $0 + $1.draws.count }
    let done = Mutex(0)
    let found = Parallel.map(pieces.count) { index -> Result<[GoalBenchmark.Draw], any Error> in
      let piece = pieces[index]
      return Result {
        guard !interruption.isRequested() else { throw CaptureError.interrupted }
        let known = try read(piece.kind, piece.piece, piece.draws)
        let draws = try known ?? piece.draws.map { try benchmark.draw(piece.kind, $0) }
        if known == nil { try write(draws, piece.kind, piece.piece) }
        done.withLock { done in
          done += draws.count
          progress(
            Progress(
              stage: "goal benchmark", completed: done, total: total, unit: "draws",
              detail: piece.kind.name))
        }
        return draws
      }
    }
    var result: [GoalBenchmark.Kind: [GoalBenchmark.Draw]] = [:]
    for (piece, draws) in zip(pieces, found) { result[piece.kind, default: []] += try draws.get() }
    return kinds.map { ($0, result[$0] ?? []) }
  }

  private func write(
    _ draws: [GoalBenchmark.Draw], _ kind: GoalBenchmark.Kind, _ piece: Int
  ) throws {
    try RecordFile.write(
      Piece(kind: kind.name, seed: benchmark.seed, revision: Self.revision, draws: draws),
      to: path(kind, piece))
  }

  /// The draws of a file; nil without one, and where it holds others than are asked for.
  ///
  /// - Throws: ``ValidationError`` for a file of another seed or revision, or none of these.
  private func read(
    _ kind: GoalBenchmark.Kind, _ number: Int, _ draws: Range<Int>
  ) throws -> [GoalBenchmark.Draw]? {
    let path = path(kind, number)
    let found = try RecordFile.read(Piece.self, at: path) {
      ValidationError.badRecord(path: path, reason: $0)
    }
    guard let piece = found else { return nil }
    try ValidationError.check(path, seed: piece.seed, is: benchmark.seed)
    try ValidationError.check(path, revision: piece.revision, is: Self.revision)
    return piece.draws.map(\.number) == Array(draws) ? piece.draws : nil
  }
}
