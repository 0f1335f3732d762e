internal import Agents
internal import Environments
internal import Foundation
internal import LinearAlgebra
internal import NeuralNetworks
internal import Probing

/// Decisions at the starts of some levels under erasure.
struct ErasedDecisions: Sendable {
  struct Result: Sendable {
    /// One a level: the share of the chosen actions that are optimal.
    let optimality: [Double]
    let logits: Matrix<Float>

    /// The divergence of the actions' probabilities from those of another run, one a level, in nats.
    ///
    /// - Parameter rows: which of the other run's levels these are.
    func divergences(from natural: Result, at rows: [Int]? = nil) -> [Double] {
      (0..<logits.rows).map { row in
        let (p, q) = (
          Self.logProbabilities(natural.logits.row(rows?[row] ?? row)),
          Self.logProbabilities(logits.row(row))
        )
        return zip(p, q).reduce(0) { $0 + exp($1.0) * ($1.0 - $1.1) }
      }
    }

    private static func logProbabilities(_ logits: ArraySlice<Float>) -> [Double] {
      let top = Double(logits.max() ?? 0)
      let normaliser = top + log(logits.reduce(0) { $0 + exp(Double($1) - top) })
      return logits.map { Double($0) - normaliser }
    }
  }

  let base: InterventionBase
  let agent: Agent
  let places: [Int]
  private let states: [InterventionBase.State]
  private let optimal: [ActionSet]

  init(_ base: InterventionBase, agent: Agent, places: [Int]) {
    self.base = base
    self.agent = agent
    self.places = places
    states = base.starts(of: places)
    optimal = places.map {
      let level = base.levels.levels[$0]
      return level.paths().optimalActions(at: level.start)
    }
  }

  /// The squares of each level's best ways from its start, the start first and the others by their steps
  /// from it, and all others but its neighbours, which the best moves are weighed against.
  var ways: [(on: [Int], off: [Int])] {
    places.map { place in
      let level = base.levels.levels[place]
      let (grid, paths) = (level.grid, level.paths())
      let from = ShortestPaths(grid: grid, to: [level.start], blocked: [])
      let whole = paths.distance(at: level.start)
      var (on, off): ([(steps: Int, square: Int)], [Int]) = ([], [])
      for cell in grid.freeCells {
        let (to, back) = (paths.distance(at: cell), from.distance(at: cell))
        if to >= 0, back >= 0, to + back == whole {
          on.append((back, grid.index(cell)))
        } else if back != 1 {
          off.append(grid.index(cell))
        }
      }
      on.sort { ($0.steps, $0.square) < ($1.steps, $1.square) }
      return (on.map(\.square), off)
    }
  }

  /// The network as it is.
  func natural() throws -> Result { try run([], at: []) }

  /// - Parameters:
  ///   - erasers: of each site.
  ///   - only: the places of the levels that are asked, all when nil.
  ///   - squares: those that are erased in each level that is asked, all free ones when nil.
  func run(
    _ erasers: [[Eraser]], at sites: [Site], only: [Int]? = nil, squares: [[Int]]? = nil
  ) throws -> Result {
    let chosen = only ?? Array(states.indices)
    let decisions = try base.decisions(
      of: agent, in: chosen.map { states[$0] },
      edits: PlanErasers.edits(
        erasers, at: sites, base, levels: chosen.map { places[$0] },
        squares: squares))
    return Result(
      optimality: chosen.indices.map { decisions.share($0, in: optimal[chosen[$0]]) },
      logits: decisions.logits)
  }
}
