package import LinearAlgebra
package import Statistics

/// What was measured of one run, as it is kept in a file.
package struct RunMeasurement: Sendable, Equatable, Codable {
  /// A number with its interval over levels; absent where it is not defined.
  package struct Figure: Sendable, Equatable, Codable {
    package let value: Double?
    package let standardError: Double?
    package let interval: Interval?

    package init(_ value: Double, standardError: Double, _ interval: Interval?) {
      self.value = value.isFinite ? value : nil
      self.standardError = standardError.isFinite ? standardError : nil
      self.interval = interval.flatMap { $0.lower.isFinite && $0.upper.isFinite ? $0 : nil }
    }

    package init(_ estimate: BootstrapEstimate) {
      self.init(
        estimate.value, standardError: estimate.standardError, estimate.interval)
    }
  }

  /// Sums over levels that shares and means follow from, `[units, columns]`.
  package struct Sums: Sendable, Equatable, Codable {
    package let columns: Int
    package let elements: [Double]

    package init(_ matrix: Matrix<Double>) {
      columns = matrix.columns
      elements = matrix.elements
    }

    package var matrix: Matrix<Double> {
      Matrix(rows: columns > 0 ? elements.count / columns : 0, columns: columns, elements: elements)
    }
  }

  /// Which concepts there are inside, and which decide.
  package struct Concepts: Sendable, Equatable, Codable {
    /// The outcome's name, and why where nothing could be said.
    package let outcome: String
    package let why: String?
    /// Whether door and red are two concepts.
    package let separateness: String
    /// Where codes were exchanged: the last of its sites, and how many squares around.
    package let site: String
    package let tick: Int
    package let radius: Int
    package let place: String
    package let exchanged: Figure
    package let doorUse: Figure
    package let redUse: Figure
    /// Whether the choice goes by each (``GoalUse/Concept/isUsed``, and the gates of the place); nil where
    /// that cannot be said.
    package let usesDoors: Bool?
    package let usesRed: Bool?
    /// The same two with their resamples of levels.
    package let uses: [RunGoalCourse.Change]
  }

  package let name: String
  /// The network, the levels and the tests that it was measured with.
  package let checkpoint: String
  package let levels: String
  package let seed: UInt64
  package let revision: Int

  /// By factorial level, what was reached: `1` or `2` for the things in their order, `-` for none.
  package let reached: String
  /// The weights of G1, in the order of the features; empty where no model was fitted.
  package let weights: [Figure]
  package let isSeparated: Bool
  package let gates: [EvidenceGate]
  /// G6 on both supports (``SupportOutcome/sums``).
  package let train: Sums
  package let shift: Sums
  package let shiftOutcome: String
  package let shiftGate: EvidenceGate
  /// What taking any thing within reach would give under the shift.
  package let chance: Double?
  /// Nil for a network without maps, and where the levels did not allow it, as ``leftOut`` says.
  package let concepts: Concepts?
  package let leftOut: String?

  /// Raised by hand where what is measured changes.
  package static let currentRevision = 4
}
