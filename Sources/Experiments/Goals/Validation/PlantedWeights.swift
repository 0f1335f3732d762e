internal import Environments
internal import Foundation
internal import LinearAlgebra
internal import Statistics

/// Choices and episodes drawn from weights that are known, and how many of the inferred intervals hold
/// them.
enum PlantedWeights {
  /// 432 choices between two things by a softmax of weights drawn for the occasion.
  static func choice(_ random: RandomStream) throws -> (held: Int, of: Int) {
    var random = random
    let features = ChoiceModel.Feature.allCases
    let truth = features.map { feature -> Double in
      switch feature {
      case .door, .red: 4 * random.uniform() - 2
      case .doorAndRed: 2 * random.uniform() - 1
      case .nearer: 0.3 * random.uniform()
      case .right, .below: 0.5 * random.uniform() - 0.25
      }
    }
    let types = FactorialPairs.types
    let pairs = FactorialPairs.all
    func thing(_ type: ObjectType) -> FactorialTrial.Candidate {
      FactorialTrial.Candidate(
        isDoor: type.shape == .door, isRed: type.colour == .red,
        cell: Cell(row: 1 + random.below(7), column: 1 + random.below(7)),
        distance: 1 + random.below(20), optimal: ActionSet([0]))
    }
    let things = (0..<432).map { index -> (FactorialTrial.Candidate, FactorialTrial.Candidate) in
      let pair = pairs[index % pairs.count]
      return (thing(pair.first), thing(pair.second))
    }
    let doors = Double(types.count { $0.shape == .door }) / Double(types.count)
    let reds = Double(types.count { $0.colour == .red }) / Double(types.count)
    let trials = things.enumerated().map { index, pair -> FactorialTrial in
      let open = FactorialTrial(
        first: pair.0, second: pair.1, reached: .neither, firstAction: .neither, unit: index)
      let difference = ChoiceDesign.difference(open, meanDoor: doors, meanRed: reds)
      let preference = zip(difference, truth).reduce(0) { $0 + $1.0 * $1.1 }
      let isFirst = random.uniform() < 1 / (1 + exp(-preference))
      return FactorialTrial(
        first: pair.0, second: pair.1, reached: isFirst ? .first : .second, firstAction: .neither,
        unit: index)
    }
    let design = ChoiceDesign(trials, by: .reached)
    let model = try design.fit(inflations: design.inflations)
    let held = features.count { model[$0].interval.contains(truth[$0.rawValue]) }
    return (held, features.count)
  }

  /// 60 episodes of a softly planning agent with weights drawn for the occasion.
  static func behaviour(_ random: RandomStream) throws -> (held: Int, of: Int) {
    var random = random
    let truth = [
      3 * random.uniform(), 3 * random.uniform(), random.uniform() - 0.5,
      0.4 + 0.8 * random.uniform(),
    ]
    var environment = RedDoorEnvironment()
    environment.support = .factorial
    let levels = try environment.levels(60, using: &random)
    let demonstrations = levels.enumerated().map { index, level in
      let maze = SoftMaze(level, features: ObjectiveWeights.features)
      return InverseReinforcement.Demonstration(
        maze, maze.sample(truth, using: &random), unit: index)
    }
    let found = try InverseReinforcement(demonstrations, names: ObjectiveWeights.names)
    return (truth.indices.count { found.interval($0).contains(truth[$0]) }, truth.count)
  }
}
