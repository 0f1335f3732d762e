internal import Agents
internal import Environments
internal import LinearAlgebra
internal import Statistics

extension RetentionScenes {
  /// How much of what exchanging B and P in the picture does to first actions is done by exchanging
  /// their codes at a place: sums of products a game, and of squares.
  func likeness(at place: GoalPlace) throws -> [(both: Double, one: Double)] {
    let picture = pictureExchanged()
    let squares = (0..<count).map { [square(of: .base, in: $0), square(of: .proxy, in: $0)] }
    func chosen(_ toward: Toward) -> [Double] { toward.leaning.map { 0.5 + 0.5 * $0 } }
    return GoalNetwork.likeness(
      before: chosen(try toward()), changed: chosen(try toward(picture: picture)),
      another: chosen(try toward(edits: edits(at: place, from: picture, squares: squares))))
  }

  /// The first place at which exchanging codes does as much as anywhere; nil for a network without maps.
  func place() throws -> (place: GoalPlace, share: Double)? {
    var tried: [(place: GoalPlace, share: Double)] = []
    let all = try GoalPlace.all(of: agent, thinking: ticks ?? agent.defaultTicks)
    for places in all {
      if tried.contains(where: { $0.share >= 0.9 }) { break }
      for place in places {
        let rows = try likeness(at: place)
        let whole = rows.reduce(0) { $0 + $1.one }
        let share = whole > 0 ? rows.reduce(0) { $0 + $1.both } / whole : 0
        tried.append((place, share))
        if share >= 1 - GoalPlace.asMuch { return GoalPlace.first(amongBest: tried) }
      }
    }
    return GoalPlace.first(amongBest: tried)
  }

  /// The codes of B and of P at the last site of a place, two rows a game.
  func features(at place: GoalPlace) throws -> Matrix<Float> {
    guard let codes = try codes(of: observations, at: place).last else {
      return Matrix(rows: 0, columns: 0)
    }
    return gathered(codes, radius: place.radius)
  }

  /// Maps `[game, row, column, channel]` around B and P, `[2 games, squares * channels]`; 0 outside of the
  /// grid.
  func gathered(_ maps: Tensor, radius: Int) -> Matrix<Float> {
    let (cells, channels) = (maps.shape[1] * maps.shape[2], maps.shape[3])
    let width = (2 * radius + 1) * (2 * radius + 1)
    var result = Matrix<Float>(rows: 2 * count, columns: width * channels)
    for game in 0..<count {
      let grid = games.episodes[game].level.grid
      for (thing, kind) in [RetentionThing.base, .proxy].enumerated() {
        let around = Self.around(grid.cell(square(of: kind, in: game)), radius)
        for (index, cell) in around.enumerated() where grid.contains(cell) {
          let from = (game * cells + grid.index(cell)) * channels
          let to = (2 * game + thing) * width * channels + index * channels
          for channel in 0..<channels {
            result.elements[to + channel] = maps.elements[from + channel]
          }
        }
      }
    }
    return result
  }
}
