/// A weight of a planted program: what stands in one channel at an offset, into another channel.
package struct PlantedTap: Sendable, Equatable {
  package let from: Int
  package let to: Int
  package let weight: Float
  package let row: Int
  package let column: Int

  package init(_ from: Int, _ to: Int, _ weight: Float, row: Int = 0, column: Int = 0) {
    self.from = from
    self.to = to
    self.weight = weight
    self.row = row
    self.column = column
  }

  /// The taps of a weighted sum of planes.
  package static func sum(
    _ weights: [Float], into channel: Int, times factor: Float = 1, row: Int = 0, column: Int = 0
  ) -> [PlantedTap] {
    weights.indices.filter { weights[$0] != 0 }.map {
      PlantedTap($0, channel, factor * weights[$0], row: row, column: column)
    }
  }
}
