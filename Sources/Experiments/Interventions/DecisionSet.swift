package import LinearAlgebra
package import Statistics
internal import Storage

/// What a network is asked before and after an intervention: one decision a level, whatever the
/// network acts in.
///
/// A level is a maze with the agent at its start, a state of another environment, or a problem with
/// an answer. Levels of one digest are one unit, of which the first is asked.
package struct DecisionSet: Sendable {
  /// What is known of the right decisions.
  package enum Answers: Sendable {
    /// Outputs are logits of actions or classes; the best of each level, none where not known.
    case actions([[Int]])
    /// Outputs are numbers; those wanted, `[level, output]`.
    case numbers(Matrix<Float>)
  }

  /// What one of them is called: `level`, `state` or `problem`.
  package let noun: String
  package let keys: [LevelKey]
  /// `[level, row, column, plane]`.
  package let observations: Tensor
  /// The square at which the network is read, one a level.
  package let reads: [Int]
  package let answers: Answers
  /// The mazes, where levels are mazes.
  package let mazes: LevelSet?
  /// SHA-256 of the levels, in hexadecimal.
  package let digest: String
  /// The places of distinct levels that things are fitted and chosen on.
  package let fit: [Int]
  /// The places of distinct levels that results are of.
  package let report: [Int]

  /// - Throws: `StatisticsError` when two levels have one id, and
  ///   ``InterventionError/tooFewLevels(noun:fit:report:)``.
  init(
    noun: String, keys: [LevelKey], observations: Tensor, reads: [Int], answers: Answers,
    mazes: LevelSet? = nil
  ) throws {
    let folds = Folds(try LevelUnits(keys))
    fit = folds.selection.map { folds.units.levelsOfUnit[$0][0] }.sorted()
    report = folds.report.map { folds.units.levelsOfUnit[$0][0] }.sorted()
    guard fit.count >= 2, report.count >= 2 else {
      throw InterventionError.tooFewLevels(noun: noun, fit: fit.count, report: report.count)
    }
    self.noun = noun
    self.keys = keys
    self.observations = observations
    self.reads = reads
    self.answers = answers
    self.mazes = mazes
    if let mazes {
      digest = mazes.digest
    } else {
      var hash = SHA256()
      observations.elements.withUnsafeBytes { hash.update($0) }
      digest = hash.finished().hexadecimal
    }
  }

  package var count: Int { keys.count }

  /// Whether the right decision is known of any level.
  package var hasAnswers: Bool {
    switch answers {
    case .actions(let best): best.contains { !$0.isEmpty }
    case .numbers: true
    }
  }

  /// The observations of some levels.
  func observations(of places: [Int]) -> Tensor {
    let shape = observations.shape
    let width = shape.dropFirst().reduce(1, *)
    var elements: [Float] = []
    elements.reserveCapacity(places.count * width)
    for place in places {
      elements.append(contentsOf: observations.elements[place * width..<(place + 1) * width])
    }
    return Tensor(shape: [places.count] + shape.dropFirst(), elements: elements)
  }
}
