/// How an intervention is measured.
package struct InterventionSettings: Sendable, Equatable {
  /// The number of random changes of each kind.
  package var draws = 99
  /// Each random change is tried on so many levels, in turn.
  package var levelsADraw = 48
  /// The number of bootstrap resamples of the levels.
  package var replicates = 2000
  /// The number of random directions of each kind beside the channels of a ranking.
  package var rankingDraws = 99
  /// At most so many report levels are behind a ranking's random directions.
  package var rankingLevels = 24
  /// The smallest number of levels behind an effect.
  package var fewestLevels = 20
  package var seed: UInt64 = 1

  package init() {}

  /// Which of so many levels a draw is tried on: every so manieth, in turn, so that all come up.
  func levels(ofDraw draw: Int, among count: Int) -> [Int] {
    let step = max(1, (count + levelsADraw - 1) / max(1, levelsADraw))
    return (0..<count).filter { $0 % step == draw % step }
  }
}
