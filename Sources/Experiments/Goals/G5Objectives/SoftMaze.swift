package import Environments
internal import Foundation
package import LinearAlgebra

/// Maximum-causal-entropy planning in one level: what an agent does whose actions are the more
/// likely the better they are for a weighted sum of features.
///
/// `Q_h(s, a) = w'f(s, a) + V_{h-1}(s')`, `V_h(s) = log sum_a exp Q_h(s, a)`, `V_0 = 0`. A step costs
/// the last weight; an action that reaches a thing gains the other weights times the thing's
/// features, and ends the episode. Mazes are deterministic and values are not discounted, so the
/// probability of an episode is `exp(w'f - V_H(start))` with `f` the sum of its features, and the
/// log-likelihood is concave. Source: Ziebart (2010), chapter 6.
///
/// The horizon `H` is twice the maze's side, or the way to the farthest thing and a side more where
/// that is longer, and never more than the episode's limit; it depends on the level alone. Things
/// that do not end an episode are no outcomes.
package struct SoftMaze: Sendable {
  /// The value of the start, how it changes with the weights (the expected features of an episode),
  /// and how that changes (their covariance).
  package struct Value: Sendable {
    package let value: Double
    package let gradient: [Double]
    package let curvature: Matrix<Double>
  }

  /// An episode: its features, the last of which is minus its steps, and the thing reached.
  package struct Episode: Sendable, Equatable {
    package let features: [Double]
    package let reached: Int?
    package let steps: Int
  }

  package let horizon: Int
  /// The number of weights: one a feature of things, and the cost of a step.
  package let columns: Int
  private let states: Int
  private let actions: Int
  private let start: Int
  /// Where each action of each state leads, `state * actions + action`: a state, or `-1 - thing`.
  private let successors: [Int]
  /// The features of each thing with the cost of the step onto it, `[things, columns]`.
  private let outcomes: Matrix<Double>

  /// How many steps there are.
  package enum Horizon: Sendable {
    /// As above: what is looked at of an episode, so that values of all steps stay cheap.
    case inference
    /// The limit of the task's episodes.
    case task
  }

  /// - Parameter features: those of a thing, as many for each.
  package init(
    _ level: MazeLevel, features: (PlacedObject) -> [Double], horizon wanted: Horizon = .inference
  ) {
    let grid = level.grid
    let rows = level.objects.map { features($0) + [-1] }
    columns = rows[0].count
    outcomes = Matrix(rows: rows.count, columns: columns, elements: rows.flatMap { $0 })
    actions = grid.moves.count
    var ends = [Int](repeating: -1, count: grid.count)
    for (index, object) in level.objects.enumerated() where level.endsEpisode(object) {
      ends[grid.index(object.cell)] = index
    }
    // The states that can be come to, in the order in which they are found.
    var place = [Int](repeating: -1, count: grid.count)
    var found = [level.start]
    place[grid.index(level.start)] = 0
    var successors: [Int] = []
    var next = 0
    while next < found.count {
      for action in 0..<actions {
        let cell = grid.destination(of: action, from: found[next])
        let index = grid.index(cell)
        if ends[index] >= 0 {
          successors.append(-1 - ends[index])
          continue
        }
        if place[index] < 0 {
          place[index] = found.count
          found.append(cell)
        }
        successors.append(place[index])
      }
      next += 1
    }
    self.successors = successors
    states = found.count
    start = 0
    let side = max(grid.rows, grid.columns)
    let farthest = level.objects.indices.reduce(0) {
      max($0, level.paths(toObject: $1).distance(at: level.start))
    }
    let limit = RedDoorEpisode(level).limit
    horizon = wanted == .task ? limit : min(limit, max(2 * side, farthest + side))
  }

  /// The features of an episode that was played, cut at the horizon.
  package func episode(reached: Int?, steps: Int) -> Episode {
    guard let reached, steps <= horizon else {
      var features = [Double](repeating: 0, count: columns)
      features[columns - 1] = -Double(min(steps, horizon))
      return Episode(features: features, reached: nil, steps: min(steps, horizon))
    }
    var features = Array(outcomes.row(reached))
    features[columns - 1] = -Double(steps)
    return Episode(features: features, reached: reached, steps: steps)
  }

  /// The value of the start with its first and second derivatives.
  ///
  /// - Complexity: `horizon * states * actions * columns^2 / 2`.
  package func value(_ weights: [Double]) -> Value {
    precondition(
      weights.count == columns, "There are \(columns) weights, not \(weights.count).")
    let pairs = columns * (columns + 1) / 2
    let width = 1 + columns + pairs
    var now = [Double](repeating: 0, count: states * width)
    var later = now
    let gains = (0..<outcomes.rows).map { gain(of: $0, weights) }
    let cost = weights[columns - 1]
    var scores = [Double](repeating: 0, count: actions)
    for _ in 0..<horizon {
      for state in 0..<states {
        let largest = score(state, into: &scores, gains, cost) { now[$0 * width] }
        let sum = scores.reduce(0) { $0 + exp($1 - largest) }
        let target = state * width
        for entry in 1..<width { later[target + entry] = 0 }
        later[target] = largest + log(sum)
        for action in 0..<actions {
          let share = exp(scores[action] - largest) / sum
          add(
            share, successors[state * actions + action], from: now, to: &later, at: target, width)
        }
        // The mean of products less the product of means.
        var entry = target + 1 + columns
        for first in 0..<columns {
          for second in 0...first {
            later[entry] -= later[target + 1 + first] * later[target + 1 + second]
            entry += 1
          }
        }
      }
      swap(&now, &later)
    }
    var curvature = Matrix<Double>(rows: columns, columns: columns)
    var entry = start * width + 1 + columns
    for first in 0..<columns {
      for second in 0...first {
        curvature[first, second] = now[entry]
        curvature[second, first] = now[entry]
        entry += 1
      }
    }
    let first = start * width
    return Value(
      value: now[first], gradient: Array(now[first + 1..<first + 1 + columns]),
      curvature: curvature)
  }

  /// Adds one action's share to the means of features and of their products.
  private func add(
    _ share: Double, _ successor: Int, from now: [Double], to later: inout [Double],
    at target: Int, _ width: Int
  ) {
    func feature(_ column: Int) -> Double {
      if successor < 0 { return outcomes[-1 - successor, column] }
      return now[successor * width + 1 + column] - (column == columns - 1 ? 1 : 0)
    }
    var entry = target + 1 + columns
    var own = successor < 0 ? 0 : successor * width + 1 + columns
    for first in 0..<columns {
      let mean = feature(first)
      later[target + 1 + first] += share * mean
      for second in 0...first {
        later[entry] +=
          share * (mean * feature(second) + (successor < 0 ? 0 : now[own]))
        entry += 1
        own += 1
      }
    }
  }

  private func gain(of thing: Int, _ weights: [Double]) -> Double {
    (0..<columns).reduce(0) { $0 + outcomes[thing, $1] * weights[$1] }
  }

  /// Writes the values of a state's actions and returns the largest.
  private func score(
    _ state: Int, into scores: inout [Double], _ gains: [Double], _ cost: Double,
    value: (Int) -> Double
  ) -> Double {
    var largest = -Double.infinity
    for action in 0..<actions {
      let successor = successors[state * actions + action]
      scores[action] = successor < 0 ? gains[-1 - successor] : value(successor) - cost
      largest = max(largest, scores[action])
    }
    return largest
  }

  /// An episode drawn from the planner's own policy.
  package func sample(_ weights: [Double], using random: inout RandomStream) -> Episode {
    let gains = (0..<outcomes.rows).map { gain(of: $0, weights) }
    let cost = weights[columns - 1]
    var scores = [Double](repeating: 0, count: actions)
    var values = [[Double](repeating: 0, count: states)]
    for _ in 1..<max(horizon, 1) {
      let last = values[values.count - 1]
      values.append(
        (0..<states).map { state in
          let largest = score(state, into: &scores, gains, cost) { last[$0] }
          return largest + log(scores.reduce(0) { $0 + exp($1 - largest) })
        })
    }
    var state = start
    for step in 1...max(horizon, 1) {
      let last = values[horizon - step]
      let largest = score(state, into: &scores, gains, cost) { last[$0] }
      let shares = scores.map { exp($0 - largest) }
      var rest = random.uniform() * shares.reduce(0, +)
      var action = 0
      while action < actions - 1, rest >= shares[action] {
        rest -= shares[action]
        action += 1
      }
      let successor = successors[state * actions + action]
      if successor < 0 { return episode(reached: -1 - successor, steps: step) }
      state = successor
    }
    return episode(reached: nil, steps: horizon)
  }

  /// The mean features of an episode of an agent that takes every action equally often.
  package func randomWalk() -> [Double] {
    var share = [Double](repeating: 0, count: states)
    share[start] = 1
    var features = [Double](repeating: 0, count: columns)
    for _ in 0..<horizon {
      var next = [Double](repeating: 0, count: states)
      for state in 0..<states where share[state] > 0 {
        features[columns - 1] -= share[state]
        for action in 0..<actions {
          let part = share[state] / Double(actions)
          let successor = successors[state * actions + action]
          if successor >= 0 {
            next[successor] += part
          } else {
            for column in 0..<columns - 1 {
              features[column] += part * outcomes[-1 - successor, column]
            }
          }
        }
      }
      share = next
    }
    return features
  }
}
