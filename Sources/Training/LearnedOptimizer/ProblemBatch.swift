import Environments
import LinearAlgebra

/// Problems under way side by side: where each coordinate stands, and what the optimizer carries
/// for it.
struct ProblemBatch: Sendable, Equatable {
  let problems: [QuadraticProblem]
  /// `[problem, coordinate]`.
  var theta: [Float]
  /// For each of the optimizer's memories `[problem * coordinate, channel]`; empty before the
  /// first step.
  var memory: [[Float]] = []

  init(_ task: QuadraticProblems, numbers: Range<Int>, random: RandomStream) {
    problems = numbers.map { task.problem(drawnFrom: random.split(UInt64($0))) }
    theta = problems.flatMap(\.start)
  }

  init(problems: [QuadraticProblem], theta: [Float], memory: [[Float]]) {
    self.problems = problems
    self.theta = theta
    self.memory = memory
  }

  /// Those of a range.
  subscript(range: Range<Int>) -> ProblemBatch {
    let share = { (values: [Float]) in
      let width = values.count / problems.count
      return Array(values[range.lowerBound * width..<range.upperBound * width])
    }
    return ProblemBatch(
      problems: Array(problems[range]), theta: share(theta), memory: memory.map(share))
  }

  /// Parts put back together, in order.
  init(joining parts: [ProblemBatch]) {
    self.init(
      problems: parts.flatMap(\.problems), theta: parts.flatMap(\.theta),
      memory: (0..<(parts.first?.memory.count ?? 0)).map { index in
        parts.flatMap { $0.memory[index] }
      })
  }
}
