internal import Environments
internal import Foundation
internal import LinearAlgebra

/// What the world itself tells of the goal up to a step: the history baseline (METHODS R7 (b),
/// trap 14).
///
/// It is all that somebody without a memory of the shown goal could go by: the observation of the
/// step, the goal included while it is shown; where the episode began; and every move from then on.
/// What was shown before and is shown no longer is left out, for with it nothing could be above
/// history; so are actions that did nothing, which leave no trace outside of the network.
///
/// Moves tell of the goal through what the network would do. Beside them therefore stands what the
/// best observer of all moves would make of them: the odds that they would come from this very
/// network if it had been shown the goal at the one end or at the other, by how often actions are
/// replaced. That observer knows the weights, so no other reader of the moves can do better.
struct RecallHistory: Sendable {
  /// Odds are kept within these, in natural logarithms: without replaced actions one move decides.
  static let largest = 12.0

  /// By episode and step the log-odds that the goal is right, before the action of the step.
  let logOdds: [[Double]]

  /// - Throws: what the network's run throws.
  init(
    _ courses: [RecallCourse], _ player: RecallPlayer, _ environment: GoalRecallEnvironment
  ) throws {
    let others = try player.follow(courses, swapsGoal: true)
    logOdds = zip(courses, others).map { course, other in
      var (sum, odds) = (0.0, [Double]())
      for step in 0..<course.steps {
        odds.append(max(-Self.largest, min(Self.largest, sum)))
        guard course.moves[step] != 0 else { continue }
        let taken = course.moves[step] > 0 ? 1 : 0
        let replaced = step < environment.shown ? 0 : environment.replaced
        func logLikelihood(_ choice: Int) -> Double {
          log(max(exp(-2 * Self.largest), choice == taken ? 1 - replaced / 2 : replaced / 2))
        }
        let forGoal = logLikelihood(course.choices[step]) - logLikelihood(other.choices[step])
        sum += course.goal == .right ? forGoal : -forGoal
      }
      return odds
    }
  }

  /// The chance of being right that the best observer of the moves gives itself.
  func certainty(_ episode: Int, at step: Int) -> Double {
    1 / (1 + exp(-abs(logOdds[episode][step])))
  }

  /// The columns at a step, one row an episode: the observation, the start, the moves so far, the
  /// log-odds and the probability that follow from them.
  func columns(
    _ courses: [RecallCourse], of episodes: [Int], at step: Int
  ) -> Matrix<Float> {
    let width = 3 + 1 + step + 2
    var elements: [Float] = []
    elements.reserveCapacity(episodes.count * width)
    for episode in episodes {
      let course = courses[episode]
      elements += course.observations[3 * step..<3 * step + 3]
      elements.append(Float(course.start))
      elements += course.moves[0..<step].map(Float.init)
      let odds = logOdds[episode][step]
      elements += [Float(odds / Self.largest), Float(1 / (1 + exp(-odds)) - 0.5)]
    }
    return Matrix(rows: episodes.count, columns: width, elements: elements)
  }
}
