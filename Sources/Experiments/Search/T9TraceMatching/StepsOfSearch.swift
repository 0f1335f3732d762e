internal import Environments
package import LinearAlgebra
internal import Statistics

/// T9 on any network that plays levels: traces over squares where it has maps with ticks, plans that
/// are improved or trees that are grown where it has none.
package enum StepsOfSearch {
  /// What the test found, and the algorithm that it names.
  package struct Outcome: Sendable {
    package let finding: Finding
    package let reading: AlgorithmReading
  }

  /// Makes the test that the network allows; its finding says so where there is none.
  ///
  /// - Parameter captures: the network's maps and those of its untrained twins, where it has maps.
  /// - Throws: as the tests do.
  package static func outcome(
    _ subject: StudySubject, on levels: LevelSet, captures: NetworkCaptures?,
    settings: SearchSettings, random: RandomStream
  ) throws -> Outcome {
    if let captures {
      if let reason = TraceMatching.reasonNotApplicable(captures.series) {
        return refused(reason, subject, levels)
      }
      let result = try TraceMatching(captures, settings: settings, random: random)
      return Outcome(finding: result.finding(subject), reading: result.reading)
    }
    let plans = try IterateMatching(
      planning: subject, on: levels, thinking: settings.thinking, untrained: settings.untrained,
      replicates: settings.replicates, random: random)
    let result =
      try plans
      ?? IterateMatching(
        trees: subject, on: levels, untrained: settings.untrained,
        replicates: settings.replicates, random: random)
    guard let result else {
      return refused(
        "this network has no maps of the level with ticks, no plan that it improves step by step "
          + "and no tree of two moves or more", subject, levels)
    }
    var identity = subject.identity
    identity.levels = levels.digest
    return Outcome(finding: result.finding(identity), reading: result.reading)
  }

  private static func refused(
    _ reason: String, _ subject: StudySubject, _ levels: LevelSet
  ) -> Outcome {
    Outcome(
      finding: TraceMatching.notApplicable(reason, subject: subject, levels: levels),
      reading: .cannotTell)
  }
}
