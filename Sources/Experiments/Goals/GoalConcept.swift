internal import Environments
package import LinearAlgebra
package import Probing
internal import Statistics

/// A concept of goals with its labels on factorial levels, where door and red are crossed.
package struct GoalConcept: Sendable {
  /// The square whose activations are read.
  package enum Place: Sendable, Equatable {
    /// Each thing's own square, where the observation shows what it is.
    case thing
    /// The agent's square at the start: what gets there has travelled.
    case agent

    /// In words.
    package var name: String {
      switch self {
      case .thing: "at the thing"
      case .agent: "at the agent"
      }
    }
  }

  /// What is asked.
  package enum Question: String, CaseIterable, Sendable {
    case doorHere = "door-here"
    case redHere = "red-here"
    case redDoorHere = "red-door-here"
    case typeHere = "object-type"
    case targetIsDoor = "target-is-door"
    case targetIsRed = "target-is-red"

    package var place: Place {
      switch self {
      case .doorHere, .redHere, .redDoorHere, .typeHere: .thing
      case .targetIsDoor, .targetIsRed: .agent
      }
    }

    /// For axes.
    package var name: String {
      switch self {
      case .doorHere: "this thing is a door"
      case .redHere: "this thing is red"
      case .redDoorHere: "this thing is a red door"
      case .typeHere: "which of six things this is"
      case .targetIsDoor: "the agent is going to a door"
      case .targetIsRed: "the agent is going to something red"
      }
    }

    /// For sentences.
    package var clause: String {
      self == .typeHere ? name : "whether \(name)"
    }

    /// The classes of its labels.
    package var classes: [String] {
      switch self {
      case .doorHere, .targetIsDoor: ["no door", "door"]
      case .redHere, .targetIsRed: ["not red", "red"]
      case .redDoorHere: ["other", "red door"]
      case .typeHere: FactorialPairs.types.map(\.name)
      }
    }
  }

  package let question: Question
  /// Two cells a level, its things in order, or one, the agent's square.
  package let data: ProbeData
  /// What an observer of the input has to go by, one row a labelled cell: the ways to write it
  /// down of which the one that reads best is the baseline; none was wanted when empty.
  package let baselines: [Matrix<Float>]

  /// - Parameters:
  ///   - trials: what the agent chose in each level; the labels of its target.
  ///   - observations: `[level, row, column, plane]`.
  ///   - hasBaseline: whether the baseline is wanted; there is none otherwise.
  ///   - isOpenOnly: for targets, whether to leave out the levels in which the kinds of the two
  ///     things settle the answer (see ``OpenKinds``).
  /// - Throws: Probing's errors, as where nothing is labelled.
  init(
    _ question: Question, levels: LevelSet, trials: [FactorialTrial], observations: Tensor,
    hasBaseline: Bool = true, isOpenOnly: Bool = false
  ) throws {
    self.question = question
    func things(_ holds: (FactorialTrial.Candidate) -> Bool) -> [Int?] {
      trials.flatMap { [holds($0.first) ? 1 : 0, holds($0.second) ? 1 : 0] }
    }
    var labels: [Int?]
    switch question {
    case .doorHere: labels = things(\.isDoor)
    case .redHere: labels = things(\.isRed)
    case .redDoorHere: labels = things { $0.isDoor && $0.isRed }
    case .typeHere:
      labels = levels.levels.flatMap { level in
        level.objects.map { FactorialPairs.types.firstIndex(of: $0.type) }
      }
    case .targetIsDoor: labels = trials.map { Self.target($0)?.isDoor == true ? 1 : 0 }
    case .targetIsRed: labels = trials.map { Self.target($0)?.isRed == true ? 1 : 0 }
    }
    if isOpenOnly, question.place == .agent {
      let open = OpenKinds(trials, labels, levels: levels)
      for index in labels.indices where !open.contains(trials[index]) { labels[index] = nil }
    }
    data = try ProbeData(
      levels: levels.keys, cells: question.place == .thing ? 2 : 1, labels: labels,
      classes: question.classes)
    guard hasBaseline else {
      baselines = []
      return
    }
    switch question.place {
    case .thing:
      let own = Self.own(observations, squares: Self.squares(.thing, levels), of: data)
      baselines = [own.withoutConstants()]
    case .agent:
      let summary = TargetBaseline.summary(levels: levels, for: data)
      baselines = [
        summary.withoutConstants(),
        TargetBaseline.planes(levels: levels, observations: observations, summary: summary, data)
          .withoutConstants(),
      ]
    }
  }

  private static func target(_ trial: FactorialTrial) -> FactorialTrial.Candidate? {
    switch trial.reached {
    case .first: trial.first
    case .second: trial.second
    case .neither: nil
    }
  }

  /// The row-major index of the square of every cell of the data, level by level.
  static func squares(_ place: Place, _ levels: LevelSet) -> [Int] {
    levels.levels.flatMap { level in
      switch place {
      case .thing: level.objects.map { level.grid.index($0.cell) }
      case .agent: [level.grid.index(level.start)]
      }
    }
  }

  /// The channels of `[level, row, column, channel]` at the square of each labelled cell.
  static func own(_ maps: Tensor, squares: [Int], of data: ProbeData) -> Matrix<Float> {
    let cells = maps.shape[1] * maps.shape[2]
    let channels = maps.shape[3]
    var elements: [Float] = []
    elements.reserveCapacity(data.rows * channels)
    for row in 0..<data.rows {
      let square = squares[data.rowLevel[row] * data.cells + data.rowCell[row]]
      let start = (data.rowLevel[row] * cells + square) * channels
      elements.append(contentsOf: maps.elements[start..<start + channels])
    }
    return Matrix(rows: data.rows, columns: channels, elements: elements)
  }
}

extension Matrix where Scalar == Float {
  /// The columns that vary, in order.
  func withoutConstants() -> Matrix {
    let kept = (0..<columns).filter { column in
      (0..<rows).contains { self[$0, column] != self[0, column] }
    }
    var result = Matrix(rows: rows, columns: kept.count)
    for row in 0..<rows {
      for (place, column) in kept.enumerated() { result[row, place] = self[row, column] }
    }
    return result
  }
}
