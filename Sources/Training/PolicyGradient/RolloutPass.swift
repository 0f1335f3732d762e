package import Agents
import Environments
import LinearAlgebra
package import NeuralNetworks

/// A network's computation over samples of a rollout, recorded on a tape.
package struct RolloutPass {
  /// Heads, and the samples that their rows stand for.
  package struct Part {
    package let heads: AgentHeads
    package let samples: [Int]
  }

  package private(set) var parts: [Part] = []
  let rollout: Rollout
  private let architecture: any Architecture
  private let ticks: Int
  let tape: Tape

  package init(_ rollout: Rollout, _ agent: Agent, on tape: Tape) {
    self.rollout = rollout
    self.tape = tape
    architecture = agent.architecture
    ticks = rollout.ticks ?? agent.defaultTicks
  }

  /// Records samples each by itself, for a network without memory.
  package mutating func record(samples: [Int]) {
    let heads = architecture.heads(
      input(rollout.observations, rows: samples, reads: samples.map { rollout.reads[$0] }),
      on: tape)
    parts.append(Part(heads: heads, samples: samples))
  }

  /// Records all steps of some slots in their order: what the network carries goes from step to
  /// step, beginning with what was carried into the rollout, and is zero where an episode begins.
  ///
  /// - Returns: what is carried out of the last step.
  @discardableResult
  package mutating func record(slots: [Int]) -> [Variable] {
    var memory = rollout.memory.map { tape.input($0.samples(slots), samples: slots.indices) }
    for step in 0..<rollout.steps {
      let samples = slots.map { step * rollout.slots + $0 }
      let heads = architecture.heads(
        input(
          rollout.observations, rows: samples, reads: samples.map { rollout.reads[$0] },
          memory: memory), on: tape)
      parts.append(Part(heads: heads, samples: samples))
      memory = forgetting(heads.memory, ends: samples.map { rollout.ends[$0] })
    }
    return memory
  }

  /// The values of the states after the last step of some slots.
  package func lastValues(slots: [Int], memory: [Variable] = []) -> [Double] {
    let heads = architecture.heads(
      input(
        rollout.lastObservations, rows: slots, reads: slots.map { rollout.lastReads[$0] },
        memory: memory), on: tape)
    return numbers(heads.value)
  }

  /// The elements of a result as it stands.
  package func numbers(_ variable: Variable?) -> [Double] {
    guard let variable else { return [] }
    let node = tape[variable]
    return (0..<node.extent.count).map { Double(node.value[$0]) }
  }

  private func input(
    _ observations: [Float], rows: [Int], reads: [Int], memory: [Variable] = []
  ) -> AgentInput {
    let shape = rollout.shape
    let extent = Extent(rows.count, shape.rows, shape.columns, shape.planes)
    let variable = tape.input(extent) { target in
      observations.withUnsafeBufferPointer { source in
        for (row, index) in rows.enumerated() {
          let part = source[index * shape.count..<(index + 1) * shape.count]
          _ = target[row * shape.count..<(row + 1) * shape.count].update(fromContentsOf: part)
        }
      }
    }
    let cells = shape.rows * shape.columns
    return AgentInput(
      observations: variable,
      reads: reads.enumerated().map { Int32($0 * cells + $1) }, ticks: ticks, memory: memory)
  }

  /// What is carried, zero for the samples whose episode is over.
  private func forgetting(_ memory: [Variable], ends: [Bool]) -> [Variable] {
    guard ends.contains(true) else { return memory }
    return memory.map { variable in
      let extent = tape[variable].extent
      let width = extent.count / max(extent.batch, 1)
      let mask = tape.input(extent) { target in
        for (sample, isOver) in ends.enumerated() {
          for index in sample * width..<(sample + 1) * width { target[index] = isOver ? 0 : 1 }
        }
      }
      return tape.multiply(variable, mask)
    }
  }
}
