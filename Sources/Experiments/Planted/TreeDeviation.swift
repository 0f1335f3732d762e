internal import Agents
internal import LinearAlgebra
internal import NeuralNetworks

/// The worst deviations of a tree's sites.
struct TreeDeviation {
  private var states = WorstDeviation()
  private var rewards = WorstDeviation()
  private var values = WorstDeviation()

  static func sites(_ network: TreeQNetwork) -> [Site] {
    (0..<network.depth).flatMap { level in
      [
        Site("level.\(level)/rewards"), Site("level.\(level)/backed-up"),
        Site("level.\(level + 1)/states"),
      ]
    }
  }

  /// Compares the whole tree of one sample.
  ///
  /// - Parameter index: the entry of a one-hot state that stands for a state of the reference.
  mutating func compare(
    _ activations: [Site: Tensor], sample: Int, of network: TreeQNetwork, with backup: TreeBackup,
    from root: Int, index: (Int) -> Int
  ) throws {
    func vectors(_ name: String) throws -> ArraySlice<Float> {
      guard let tensor = activations[Site(name)] else {
        throw CaptureError.notCaptured(site: name)
      }
      let width = tensor.count / tensor.shape[0]
      return tensor.elements[sample * width..<(sample + 1) * width]
    }
    for level in 0..<network.depth {
      let parents = backup.states(from: root, depth: level)
      let paid = parents.flatMap { state in
        (0..<backup.actions).map { backup.reward(state, $0) }
      }
      for (found, expected) in zip(try vectors("level.\(level)/rewards"), paid) {
        rewards.compare(found, expected)
      }
      let known = parents.flatMap {
        backup.actionValues(of: $0, looking: network.depth - level)
      }
      for (found, expected) in zip(try vectors("level.\(level)/backed-up"), known) {
        values.compare(found, expected)
      }
      let found = try vectors("level.\(level + 1)/states")
      for (node, state) in backup.states(from: root, depth: level + 1).enumerated() {
        let start = found.startIndex + node * network.dims
        let one = index(state)
        for entry in 0..<network.dims {
          states.compare(found[start + entry], entry == one ? 1 : 0)
        }
      }
    }
  }

  func checks(count: Int) -> [PlantedCheck] {
    [
      states.check(
        "P8", "the states of the tree are one-hot at where the actions lead", levels: count,
        tolerance: 1e-5),
      rewards.check(
        "P8", "the rewards of the tree are those of its states", levels: count, tolerance: 1e-5),
      values.check(
        "P8", "action values at every node are the lambda-backup", levels: count,
        tolerance: 1e-5),
    ]
  }
}
