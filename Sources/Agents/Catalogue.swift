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
    Entry(
      name: UniversalPlanningNetwork.name,
      summary: "M5: universal planning network, which descends on its plan through a model",
      defaultTicksKey: "steps"
    ) { configuration, _ throws(ArchitectureError) in
      try UniversalPlanningNetwork(configuration)
    },
    Entry(
      name: Transformer.name, summary: "M6: decoder transformer with causal attention",
      defaultTicksKey: nil
    ) { configuration, _ throws(ArchitectureError) in try Transformer(configuration) },
    Entry(
      name: LinearAttention.name,
      summary: "M7: linear self-attention, whose layers can be steps of gradient descent",
      defaultTicksKey: "layers"
    ) { configuration, _ throws(ArchitectureError) in try LinearAttention(configuration) },
    Entry(
      name: LearnedOptimizer.name,
      summary: "M8: an LSTM that turns a coordinate's gradients into its updates",
      defaultTicksKey: nil
    ) { configuration, _ throws(ArchitectureError) in try LearnedOptimizer(configuration) },
    Entry(
      name: GatedRecurrentUnit.name,
      summary: "M9: gated recurrent unit that learns within its memory (RL2)",
      defaultTicksKey: nil
    ) { configuration, _ throws(ArchitectureError) in try GatedRecurrentUnit(configuration) },
    Entry(
      name: ImageClassifier.name,
      summary: "a convolutional image classifier: features without search or goal",
      defaultTicksKey: nil
    ) { configuration, _ throws(ArchitectureError) in try ImageClassifier(configuration) },
    Entry(
      name: LayerProgram.name,
      summary: "a network described by a program of layers, for planted and imported networks",
      defaultTicksKey: "ticks"
    ) { configuration, _ throws(ArchitectureError) in try LayerProgram(configuration) },
    Entry(
      name: TreeQNetwork.name, summary: "M4: TreeQN, action values from a tree of transitions",
      defaultTicksKey: nil
    ) { configuration, _ throws(ArchitectureError) in try TreeQNetwork(configuration) },
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
