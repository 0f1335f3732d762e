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
    case typeHere = "object-type"
    case targetIsDoor = "target-is-door"
    case targetIsRed = "target-is-red"

    package var place: Place {
      switch self {
      case .doorHere, .redHere, .typeHere: .thing
      case .targetIsDoor, .targetIsRed: .agent
      }
    }

    /// For axes.
    package var name: String {
      switch self {
      case .doorHere: "this thing is a door"
      case .redHere: "this thing is red"
      case .typeHere: "which of six things this is"
      case .targetIsDoor: "the thing I will reach is a door"
      case .targetIsRed: "the thing I will reach is red"
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
      case .typeHere: FactorialPairs.types.map(\.name)
      }
    }
  }

  package let question: Question
  /// Two cells a level, its things in order, or one, the agent's square.
  package let data: ProbeData
  /// What an observer of the whole input has to go by, one row a labelled cell.
  package let baseline: Matrix<Float>

  /// - Parameters:
  ///   - trials: what the agent chose in each level; the labels of its target.
  ///   - observations: `[level, row, column, plane]`.
  ///   - hasBaseline: whether the baseline is wanted; it has no columns otherwise.
  /// - Throws: Probing's errors, as where nothing is labelled.
  init(
    _ question: Question, levels: LevelSet, trials: [FactorialTrial], observations: Tensor,
    hasBaseline: Bool = true
  ) throws {
    self.question = question
    let labels: [Int?]
    switch question {
    case .doorHere:
      labels = trials.flatMap { [$0.first.isDoor ? 1 : 0, $0.second.isDoor ? 1 : 0] }
    case .redHere: labels = trials.flatMap { [$0.first.isRed ? 1 : 0, $0.second.isRed ? 1 : 0] }
    case .typeHere:
      labels = levels.levels.flatMap { level in
        level.objects.map { FactorialPairs.types.firstIndex(of: $0.type) }
      }
    case .targetIsDoor: labels = trials.map { Self.target($0).map { $0.isDoor ? 1 : 0 } }
    case .targetIsRed: labels = trials.map { Self.target($0).map { $0.isRed ? 1 : 0 } }
    }
    data = try ProbeData(
      levels: levels.keys, cells: question.place == .thing ? 2 : 1, labels: labels,
      classes: question.classes)
    guard hasBaseline else {
      baseline = ObservationBaseline.none(for: data)
      return
    }
    switch question.place {
    case .thing:
      baseline = Self.own(
        observations, squares: Self.squares(.thing, levels), of: data
      ).withoutConstants()
    case .agent:
      baseline = TargetBaseline.columns(levels: levels, observations: observations, for: data)
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
