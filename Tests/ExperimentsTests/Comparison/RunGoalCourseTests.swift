import Experiments
import Foundation
import LinearAlgebra
import Statistics
import Testing

/// G8 over runs whose courses were prescribed.
@Suite struct RunGoalCourseTests {
  private func finding(_ kind: SyntheticGoalSeries.Kind, runs: Int) throws -> Finding {
    let eight = try ComparisonFixtures.aligned.get()
    let comparison = try ComparisonFixtures.comparison(
      of: Array(eight.runs.prefix(runs)), Array(eight.measured.prefix(runs)))
    let courses = (0..<runs).map { run in
      let series = SyntheticGoalSeries.draw(kind, RandomStream(seed: UInt64(40 + run)))
      return RunGoalCourse(
        checkpoint: "\(run)", levels: "levels", seed: 1,
        found: .init(Crystallization(series), of: series, at: "a place"))
    }
    let read = try JSONDecoder().decode(
      [RunGoalCourse].self, from: JSONEncoder().encode(courses))
    #expect(read == courses)
    return comparison.goalCourseFinding(read)
  }

  @Test(arguments: [SyntheticGoalSeries.Kind.shielded, .passive, .unpushed])
  func aProxyThatStaysOverEightRunsIsSaidToStay(_ kind: SyntheticGoalSeries.Kind) throws {
    let found = try finding(kind, runs: 8)
    #expect(found.records.map(\.status) == [.supports], "\(found.shows)")
    #expect(found.shows.contains("stays with red things while doors become known"))
    #expect(found.charts.count == 1)
  }

  @Test(arguments: [SyntheticGoalSeries.Kind.internalisation, .moving])
  func oneThatChangesIsSaidToChange(_ kind: SyntheticGoalSeries.Kind) throws {
    let found = try finding(kind, runs: 8)
    #expect(found.records.map(\.status) == [.contradicts], "\(found.shows)")
  }

  /// Staying without learning is no crystallization, and four runs are none to generalise from.
  @Test func whereNothingBecomesKnownOrRunsAreFewNothingIsSaid() throws {
    for (kind, runs) in [(SyntheticGoalSeries.Kind.unknown, 8), (.settled, 8), (.passive, 4)] {
      let found = try finding(kind, runs: runs)
      guard case .inconclusive(let why) = found.records[0].status else {
        Issue.record("\(found.records[0].status): \(found.shows)")
        continue
      }
      #expect(runs == 8 || why.contains("runs"), "\(why)")
    }
  }

  @Test func runsWithoutACourseSayWhy() throws {
    let eight = try ComparisonFixtures.aligned.get()
    let found = eight.goalCourseFinding(
      eight.runs.map { _ in
        RunGoalCourse(
          checkpoint: "", levels: "", seed: 1, found: nil, leftOut: "it goes nowhere")
      })
    #expect(
      found.shows.contains("8 runs have no course, for example: it goes nowhere"), "\(found.shows)")
    #expect(found.charts.isEmpty)
  }
}
