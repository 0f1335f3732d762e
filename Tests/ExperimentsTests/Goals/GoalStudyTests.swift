import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Testing

/// In mazes of 3x3 squares within the walls no two things are more than two squares apart: what is read
/// inside is left out with its reason, and the rest is measured.
@Test func inTheSmallestMazesBehaviourIsMeasuredAndNothingInside() throws {
  var environment = RedDoorEnvironment()
  environment.side = 5
  environment.generator = .percolation(wallShare: 0.25)
  let levels = try GoalLevels(
    environment, factorial: 36, train: 8, shift: 8, random: RandomStream(seed: 2))
  let agent = GoalFixtures.wave({ $0.shape == .door ? 1 : 0 }, ticks: 12)
  let study = try GoalStudy(
    of: agent, name: "wave", on: levels, encoder: environment.encoder, random: RandomStream(seed: 1)
  )
  #expect(study.inside == nil && study.order == nil && study.lengths == nil)
  let why = try #require(study.leftOut.first?.why)
  #expect(why.contains("none of the 36 levels") && why.contains("environment.side=7"), "\(why)")
  #expect(study.generalisation.train.reached > 0.9)
  #expect(
    study.findings().contains { $0.id == "left-out-g4" && $0.shows.contains("none of the 36") })
}
