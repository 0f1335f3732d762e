import Agents
import Environments
import LinearAlgebra
import NeuralNetworks

/// Held-out problems on which a learned optimizer is measured against tuned ones.
struct OptimizerContest: Sendable {
  private let problems: [QuadraticProblem]
  private let steps: Int
  /// Each optimizer's figures with the rate chosen for the mean value, and for the final one.
  let baselines: [(mean: BaselineOptimizers.Figures, final: BaselineOptimizers.Figures)]

  /// - Parameters:
  ///   - tuning: the number of problems, none of them held out, on which rates are chosen.
  init(_ task: QuadraticProblems, count: Int, tuning: Int, steps: Int, random: RandomStream) {
    let problems = (0..<count).map {
      task.problem(drawnFrom: random.split("held-out").split(UInt64($0)))
    }
    let others = (0..<tuning).map {
      task.problem(drawnFrom: random.split("tuning").split(UInt64($0)))
    }
    self.problems = problems
    self.steps = steps
    baselines = BaselineOptimizers.Kind.allCases.map { kind in
      let rates = BaselineOptimizers.tuned(kind, on: others, steps: steps)
      let runs = [rates.mean, rates.final].map {
        BaselineOptimizers.run(kind, rate: $0, on: problems, steps: steps)
      }
      return (runs[0], runs[1])
    }
  }

  /// How the learned optimizer does.
  func figures(of agent: Agent) -> BaselineOptimizers.Figures {
    let (size, steps, problems) = (32, steps, problems)
    let pieces = Parallel.map((problems.count + size - 1) / size) { piece in
      let part = Array(problems[piece * size..<min(problems.count, (piece + 1) * size)])
      var batch = ProblemBatch(problems: part, theta: part.flatMap(\.start), memory: [])
      let tape = Tape()
      return agent.parameters.values.withUnsafeBufferPointer { values -> [[Double]] in
        var result: [[Double]] = []
        guard let start = values.baseAddress else { return result }
        // Short passes, each from where the last one stood: a tape keeps all that it computes.
        var left = steps
        while left > 0 {
          let count = min(left, 20)
          tape.begin(layout: agent.architecture.layout, parameters: start)
          var found: [[Double]] = []
          _ = batch.unroll(agent.architecture, steps: count, on: tape, values: &found)
          result += found.dropFirst()
          left -= count
        }
        return result
      }
    }
    var (sum, finals) = (0.0, [Double]())
    for piece in pieces {
      for values in piece { sum += values.reduce(0, +) / Double(steps) }
      finals += piece.last ?? []
    }
    let count = Double(problems.count)
    return BaselineOptimizers.Figures(
      mean: sum / count, final: finals.reduce(0, +) / count, finals: finals)
  }
}
