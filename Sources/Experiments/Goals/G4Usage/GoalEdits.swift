internal import Agents
internal import Environments
package import LinearAlgebra
package import NeuralNetworks
package import Probing

/// What is done to the codes of things at a place: a concept taken out, or what is known of the two
/// things exchanged.
package struct GoalEdits: Sendable {
  package let network: GoalNetwork
  package let place: GoalPlace
  package let patches: ThingPatches
  /// The activations of every thing at each site of the place, `[2 levels, p]`.
  package let features: [Matrix<Float>]

  /// - Throws: as a run of the agent does.
  package init(_ network: GoalNetwork, at place: GoalPlace) throws {
    self.network = network
    self.place = place
    let patches = ThingPatches(network.levels, radius: place.radius)
    self.patches = patches
    let set = try network.maps(at: place.sites)
    features = try place.sites.map { patches.gather(try set.activations(at: $0)) }
  }

  /// The activations around squares where there is nothing, at most two a level: neither thing, agent nor
  /// any of their neighbours is seen from there, `[squares, p]`.
  package func neutralCodes(at site: Site, _ random: RandomStream) throws -> Matrix<Double> {
    let random = random.split("neutral squares")
    let clear = 2 * place.radius + 1
    let around = ThingPatches(network.levels, radius: place.radius) { level in
      var drawing = random.split(level.digest)
      let taken = level.objects.map(\.cell) + [level.start]
      var cells = level.grid.freeCells.filter { cell in
        taken.allSatisfy { max(abs($0.row - cell.row), abs($0.column - cell.column)) >= clear }
      }
      drawing.shuffle(&cells)
      return Array(cells.prefix(2))
    }
    return around.gather(try network.maps(at: [site]).activations(at: site))
      .converted(to: Double.self)
  }

  private func channels(_ site: Int) -> Int {
    features[site].columns / ((2 * place.radius + 1) * (2 * place.radius + 1))
  }

  /// Both things' activations exchanged, or the part of them along some directions.
  ///
  /// The codes are set to what they are in the network as it is, with what is changed: where a place has
  /// many ticks, a state carries a change on, and adding it at every tick would add it many times.
  ///
  /// - Parameters:
  ///   - samples: the levels of the batch.
  ///   - change: what is added to a thing, given its own row and the other's, by site; nil for the
  ///     whole difference.
  package func exchange(
    of samples: [Int], _ change: ((Int, Int, Int) -> [Float])? = nil
  ) -> [SiteEdit] {
    place.sites.enumerated().map { index, site in
      let rows = features[index]
      var codes = Matrix<Float>(rows: 2 * samples.count, columns: rows.columns)
      for (sample, level) in samples.enumerated() {
        for thing in 0..<2 {
          let (own, other) = (2 * level + thing, 2 * level + 1 - thing)
          let added = change?(index, own, other)
          for column in 0..<rows.columns {
            codes[2 * sample + thing, column] =
              added.map { rows[own, column] + $0[column] } ?? rows[other, column]
          }
        }
      }
      return patches.set(codes, at: site, of: samples, channels: channels(index))
    }
  }

  /// An eraser a site applied to both things.
  package func erasing(_ erasers: [Eraser], of samples: [Int]) -> [SiteEdit] {
    place.sites.enumerated().map { index, site in
      let eraser = erasers[index]
      return patches.edit(at: site, of: samples, channels: channels(index)) {
        eraser.apply(inPlace: $0, rows: 1)
      }
    }
  }
}
