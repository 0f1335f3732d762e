/// The architectures that a checkpoint may name.
package enum Catalogue {
  /// One line an architecture: its name, what it is, and how it is made.
  package struct Entry: Sendable {
    package let name: String
    package let summary: String
    package let defaultTicksKey: String?
    let make:
      @Sendable (ArchitectureConfiguration, [String: [Int]]) throws(ArchitectureError) ->
        any Architecture
  }

  package static let entries: [Entry] = [
    Entry(
      name: RecurrentResidual.name,
      summary: "M1r: weight-tied recurrent residual network, the default planner",
      defaultTicksKey: "ticks"
    ) { configuration, _ throws(ArchitectureError) in try RecurrentResidual(configuration) },
    Entry(
      name: Residual.name, summary: "M1: residual convolutional network; a reflex when shallow",
      defaultTicksKey: nil
    ) { configuration, _ throws(ArchitectureError) in try Residual(configuration) },
    Entry(
      name: ValueIterationNetwork.name, summary: "M3: value iteration network",
      defaultTicksKey: "iterations"
    ) { configuration, shapes throws(ArchitectureError) in
      try ValueIterationNetwork(configuration, shapes: shapes)
    },
    Entry(
      name: DeepRepeatedConvLSTM.name,
      summary: "M2: DRC(D, N), a deep repeating convolutional LSTM", defaultTicksKey: "ticks"
    ) { configuration, _ throws(ArchitectureError) in try DeepRepeatedConvLSTM(configuration) },
  ]

  /// The architecture of the given name and settings.
  ///
  /// - Parameter shapes: the tensors of a checkpoint, for settings that it leaves out.
  package static func architecture(
    named name: String, configuration: ArchitectureConfiguration, shapes: [String: [Int]] = [:]
  ) throws(ArchitectureError) -> any Architecture {
    guard let entry = entries.first(where: { $0.name == name }) else {
      throw .unknownArchitecture(name: name, known: entries.map(\.name))
    }
    return try entry.make(configuration, shapes)
  }
}
