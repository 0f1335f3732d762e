package import Agents
package import Environments
import Foundation
import LinearAlgebra

/// The share of states in which an agent chooses an action of the optimal set.
package struct Optimality: Sendable, Equatable {
  /// Steps to the goal, in the bins that reports use.
  package static let bins = [1...5, 6...10, 11...16, 17...1000]

  /// A number of states and of those with an optimal choice.
  package struct Count: Sendable, Equatable {
    package var states = 0
    package var optimal = 0

    /// The share, nil without states.
    package var share: Double? { states == 0 ? nil : Double(optimal) / Double(states) }
  }

  package var all = Count()
  /// By distance, one a bin.
  package var byDistance = [Count](repeating: Count(), count: Optimality.bins.count)
  /// Mean entropy of the policy in nats.
  package var entropy = 0.0

  /// Measures an agent.
  ///
  /// - Throws: when the states do not fit the network.
  package init<World: OracleEnvironment>(
    of agent: Agent, in held: HeldOutStates<World>, ticks: Int? = nil
  ) throws {
    // Chunks bound the memory that the observations take.
    for start in stride(from: 0, to: held.episodes.count, by: 1024) {
      let range = start..<Swift.min(start + 1024, held.episodes.count)
      let episodes = Array(held.episodes[range])
      let output = try agent.run(
        held.environment.observations(of: episodes), reads: episodes.map { [$0.readCell] },
        ticks: ticks)
      for (row, action) in output.actions.enumerated() {
        let index = range.lowerBound + row
        let isOptimal = held.optimal[index].contains(action) ? 1 : 0
        all.states += 1
        all.optimal += isOptimal
        if let bin = Self.bin(of: held.distances[index]) {
          byDistance[bin].states += 1
          byDistance[bin].optimal += isOptimal
        }
        entropy += Self.entropy(output.logits.row(row))
      }
    }
    entropy /= Double(Swift.max(all.states, 1))
  }

  private static func entropy(_ logits: ArraySlice<Float>) -> Double {
    let largest = logits.max() ?? 0
    let weights = logits.map { exp(Double($0 - largest)) }
    let total = weights.reduce(0, +)
    return -weights.reduce(0) { sum, weight in
      let share = weight / total
      return share > 0 ? sum + share * log(share) : sum
    }
  }
}
