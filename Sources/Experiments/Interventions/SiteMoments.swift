internal import Agents
internal import Environments
internal import LinearAlgebra
internal import NeuralNetworks

/// Means and covariance of a site's channels over the squares of the levels to fit on: walls are left
/// out of maps of mazes, and of an intervention in the agent's square that alone counts.
struct SiteMoments: Sendable {
  /// `[tick][channel]`.
  let meansByTick: [[Float]]
  /// Of all the ticks together, `[channel]`.
  let means: [Double]
  /// About the mean of all the ticks together, `[channel, channel]`.
  let covariance: Matrix<Double>

  /// At most so many levels are looked at.
  private static let mostLevels = 300
  /// A channel whose variance is less of its mean square does not vary: single precision rounds by as
  /// much.
  private static let leastShare = 1e-12

  /// - Throws: as a run of the agent does, and ``InterventionError/notFinite(what:noun:count:of:)``.
  init(_ agent: Agent, at place: InterventionPlace, on decisions: DecisionSet) throws {
    let levels = Array(decisions.fit.prefix(Self.mostLevels))
    let output = try agent.run(
      decisions.observations(of: levels), reads: levels.map { [decisions.reads[$0]] },
      ticks: place.thinking, capturing: place.sites)
    let channels = place.description.channels
    let extent = place.extent(decisions.observations.shape)
    let cells = extent[0] * extent[1]
    let chosen = levels.enumerated().flatMap { row, level -> [Int] in
      let walls =
        place.description.isMap ? decisions.mazes?.levels[level].grid.walls : nil
      return (0..<cells).filter { cell in
        place.squares == .agent ? cell == decisions.reads[level] : !(walls?[cell] ?? false)
      }.map { row * cells + $0 }
    }
    var sums: [[Double]] = []
    var squares = Matrix<Double>(rows: channels, columns: channels)
    for site in place.sites {
      let maps = output.activations[site] ?? Tensor(shape: [0])
      var rows = Matrix<Double>(rows: chosen.count, columns: channels)
      for (row, cell) in chosen.enumerated() {
        for channel in 0..<channels {
          rows.elements[row * channels + channel] = Double(
            maps.elements[cell * channels + channel])
        }
      }
      guard rows.elements.allSatisfy(\.isFinite) else {
        throw InterventionError.notFinite(
          what: "At \(site) of the network as it is", noun: decisions.noun, count: levels.count,
          of: levels.count)
      }
      sums.append(rows.columnMeans())
      let products = rows.transposedMultiplied(by: rows)
      for index in squares.elements.indices {
        squares.elements[index] += products.elements[index] / Double(max(1, chosen.count))
      }
    }
    let ticks = Double(place.sites.count)
    let means = (0..<channels).map { channel in
      sums.reduce(0) { $0 + $1[channel] } / ticks
    }
    let varies = (0..<channels).map { channel in
      let (whole, mean) = (squares[channel, channel] / ticks, means[channel])
      return whole - mean * mean > Self.leastShare * whole
    }
    for row in 0..<channels {
      for column in 0..<channels {
        squares[row, column] =
          varies[row] && varies[column]
          ? squares[row, column] / ticks - means[row] * means[column] : 0
      }
    }
    meansByTick = sums.map { $0.map { Float($0) } }
    self.means = means
    covariance = squares
  }
}
