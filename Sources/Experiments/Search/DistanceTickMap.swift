internal import LinearAlgebra
package import Statistics

/// What the probe adds at each distance from the goal and each place of a series: the picture of a
/// wavefront, if there is one.
package struct DistanceTickMap: Sendable {
  /// Squares of one distance, or of all distances from one on.
  package struct Bin: Sendable, Equatable {
    package let distances: ClosedRange<Int>
    /// The number of report levels with such squares.
    package let levels: Int

    /// `7`, or `16+`.
    package var label: String {
      distances.upperBound == Int.max ? "\(distances.lowerBound)+" : "\(distances.lowerBound)"
    }
  }

  /// Fewer report levels than this are not a bin of their own.
  static let levelsPerBin = 20

  package let bins: [Bin]
  package let series: SiteSeries
  /// Increments of the network under study, `[bin][place]`.
  package let trained: [[BootstrapEstimate]]
  /// The mean increments of the untrained networks, `[bin][place]`; empty without any.
  package let untrained: [[BootstrapEstimate]]

  package init(_ plan: PlanScan) {
    let scores = plan.scores
    var rowsOfDistance: [Int: [Int]] = [:]
    for row in scores.rows(where: { _ in true }) {
      rowsOfDistance[plan.distances[row], default: []].append(row)
    }
    let ordered = rowsOfDistance.keys.sorted()
    var bins: [Bin] = []
    var rows: [[Int]] = []
    for (place, distance) in ordered.enumerated() {
      let own = rowsOfDistance[distance] ?? []
      let levels = scores.levels(of: own)
      if levels >= Self.levelsPerBin {
        bins.append(Bin(distances: distance...distance, levels: levels))
        rows.append(own)
      } else {
        let rest = ordered[place...].flatMap { rowsOfDistance[$0] ?? [] }
        let all = scores.levels(of: rest)
        if all >= Self.levelsPerBin {
          bins.append(Bin(distances: distance...Int.max, levels: all))
          rows.append(rest)
        }
        break
      }
    }
    let networks = plan.captures.sets.count
    let places = plan.series.count
    let kept = rows
    let estimates = Parallel.map(bins.count * places) { index in
      let (bin, place) = (index / places, index % places)
      return scores.increments(
        (0..<networks).map { plan.classes(place: place, network: $0) }, in: kept[bin])
    }
    self.bins = bins
    series = plan.series
    trained = bins.indices.map { bin in
      (0..<places).map { estimates[bin * places + $0][0] }
    }
    untrained =
      networks == 1
      ? []
      : bins.indices.map { bin in
        (0..<places).compactMap {
          BootstrapEstimate.mean(of: Array(estimates[bin * places + $0].dropFirst()))
        }
      }
  }

  /// Trained minus untrained, `[bin][place]`.
  package var difference: [[BootstrapEstimate]] {
    guard !untrained.isEmpty else { return trained }
    return bins.indices.map { bin in
      series.sites.indices.map { trained[bin][$0].minus(untrained[bin][$0]) }
    }
  }
}
