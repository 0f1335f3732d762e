internal import Environments
internal import Foundation
internal import LinearAlgebra

/// How one map of an algorithm is made for any level.
struct TraceSource: Sendable {
  let algorithm: SearchAlgorithm
  /// What the map holds: `squares found`.
  let name: String
  /// The last iteration that is followed.
  let last: Int
  let make: @Sendable (MazeLevel) -> PlannerTrace

  /// The discounts that value iteration is tried with, apart from the task's own: which one a
  /// network uses is not known. Without discount it is the distance of breadth-first search.
  static let discounts = [1, 0.99, 0.95, 0.9, 0.8]
  /// The task's own discount.
  static let taskDiscount = 0.97
  /// At most so many iterations of a search are followed.
  static let mostIterations = 96
  /// The ticks that tree search is followed for, and the number of searches averaged: fewer than
  /// the planner's own sixteen, for the trace has to be made for every level.
  static let treeTicks = 8
  static let treeSearches = 4

  /// Discounts of value iteration that pays once, on arrival; without discount it is the squares found, and
  /// with much of it values are those of squares so near that walls hardly matter.
  static let arrivalDiscounts = [0.97, 0.95]
  /// Discounts of value iteration to which a diagonal step is as long as it looks.
  static let diagonalDiscounts = [0.95, 0.9, 0.8, 0.7]
  private static let distanceSoFar = "distance so far"
  private static let longer = ", diagonals longer"
  private static let passing = ", goals passed through"

  /// Whether diagonal steps are as long as they look in a form of this name.
  static func hasLongerDiagonals(_ name: String) -> Bool { name.hasSuffix(longer) }

  /// The map that a form is a reading of.
  static func map(named name: String) -> String {
    [longer, passing].reduce(name) { $0.hasSuffix($1) ? String($0.dropLast($1.count)) : $0 }
  }

  /// Whether an algorithm keeps a map by its definition. A breadth-first search may keep distances beside
  /// the squares found or not.
  static func isDefining(_ map: String) -> Bool { map != distanceSoFar }

  /// The maps of all algorithms, for levels with no way longer than `last`.
  ///
  /// - Parameter random: what the random moves of tree search are drawn from.
  static func all(last: Int, hasDiagonals: Bool, random: RandomStream) -> [TraceSource] {
    var sources = [
      TraceSource(algorithm: .breadthFirstFromGoal, name: "squares found", last: last) {
        found($0.paths().distances, $0, last)
      },
      TraceSource(algorithm: .breadthFirstFromGoal, name: distanceSoFar, last: last) {
        distances($0.paths().distances, $0, last)
      },
      TraceSource(algorithm: .breadthFirstFromAgent, name: "squares found", last: last) {
        found(fromAgent($0), $0, last)
      },
      TraceSource(algorithm: .breadthFirstFromAgent, name: distanceSoFar, last: last) {
        distances(fromAgent($0), $0, last)
      },
      // A wave that does not stop at a goal.
      TraceSource(
        algorithm: .breadthFirstFromAgent, name: "squares found" + passing, last: last
      ) { found(pastGoals($0), $0, last) },
      TraceSource(
        algorithm: .bothWays, name: "squares found from either side", last: (last + 1) / 2
      ) { BidirectionalRecord($0).unionTrace },
      TraceSource(algorithm: .valueIteration, name: "values of the task", last: last) {
        ValueIterationRecord($0, iterations: last, discount: taskDiscount).valueTrace
      },
    ]
    for discount in discounts {
      sources.append(
        TraceSource(
          algorithm: .valueIteration, name: "values with discount \(discount)", last: last
        ) { dwelling($0.paths().distances, $0, discount, last) })
    }
    for discount in arrivalDiscounts {
      sources.append(
        TraceSource(
          algorithm: .valueIteration, name: "values of arriving, discount \(discount)", last: last
        ) { arriving($0.paths().distances, $0, discount, last) })
    }
    if hasDiagonals { sources += withDiagonals(last) }
    var settings = TreeSearchRecord.Settings()
    settings.searches = treeSearches
    let (tree, stream) = (settings, random.split("tree search"))
    return sources + [
      TraceSource(algorithm: .aStar, name: "squares expanded", last: mostIterations) {
        AStarRecord($0).closedTrace
      },
      TraceSource(
        algorithm: .aStar, name: "squares found and not expanded", last: mostIterations
      ) { AStarRecord($0).openTrace },
      TraceSource(algorithm: .depthFirst, name: "squares on the stack", last: mostIterations) {
        DepthFirstRecord($0).stackTrace
      },
      TraceSource(algorithm: .depthFirst, name: "squares visited", last: mostIterations) {
        DepthFirstRecord($0).visitedTrace
      },
      TraceSource(algorithm: .treeSearch, name: "visits", last: treeTicks) {
        TreeSearchRecord($0, ticks: treeTicks, settings: tree, random: stream.split($0.digest))
          .trace
      },
    ]
  }

