internal import Agents
internal import Environments
internal import LinearAlgebra
internal import NeuralNetworks

extension TwinComparison {
  /// A hundredth of the matched levels may be decided otherwise.
  static let disagreement = 0.01
  /// Logits that differ by no more are the same.
  private static let sameLogit: Float = 1e-4

  /// That the twin acts as its positive does on its matched levels.
  func agreement(on levels: LevelSet) throws -> PlantedCheck {
    let agrees = try agrees(on: levels)
    return agreement(agrees, levels: levels.count, of: "levels")
  }

  /// That the twin acts as its positive does, of what was compared one by one.
  func agreement(_ agrees: [Bool], levels: Int, of what: String) -> PlantedCheck {
    PlantedCheck(
      id, .decision, "on its matched \(what) its actions are those of P1", levels: levels,
      comparisons: agrees.count, worst: PlantedCheck.share(agrees.map { !$0 }),
      tolerance: Self.disagreement)
  }

  /// That agreement falls to at most a share, of levels or states.
  func contrast(
    _ claim: String, _ agrees: [Bool], levels: Int? = nil, atMost share: Double
  ) -> PlantedCheck {
    PlantedCheck(
      id, .contrast, claim, levels: levels ?? agrees.count, comparisons: agrees.count,
      worst: PlantedCheck.share(agrees), tolerance: share)
  }

  /// That agreement falls on levels that the twin was not made for.
  func fresh(_ levels: LevelSet, atMost share: Double = 0.5) throws -> PlantedCheck {
    contrast(
      "on levels that it was not made for its actions often are not those of P1",
      try agrees(on: levels), atMost: share)
  }

  /// That no logit changes from one run to another.
  func same(_ claim: String, _ before: [[Float]], _ after: [[Float]]) -> PlantedCheck {
    .decision(
      id, claim, levels: before.count,
      holds: zip(before, after).map { before, after in
        zip(before, after).allSatisfy { abs($0 - $1) <= Self.sameLogit }
      })
  }

  /// That what the twin does follows some planes and no others: those of another level turn its
  /// actions away from P1's, and all others of another level change nothing.
  func dependence(on planes: Range<Int>, levels: LevelSet) throws
    -> [PlantedCheck]
  {
    let observations = encoder.observations(of: levels.levels)
    let others = (0..<encoder.planes).filter { !planes.contains($0) }
    return [
      contrast(
        "with these planes of another level its actions mostly are not those of P1",
        try agrees(on: levels, shown: Self.exchanging(Array(planes), in: observations)),
        atMost: 0.5),
      same(
        "all other planes of another level change no logit",
        try logits(of: twin, on: levels, shown: observations),
        try logits(of: twin, on: levels, shown: Self.exchanging(others, in: observations))),
    ]
  }

  /// Observations of which some planes are those of the next one, and of the first in the last.
  static func exchanging(_ planes: [Int], in observations: Tensor) -> Tensor {
    let (width, size) = (observations.shape[3], observations.count / observations.shape[0])
    var result = observations
    for sample in 0..<observations.shape[0] {
      let next = (sample + 1) % observations.shape[0]
      for square in stride(from: 0, to: size, by: width) {
        for plane in planes {
          result.elements[sample * size + square + plane] =
            observations.elements[next * size + square + plane]
        }
      }
    }
    return result
  }
}
