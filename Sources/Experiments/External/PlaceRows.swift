internal import LinearAlgebra
internal import Statistics
internal import Storage

/// The activations of one place, block by block: a row is a square's channels, or a whole sample's.
struct PlaceRows: RowBlocks {
  let source: ActivationSource
  let place: ExternalPlace
  /// Whether a row is a whole sample.
  let isWhole: Bool
  let blocks: [Range<Int>]
  /// The squares of a sample that are rows of their own.
  private let squares: Int

  /// - Parameter beside: the columns of other rows that are read with these, block by block.
  init(_ source: ActivationSource, _ place: ExternalPlace, isWhole: Bool, beside: Int = 0) {
    self.source = source
    self.place = place
    self.isWhole = isWhole
    let squares = isWhole ? 1 : place.place.rows * place.place.columns
    self.squares = squares
    let bytes = max(1, place.site.elementsPerRow, beside * squares) * MemoryLayout<Float>.stride
    blocks = source.blocks(maximumRows: max(1, (8 << 20) / bytes)).map {
      $0.lowerBound * squares..<$0.upperBound * squares
    }
  }

  var rows: Int { source.rows * squares }
  var columns: Int { place.place.rows * place.place.columns * place.site.channels / squares }

  func withRows<Result>(
    _ range: Range<Int>, _ body: (UnsafePointer<Float>) throws -> Result
  ) throws -> Result {
    let samples = range.lowerBound / squares..<(range.upperBound + squares - 1) / squares
    let (width, stride) = (squares * columns, place.site.elementsPerRow)
    let first = place.position * width
    let skipped = (range.lowerBound - samples.lowerBound * squares) * columns
    return try source.withRows(samples, of: place.site.name) { values in
      guard let base = values.baseAddress, width < stride else {
        let none: Float = 0
        guard let base = values.baseAddress else { return try withUnsafePointer(to: none, body) }
        return try body(base + skipped)
      }
      // One tick of several: its part of each sample, side by side.
      return try withUnsafeTemporaryAllocation(of: Float.self, capacity: samples.count * width) {
        scratch in
        guard let target = scratch.baseAddress else { return try body(base) }
        for sample in 0..<samples.count {
          (target + sample * width).update(from: base + sample * stride + first, count: width)
        }
        return try body(target + skipped)
      }
    }
  }

  func prefetch(_ range: Range<Int>) {
    // Reading ahead is a wish: what is wrong with a file is said when it is read.
    try? source.prefetch(
      range.lowerBound / squares..<(range.upperBound + squares - 1) / squares, of: place.site.name)
  }
}

/// What a network was given, row by row: the patch around each square and its position, or the
/// whole of a sample.
struct ObservationRows: RowBlocks {
  /// `[samples, row, column, plane]`.
  let observation: Tensor
  /// The rows and columns of squares of a sample that are rows of their own.
  let grid: (rows: Int, columns: Int)
  /// How far a square's patch reaches; not used where a row sees the whole.
  let radius: Int
  let blocks: [Range<Int>]

  init(
    _ observation: Tensor, grid: (rows: Int, columns: Int), radius: Int, blocks: [Range<Int>]
  ) {
    self.observation = observation
    self.grid = grid
    self.radius = radius
    self.blocks = blocks
  }

  private var squares: Int { grid.rows * grid.columns }
  private var ownSquares: Int { observation.shape[1] * observation.shape[2] }
  /// Whether rows are patches of a map of the same squares.
  private var isPatched: Bool {
    squares > 1 && (observation.shape[1], observation.shape[2]) == grid
  }
  /// The columns that say which square a row is.
  private var positions: Int { squares > 1 ? squares : 0 }
  private var planes: Int { observation.shape[3] }

  var rows: Int { observation.shape[0] * squares }
  var columns: Int {
    positions + (isPatched ? (2 * radius + 1) * (2 * radius + 1) : ownSquares) * planes
  }

  func withRows<Result>(
    _ range: Range<Int>, _ body: (UnsafePointer<Float>) throws -> Result
  ) throws -> Result {
    try withUnsafeTemporaryAllocation(of: Float.self, capacity: max(1, range.count * columns)) {
      scratch in
      scratch.initialize(repeating: 0)
      observation.elements.withUnsafeBufferPointer { source in
        for (place, row) in range.enumerated() {
          let start = place * columns
          if positions > 0 { scratch[start + row % squares] = 1 }
          if isPatched {
            patch(row, source, into: scratch, at: start + positions)
          } else {
            let width = ownSquares * planes
            let (from, into) = (row / squares * width, start + positions)
            for column in 0..<width { scratch[into + column] = source[from + column] }
          }
        }
      }
      guard let base = scratch.baseAddress else { preconditionFailure("A buffer has no address.") }
      return try body(UnsafePointer(base))
    }
  }

  private func patch(
    _ row: Int, _ source: UnsafeBufferPointer<Float>,
    into target: UnsafeMutableBufferPointer<Float>,
    at start: Int
  ) {
    let (height, width) = (observation.shape[1], observation.shape[2])
    let (sample, square) = (row / squares, row % squares)
    let (y, x) = (square / width, square % width)
    let side = 2 * radius + 1
    for dy in max(-radius, -y)...min(radius, height - 1 - y) {
      for dx in max(-radius, -x)...min(radius, width - 1 - x) {
        let into = start + ((dy + radius) * side + dx + radius) * planes
        let from = ((sample * height + y + dy) * width + x + dx) * planes
        for plane in 0..<planes { target[into + plane] = source[from + plane] }
      }
    }
  }
}
