internal import Agents
internal import Environments
package import LinearAlgebra
internal import NeuralNetworks
internal import Statistics

extension IterateMatching {
  /// Trees of actions: the action values of every node below the root should be those of a search
  /// that looks as many moves ahead as the tree has left, on the level as it is.
  ///
  /// Held against what is told by the node itself (where it is, what stands around it and what the
  /// move pays at once), its depth, and the root's own answer.
  ///
  /// - Returns: `nil` for a network that grows no tree of two moves or more.
  /// - Throws: as a run of the agent does.
  package init?(
    trees subject: StudySubject, on levels: LevelSet, untrained: Int = 5, replicates: Int = 2000,
    random: RandomStream
  ) throws {
    guard let network = subject.agent.architecture as? TreeQNetwork, network.depth >= 2,
      network.actions == levels.moves.count
    else { return nil }
    let random = random.split("tree")
    let (depth, actions) = (network.depth, network.actions)
    let sites = (0..<depth).map { Site("level.\($0)/backed-up") }
    let capture = Capture(sites: sites, encoder: subject.encoder)
    let observations = subject.encoder.observations(of: levels.levels)
    let agents = [subject.agent] + UntrainedTwins.of(subject.agent, count: untrained, from: random)
    let trees = levels.levels.map { TrueTree($0, depth: depth) }
    var rootAnswers = [[Double]](repeating: [], count: levels.count)
    let activations = try agents.enumerated().map { index, agent -> IterateShares.Panel in
      let set = try capture.run(agent, on: levels, observations: observations)
      let tensors = try sites.map { try set.activations(at: $0) }
      var elements: [Double] = []
      for level in 0..<levels.count {
        for tensor in tensors.dropFirst() {
          let width = tensor.count / levels.count
          elements += tensor.elements[level * width..<(level + 1) * width].map { Double($0) }
        }
        if index == 0 {
          rootAnswers[level] = tensors[0].elements[level * actions..<(level + 1) * actions]
            .map { Double($0) }
        }
      }
      return [Matrix(rows: elements.count, columns: 1, elements: elements)]
    }
    let width = trees[0].rows.count
    var design: [Double] = []
    for (tree, answers) in zip(trees, rootAnswers) {
      let best = answers.max() ?? 0
      for row in tree.rows { design += row.features + [answers[row.first], best] }
    }
    let rows = levels.count * width
    let units = try LevelUnits(levels.keys)
    let (unitOfLevel, firstOfUnit) = (units.unitOfLevel, units.levelsOfUnit.map { $0[0] })
    try self.init(
      Setting(
        algorithm: .treeSearch, problem: "the level", parameterName: "discount",
        site: "level.*/backed-up", unitOfRow: (0..<rows).map { unitOfLevel[$0 / width] },
        folds: Folds(units),
        design: Matrix(rows: rows, columns: design.count / rows, elements: design),
        rivals: [],
        removesMeans: false, activations: activations,
        parameters: [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1], largest: 1
      ) { discount, order in
        let elements = trees.indices.flatMap { level in
          let other = order.map { firstOfUnit[$0[unitOfLevel[level]]] } ?? level
          return trees[other].values(discount: discount)
        }
        return [Matrix(rows: rows, columns: 1, elements: elements)]
      }, replicates: replicates, random: random)
  }
}

/// The tree of all moves from a level's start, with the level's own moves and goals.
private struct TrueTree: Sendable {
  /// A node below the root and one of its moves.
  struct Row: Sendable {
    /// What is told without looking further than the move itself.
    let features: [Double]
    /// The first move of the way to the node.
    let first: Int
    let square: Int
    let action: Int
    /// The number of moves that the tree looks ahead from the node.
    let left: Int
  }

  let rows: [Row]
  private let grid: Grid
  private let goals: Set<Int>

  init(_ level: MazeLevel, depth: Int) {
    let grid = level.grid
    let goals = level.goals.map { grid.index($0) }
    self.grid = grid
    self.goals = Set(goals)
    var rows: [Row] = []
    var nodes: [(square: Int, first: Int)] = (0..<grid.moves.count).map {
      (grid.index(grid.destination(of: $0, from: level.start)), $0)
    }
    for step in 1..<depth {
      for node in nodes {
        let cell = grid.cell(node.square)
        let goal = level.goal
        let walls = (0..<grid.moves.count).map {
          grid.destination(of: $0, from: cell) == cell ? 1.0 : 0
        }
        for action in 0..<grid.moves.count {
          let next = grid.destination(of: action, from: cell)
          let pays = !goals.contains(node.square) && goals.contains(grid.index(next))
          var depths = [Double](repeating: 0, count: depth)
          depths[step] = 1
          rows.append(
            Row(
              features: depths + walls + [
                pays ? 1 : 0, goals.contains(node.square) ? 1 : 0,
                Double(goal.row - next.row), Double(goal.column - next.column),
                Double(grid.moves.openDistance(from: next, to: goal)),
              ], first: node.first, square: node.square, action: action, left: depth - step))
        }
      }
      nodes = nodes.flatMap { node in
        (0..<grid.moves.count).map {
          (grid.index(grid.destination(of: $0, from: grid.cell(node.square))), node.first)
        }
      }
    }
    self.rows = rows
  }

  /// What each row's move is worth: 1 for the move that reaches a goal, discounted by every move
  /// before it, by looking ahead as far as the tree does.
  func values(discount: Double) -> [Double] {
    rows.map { value($0.square, $0.action, $0.left, discount) }
  }

  private func value(_ square: Int, _ action: Int, _ left: Int, _ discount: Double) -> Double {
    if goals.contains(square) { return 0 }
    let next = grid.index(grid.destination(of: action, from: grid.cell(square)))
    if goals.contains(next) { return 1 }
    guard left > 1 else { return 0 }
    return discount
      * (0..<grid.moves.count).reduce(0) { max($0, value(next, $1, left - 1, discount)) }
  }
}
