import Agents
import Environments
import LinearAlgebra
import NeuralNetworks

extension ProblemBatch {
  /// Lets the optimizer take some steps on every problem, recorded on the tape.
  ///
  /// The gradient that the optimizer is shown is taken as given: what it does to later gradients
  /// is not followed back (Andrychowicz et al., section 2.1).
  ///
  /// - Parameters:
  ///   - values: receives the values of the problems before each step, `[step][problem]`.
  /// - Returns: the sum over steps and problems of the value after each step.
  mutating func unroll(
    _ architecture: any Architecture, steps: Int, on tape: Tape, values: inout [[Double]]
  ) -> Variable? {
    let (count, dimension) = (problems.count, problems.first?.target.count ?? 0)
    let matrices = tape.input(Extent(count, 1, dimension, dimension)) { target in
      for (index, problem) in problems.enumerated() {
        let size = dimension * dimension
        _ = UnsafeMutableBufferPointer(rebasing: target[index * size..<(index + 1) * size])
          .update(fromContentsOf: problem.matrix)
      }
    }
    let vector = Extent(count, 1, 1, dimension)
    let targets = tape.input(vector) { target in
      _ = target.update(fromContentsOf: problems.flatMap(\.target))
    }
    var place = tape.input(vector) { _ = $0.update(fromContentsOf: theta) }
    let channels = architecture.memory.map(\.channels)
    var carried = zip(memory, channels).map { values, channels in
      tape.input(.vectors(count * dimension, channels)) {
        _ = $0.update(fromContentsOf: values)
      }
    }
    let reads = (0..<count * dimension).map { Int32($0) }
    var product = tape.scores(place, matrices)
    var total: Variable?
    for _ in 0..<steps {
      values.append(Self.values(product, targets, on: tape))
      let gradient = tape.scale(
        tape.mix(tape.subtract(product, targets), matrices), by: 2)
      let shown = tape.input(.vectors(count * dimension, 2)) { target in
        for index in 0..<count * dimension {
          let numbers = LearnedOptimizer.preprocessed(tape[gradient].value[index])
          (target[2 * index], target[2 * index + 1]) = numbers
        }
      }
      let heads = architecture.heads(
        AgentInput(observations: shown, reads: reads, ticks: 0, memory: carried), on: tape)
      carried = heads.memory
      let step = tape.scale(heads.policy, by: MetaSettings.updateScale)
      place = tape.add(place, tape.reshape(step, to: vector))
      product = tape.scores(place, matrices)
      let value = tape.squaredError(product, targets, scale: 1)
      total = total.map { tape.add($0, value) } ?? value
    }
    values.append(Self.values(product, targets, on: tape))
    theta = tape.tensor(place).elements
    memory = carried.map { tape.tensor($0).elements }
    return total
  }

  private static func values(
    _ product: Variable, _ targets: Variable, on tape: Tape
  ) -> [Double] {
    let extent = tape[product].extent
    return (0..<extent.batch).map { problem in
      (0..<extent.channels).reduce(0.0) { sum, index in
        let place = problem * extent.channels + index
        let residual = Double(tape[product].value[place]) - Double(tape[targets].value[place])
        return sum + residual * residual
      }
    }
  }
}
