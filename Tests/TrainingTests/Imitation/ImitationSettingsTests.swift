import Testing
import Training

@Test func theOracleIsFollowedLessAndLess() {
  var settings = ImitationSettings()
  settings.updates = 1000
  for (update, chance) in [
    (0, 1.0), (99, 1), (100, 0.5), (199, 0.5), (200, 0.25), (299, 0.25), (300, 0), (999, 0),
  ] {
    #expect(settings.oracleChance(at: update) == chance, "update \(update)")
  }
}

@Test func theLearningRateFallsToATwentiethAtTheEnd() {
  var settings = ImitationSettings()
  settings.updates = 1000
  settings.learningRate = 0.02
  settings.decayShare = 0.5
  #expect(settings.learningRate(at: 0) == 0.02 && settings.learningRate(at: 500) == 0.02)
  #expect(abs(settings.learningRate(at: 750) - 0.02 * 0.525) < 1e-8)
  #expect(abs(settings.learningRate(at: 1000) - 0.001) < 1e-8)
  settings.decayShare = 0
  #expect(settings.learningRate(at: 999) == 0.02)
}
