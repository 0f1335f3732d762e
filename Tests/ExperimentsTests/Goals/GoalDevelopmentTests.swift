import Agents
import Environments
import Experiments
import LinearAlgebra
import Statistics
import Storage
import Testing

@Suite struct GoalDevelopmentTests {
  private static let encoder = GoalFixtures.environment.encoder

  /// A course from an untrained network over a wave for red things to one for doors.
  private static func agent(_ step: Int) -> Agent {
    switch step {
    case 0: Agent(RecurrentResidual(planes: 13, channels: 6), drawnFrom: RandomStream(seed: 4))
    case 10: GoalFixtures.wave { $0.colour == .red ? 1 : 0 }
    default: GoalFixtures.wave { $0.shape == .door ? 1 : 0 }
    }
  }

  private func course() throws -> GoalDevelopment {
    var settings = GoalDevelopment.Settings()
    settings.support = 100
    return try GoalDevelopment(
      "planted", steps: [0, 10, 100, 1000], agent: { Self.agent($0) },
      levels: try #require(GoalFixtures.levels), encoder: Self.encoder, settings: settings,
      random: RandomStream(seed: 3))
  }

  @Test func aCourseShowsWhenTheChoiceTurns() throws {
    let course = try course()
    #expect(course.points.map(\.step) == [0, 10, 100, 1000])
    // Untrained: nothing can be read.
    #expect(course.points[0].weight(.door) == nil)
    #expect(course.points[0].generalisation.outcome == .notInterpreted)
    // Red first, then doors.
    let red = try #require(course.points[1].weight(.red))
    #expect(red.interval.lower > 0)
    #expect(course.points[1].conflict?.share == 0)
    #expect(course.points[1].generalisation.outcome == .misgeneralises)
    #expect(course.points[3].conflict?.share == 1)
    #expect(course.points[3].generalisation.outcome == .generalises)
    #expect(course.onset(of: .door) == 100)
    #expect(course.onset(of: .red) == nil)
    #expect(course.onsetOfCapability == 10)
    // What can be read at the thing turns with it.
    func score(_ point: Int, _ question: GoalConcept.Question) -> Double? {
      course.points[point].scores.first { $0.question == question }?.score?.value
    }
    #expect(score(1, .redHere) == 1)
    #expect(score(3, .doorHere) == 1)
    #expect((score(3, .redHere) ?? 1) < 0.65)
  }

  @Test func theFindingDrawsEachCheckpointOnce() throws {
    let finding = try course().finding()
    let names = ["reached", "weights", "generalisation", "concepts"].map { "\($0)-by-step" }
    #expect(finding.charts.map(\.name) == names)
    guard case .line(let reached) = finding.charts[0].chart else {
      Issue.record("the course is not a line chart")
      return
    }
    #expect(reached.x.isLogarithmic)
    #expect(reached.series.allSatisfy { $0.points.map(\.x) == [0, 10, 100, 1000] })
    #expect(finding.shows.contains("From step 100 on the choice goes for doors"))
    // A course makes no claims.
    #expect(finding.records.count == 8)
    for record in finding.records {
      guard case .inconclusive = record.status else {
        Issue.record("a single checkpoint claimed \(record.status)")
        return
      }
    }
  }

  @Test func stepsAreThinnedBetweenTheFirstAndTheLast() {
    #expect([0, 1, 2, 4, 8, 16, 32].thinned(to: 3) == [0, 4, 32])
    #expect([0, 1, 2].thinned(to: 5) == [0, 1, 2])
  }

  @Test func aRequestToStopIsHeard() throws {
    #expect(throws: CaptureError.interrupted) {
      try GoalDevelopment(
        "planted", steps: [0], agent: { Self.agent($0) },
        levels: try #require(GoalFixtures.levels), encoder: Self.encoder,
        random: RandomStream(seed: 3), interruption: Interruption { true })
    }
    #expect(throws: GoalError.noCheckpoints) {
      try GoalDevelopment(
        "planted", steps: [], agent: { Self.agent($0) },
        levels: try #require(GoalFixtures.levels), encoder: Self.encoder,
        random: RandomStream(seed: 3))
    }
  }
}
