internal import Agents
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
    let noTrace = captures.flatMap { TraceMatching.reasonNotApplicable($0.series) }
    if let captures, noTrace == nil {
      let result = try TraceMatching(
        captures, others: others(subject, captures, settings, random), settings: settings,
        random: random)
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
        noTrace
          ?? "this network has no maps of the level with ticks, no plan that it improves step by step "
          + "and no tree of two moves or more", subject, levels)
    }
    var identity = subject.identity
    identity.levels = levels.digest
    return Outcome(finding: result.finding(identity), reading: result.reading)
  }

  /// The other maps with ticks of the network alone, unless one place was asked for.
  package static func others(
    _ subject: StudySubject, _ captures: NetworkCaptures, _ settings: SearchSettings,
    _ random: RandomStream
  ) throws -> [NetworkCaptures] {
    guard settings.site == nil else { return [] }
    let sites = subject.agent.architecture.sites.filter {
      $0.isMap && $0.hasTicks && $0.name != captures.series.name
    }
    return try sites.compactMap { site in
      let all = try SiteSeries(
        of: subject.agent, site: site.name,
        thinking: settings.thinking ?? subject.agent.defaultTicks)
      // A map may have a tick less, such as one that is there before the first.
      let ticks = captures.series.numbers.filter(all.numbers.contains)
      guard ticks.count >= TraceMatching.fewestTicks else { return nil }
      return try NetworkCaptures(
        subject, on: captures.levels, series: all.at(ticks),
        thinking: settings.thinking, untrained: 0, random: random)
    }
  }

  private static func refused(
    _ reason: String, _ subject: StudySubject, _ levels: LevelSet
  ) -> Outcome {
    Outcome(
      finding: TraceMatching.notApplicable(reason, subject: subject, levels: levels),
      reading: .cannotTell)
  }
}
