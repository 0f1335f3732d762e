package import Agents
package import Environments
internal import LinearAlgebra
internal import NeuralNetworks

extension PlantedClassifier {
  /// The kinds that are told apart: keys and gems, each as the weights that sum planes to one.
  package static func kinds(_ encoder: RedDoorEncoder) -> [[Float]] {
    [ObjectShape.key, .gem].map { shape in
      var weights = [Float](repeating: 0, count: encoder.planes)
      for type in ObjectType.all where type.shape == shape {
        for plane in 0..<encoder.codes.columns {
          weights[RedDoorEncoder.firstTypePlane + plane] += encoder.codes[type.index, plane]
        }
      }
      return weights
    }
  }

  /// Holds every claim about the classifier.
  package static func check(
    _ agent: Agent, on levels: LevelSet, encoder: RedDoorEncoder
  ) throws -> [PlantedCheck] {
    let output = try agent.run(
      encoder.observations(of: levels.levels), reads: levels.levels.map { _ in [0] },
      capturing: [Site(site)])
    let positions = Double((levels.rows / 2) * (levels.columns / 2))
    var pooled = WorstDeviation()
    var holds: [Bool] = []
    for (index, level) in levels.levels.enumerated() {
      let kinds = [ObjectShape.key, .gem].map { shape in
        // Squares that are pooled together count once.
        Set(
          level.objects.filter { $0.shape == shape }.map {
            Cell(row: $0.cell.row / 2, column: $0.cell.column / 2)
          }
        ).count
      }
      if let means = output.activations[Site(site)] {
        for (kind, count) in kinds.enumerated() {
          pooled.compare(means[index, 0, 0, kind], Double(count) / positions)
        }
      }
      holds.append(output.actions[index] == kinds.count { $0 > 0 })
    }
    return [
      pooled.check(
        "N10", "the pooled features are the shares of squares with keys and with gems",
        levels: levels.count, tolerance: 1e-5),
      .decision(
        "N10", "the class is the number of kinds of things beside the door",
        levels: levels.count, holds: holds),
    ]
  }
}
