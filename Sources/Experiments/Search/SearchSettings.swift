package import Probing
internal import Statistics

/// How the tests of search are run. The defaults are those of the methods' description; a record
/// says where a test was run otherwise.
package struct SearchSettings: Sendable, Equatable {
  /// The number of levels that probes are fitted on, where levels are drawn.
  package var fitLevels = 300
  /// The number of levels that results are reported on, where levels are drawn.
  package var reportLevels = 100
  /// Below this mean hardness a plan can be read off the picture, and T1 and T3 are void.
  package var minimumHardness = 0.3
  /// Below this mean share of squares whose steps to the goal differ from the Chebyshev distance, a
  /// search cannot be told from a growing receptive field, and T1 and T3 are void.
  package var minimumSeparated = 0.3
  /// The number of untrained networks beside the one under study.
  package var untrained = UntrainedTwins.count
  /// What a reader of the observation alone gets to see.
  package var baseline = BaselineDesign()
  /// The number of bootstrap resamples of the levels.
  package var replicates = 2000
  /// The number of permutations of label maps between levels.
  package var permutations = 1000
  /// An edit shows from one of these shares of a standard deviation on; which one is chosen on the
  /// fit levels, for every network by itself.
  package var coneThresholds: [Float] = [0.05, 0.1, 0.2, 0.5, 1]
  /// The difference between trained and untrained cone that supports the claim.
  package var coneThreshold = 0.2
  /// The site that is read; the network's main one when `nil`.
  package var site: String?
  /// The number of ticks that the network thinks; its own when `nil`.
  package var thinking: Int?
  /// The ticks that probes are fitted at; all (thinned to ``mostTicks``) when `nil`.
  package var ticks: [Int]?
  /// Of more ticks than this, evenly spaced ones are probed, the first and the last among them.
  package var mostTicks = 13
  /// The number of random directions or subspaces, in each of two kinds, that a change of activations
  /// is held against.
  package var interventionDraws = 99
  /// At most so many report levels are changed.
  package var interventionLevels = 60
  /// Each random direction or subspace is tried on so many of them, in turn.
  package var interventionLevelsADraw = 12
  /// At most so many fit levels choose the dose or the place of a change.
  package var interventionFitLevels = 24
  /// The number of untrained networks that are changed in the same way.
  package var interventionUntrained = 2
  /// The smallest number of levels behind the effect of a change.
  package var interventionFewestLevels = 20
  /// The smallest number of levels behind a probe; half as many near copies do not help.
  package var gates = ProbeGates()
  /// Whether T1, T2, T3, the input audit and T7 are run alone: what can be read and what ticks are
  /// for, without interventions and so without a verdict that finds search.
  package var isScreening = false
  /// The seed of everything that is drawn: resamples, permutations, untrained networks, edits.
  package var seed: UInt64 = 0

  package init() {}

  /// The settings of increments.
  package var increments: IncrementSettings {
    var settings = IncrementSettings()
    settings.replicates = replicates
    settings.permutations = permutations
    settings.gates = gates
    settings.margin = EquivalenceMargins.increment
    settings.keepsPredictions = false
    return settings
  }
}
