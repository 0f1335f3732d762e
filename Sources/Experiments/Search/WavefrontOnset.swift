package import Statistics

/// When the plan becomes readable at each distance: the onset `t*(d)` of T3 (a), the first tick with
/// half of the final increment, and the line `t* = a + d / kappa` through the onsets.
///
/// By itself this shows little: the receptive field of any convolutional network grows with its
/// ticks, and squares near the goal come first. It gives the speed that the cone is read with.
package struct WavefrontOnset: Sendable {
  /// Distances whose final increment is above zero, in order; bins of several distances are left
  /// out.
  package let distances: [Int]
  /// The onset tick of each.
  package let onsets: [Int]
  /// Ticks a step of distance, `1 / kappa`; `nil` below three distances.
  package let slope: BootstrapEstimate?
  /// The tick `a` at distance 0.
  package let intercept: Double

  package init(_ map: DistanceTickMap) {
    let places = map.series.count
    let kept = map.bins.indices.filter { bin in
      map.bins[bin].distances.count == 1
        && (map.trained[bin][places - 1].interval?.lower ?? 0) > 0
    }
    let numbers = map.series.numbers
    func onset(_ values: (Int) -> Double) -> Int? {
      let half = values(places - 1) / 2
      guard half > 0 else { return nil }
      return (0..<places).first { values($0) >= half }.map { numbers[$0] }
    }
    let distances = kept.map { map.bins[$0].distances.lowerBound }
    self.distances = distances
    onsets = kept.map { bin in onset { map.trained[bin][$0].value } ?? numbers[places - 1] }
    guard kept.count >= 3, places > 1 else {
      slope = nil
      intercept = .nan
      return
    }
    let line = TheilSen(distances.map(Double.init), onsets.map(Double.init))
    let count = map.trained[kept[0]][0].replicates.count
    let replicates = (0..<count).map { replicate -> Double in
      var x: [Double] = []
      var y: [Double] = []
      for (place, bin) in kept.enumerated() {
        guard let tick = onset({ map.trained[bin][$0].replicates[replicate] }) else { continue }
        x.append(Double(distances[place]))
        y.append(Double(tick))
      }
      return x.count < 3 ? .nan : TheilSen(x, y).slope
    }
    slope = BootstrapEstimate(value: line.slope, percentileOf: replicates)
    intercept = line.intercept
  }

  /// Squares a tick; infinite where all distances come at once, `nil` where there is no line.
  package var speed: Double? {
    slope.map { $0.value == 0 ? .infinity : 1 / $0.value }
  }
}