  private static func withDiagonals(_ last: Int) -> [TraceSource] {
    // Ways are as much longer as a diagonal is.
    let furthest = min(mostIterations, Int((Double(last) * 2.0.squareRoot()).rounded(.up)))
    return [
      TraceSource(algorithm: .breadthFirstFromGoal, name: "squares found" + longer, last: furthest)
      {
        DiagonalTraces($0).found(furthest)
      },
      TraceSource(algorithm: .breadthFirstFromGoal, name: distanceSoFar + longer, last: furthest) {
        DiagonalTraces($0).lengthsSoFar(furthest)
      },
    ]
      + diagonalDiscounts.map { discount in
        TraceSource(
          algorithm: .valueIteration, name: "values with discount \(discount)" + longer,
          last: last
        ) { DiagonalTraces($0).values(last, discount: discount) }
      }
  }

  private static func fromAgent(_ level: MazeLevel) -> [Int] {
    BreadthFirstRecord(level, from: .agent).iterations.last?.distances ?? []
  }

  private static func pastGoals(_ level: MazeLevel) -> [Int] {
    let goals = level.goals
    return ShortestPaths(
      grid: level.grid, to: level.start, blocked: level.blockingCells.filter { !goals.contains($0) }
    ).distances
  }

  private static func trace(
    _ level: MazeLevel, _ last: Int, _ map: (Int) -> [Float]
  ) -> PlannerTrace {
    PlannerTrace(
      rows: level.grid.rows, columns: level.grid.columns, maps: (0...last).map(map))
  }

  private static func found(_ steps: [Int], _ level: MazeLevel, _ last: Int) -> PlannerTrace {
    trace(level, last) { k in steps.map { $0 >= 0 && $0 <= k ? 1 : 0 } }
  }

  private static func distances(_ steps: [Int], _ level: MazeLevel, _ last: Int) -> PlannerTrace {
    trace(level, last) { k in steps.map { Float($0 < 0 ? k : min($0, k)) } }
  }

  /// `V_k` where arriving at the goal pays 1 and ends it: `gamma^d` for `d <= k`, else 0.
  static func arriving(
    _ steps: [Int], _ level: MazeLevel, _ discount: Double, _ last: Int
  ) -> PlannerTrace {
    let powers = (0...last).map { Float(pow(discount, Double($0))) }
    return trace(level, last) { k in steps.map { $0 >= 0 && $0 <= k ? powers[$0] : 0 } }
  }

  /// `V_k` where every step spent at the goal pays 1: `gamma^d (1 - gamma^(k - d)) / (1 - gamma)`
  /// for `d < k`, else 0; without discount `k - d`.
  static func dwelling(
    _ steps: [Int], _ level: MazeLevel, _ discount: Double, _ last: Int
  ) -> PlannerTrace {
    let powers = (0...last).map { pow(discount, Double($0)) }
    return trace(level, last) { k in
      steps.map { d in
        guard d >= 0, d < k else { return 0 }
        return discount == 1 ? Float(k - d) : Float((powers[d] - powers[k]) / (1 - discount))
      }
    }
  }
}
