/// Which iteration of an algorithm a network is taken to have come to at each tick: monotone and
/// piecewise linear, with four knots.
///
/// One square a tick, two a tick, a late start and the like are cases of it.
struct TraceWarp: Sendable, Equatable {
  /// The iteration at each knot; the knots stand at the first tick, the last, and at a third and
  /// two thirds between.
  var knots: [Double]

  static let knotCount = 4

  /// The iteration at each of some ticks, rising numbers; between 0 and `last`.
  func iterations(at ticks: [Int], last: Int) -> [Int] {
    guard let first = ticks.first, let end = ticks.last, end > first else {
      return ticks.map { _ in 0 }
    }
    return ticks.map { tick in
      let place = Double(tick - first) / Double(end - first) * Double(knots.count - 1)
      let left = min(Int(place), knots.count - 2)
      let share = place - Double(left)
      let value = knots[left] * (1 - share) + knots[left + 1] * share
      return min(max(Int(value.rounded()), 0), last)
    }
  }

  /// The warp of a line: `speed` iterations a tick, `lead` ahead of it.
  static func line(speed: Double, lead: Double, ticks: [Int]) -> TraceWarp {
    let (first, end) = (Double(ticks.first ?? 0), Double(ticks.last ?? 0))
    return TraceWarp(
      knots: (0..<knotCount).map { knot in
        speed * (first + (end - first) * Double(knot) / Double(knotCount - 1)) + lead
      })
  }

  /// The best warp by a score of the iterations: the best of some lines, then one knot after
  /// another moved while that helps.
  static func best(
    ticks: [Int], last: Int, score: (_ iterations: [Int]) -> Double
  ) -> (warp: TraceWarp, score: Double) {
    func value(_ warp: TraceWarp) -> Double {
      let iterations = warp.iterations(at: ticks, last: last)
      // A search that takes its steps between two ticks leaves nothing to follow.
      guard Set(iterations).count >= min(4, ticks.count) else { return -1 }
      return score(iterations)
    }
    var best = (warp: line(speed: 1, lead: 0, ticks: ticks), score: -Double.infinity)
    for speed in [0.25, 0.5, 1, 2, 3, 4] {
      for lead in [0.0, -1, 1, -2, 2] {
        let warp = line(speed: speed, lead: lead, ticks: ticks)
        let score = value(warp)
        // Simple lines are kept against better ones of nothing but rounding.
        if score > best.score + 1e-4 { best = (warp, score) }
      }
    }
    for _ in 0..<8 {
      var hasMoved = false
      for knot in 0..<knotCount {
        for step in [8.0, -8, 4, -4, 2, -2, 1, -1] {
          var warp = best.warp
          warp.knots[knot] += step
          guard zip(warp.knots, warp.knots.dropFirst()).allSatisfy({ $0 <= $1 }) else { continue }
          let score = value(warp)
          if score > best.score + 1e-4 {
            best = (warp, score)
            hasMoved = true
          }
        }
      }
      if !hasMoved { break }
    }
    return best
  }
}
