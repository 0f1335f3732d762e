internal import Foundation

/// A tree of actions from a state and its lambda-backup, by recursion in double precision.
struct TreeBackup {
  let actions: Int
  let discount: Double
  let lambda: Double
  let next: (_ state: Int, _ action: Int) -> Int
  let reward: (_ state: Int, _ action: Int) -> Double
  let value: (_ state: Int) -> Double

  /// The states after every sequence of so many actions, the last action changing fastest.
  func states(from root: Int, depth: Int) -> [Int] {
    (0..<depth).reduce([root]) { states, _ in
      states.flatMap { state in (0..<actions).map { next(state, $0) } }
    }
  }

  /// `r + gamma V` of each action of a state from which the tree looks so many actions ahead.
  func actionValues(of state: Int, looking depth: Int) -> [Double] {
    (0..<actions).map { action in
      reward(state, action)
        + discount * value(of: next(state, action), looking: depth - 1)
    }
  }

  private func value(of state: Int, looking depth: Int) -> Double {
    guard depth > 0 else { return value(state) }
    let below = actionValues(of: state, looking: depth)
    let largest = below.max() ?? 0
    let weights = below.map { exp($0 - largest) }
    let soft = zip(weights, below).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
    return (1 - lambda) * value(state) + lambda * soft
  }
}
