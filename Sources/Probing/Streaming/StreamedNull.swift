internal import LinearAlgebra
internal import Statistics

/// The permutation null of each target: whole maps of the baseline's residuals move between levels.
///
/// Freedman and Lane's scheme with levels as the unit, as in ``IncrementNull``: the labels of a draw
/// are `Y* = Yhat_B + P r`, and the statistic of labels `y` is
/// `sum_t |M^(1/2) U'y_t|^2 / sum_t |(I - A) y_t|^2` with `M = (S + l)^-1` at a penalty that no label
/// had a say in. Labels move only between units whose labelled cells are the same, so no map loses
/// cells. Residuals move as they are: that they have less spread in the directions that the baseline
/// fitted, which ``IncrementNull`` evens out, is of the order of the baseline's columns over the
/// rows, and nothing where rows are too many for memory.
///
/// One pass over the data forms `[B | H]'P r` of all draws, in single-precision products of at most
/// 1024 rows that are added in double precision; everything else follows from the statistics. Cost:
/// `2 rows (q + p) targets draws` operations; memory: four bytes a selection row and target for the
/// residuals, `8 (q + p) targets draws` bytes for the products.
struct StreamedNull {
  static let name =
    "residual label maps permuted between levels of equal cells (Freedman-Lane, selection folds)"
  /// The penalty of the statistic as a share of the mean eigenvalue; no label has a say in it.
  private static let penaltyShare = 0.1
  private static let piece = 1024
  /// How many columns of permuted labels are multiplied at once.
  private static let width = 512

  private let data: StreamedData
  private let layout: StreamLayout
  private let fits: [StreamedFit]
  private let units: StreamedUnits
  private let permutations: LevelPermutations
  /// The residuals of the selection rows, `[rows, outputs]`.
  private let residuals: [Float]

  /// - Throws: ``StatisticsError/tooFewExchangeable(found:needed:)``.
  init(
    _ data: StreamedData, _ fits: [StreamedFit], count: Int, work: StreamedWork,
    using random: inout RandomStream
  ) throws {
    let units = StreamedUnits(data.rows)
    guard units.exchangeable >= LevelExchange.fewest else {
      throw StatisticsError.tooFewExchangeable(
        found: units.exchangeable, needed: LevelExchange.fewest)
    }
    self.data = data
    self.fits = fits
    self.units = units
    layout = data.layout
    permutations = LevelPermutations(blocks: units.shapes, count: count, using: &random)
    residuals = try Self.residuals(data, fits, units, work)
  }

  /// The null of each target.
  func nulls(
    _ grams: StreamedGrams, _ bases: [StreamedBasis], work: StreamedWork
  ) throws -> [PermutationNull] {
    let all = try grams.statistics(of: Folds.selectionFolds)
    let products = try products(work)
    return try layout.targets.indices.map { target in
      let statistic = try Statistic(
        bases[target], all, penalty: fits[target].baselinePenalty ?? 0,
        share: Self.penaltyShare)
      let labels = statistic.labels(all, layout.targets[target])
      let own = layout.targets[target].map { $0 - layout.outputs.lowerBound }
      let fixed = statistic.fixed(fits[target], all)
      let moving = squares(own)
      let draws = (0..<permutations.count).map { draw in
        let moved = products.columns(draw, own)
        var squares = fixed.squares + moving
        var whole = fixed.products
        for index in whole.elements.indices { whole.elements[index] += moved.elements[index] }
        for row in layout.baseline {
          for column in own.indices {
            squares += 2 * fits[target].baselineWeights[row, column] * moved[row, column]
          }
        }
        return statistic(whole, squares: squares)
      }
      let observed = statistic(labels.products, squares: labels.squares)
      return PermutationNull(name: Self.name, observed: observed, draws: draws)
    }
  }

  /// The sum of squares of some residuals: the same under every draw.
  private func squares(_ own: [Int]) -> Double {
    let width = layout.outputs.count
    var sum = 0.0
    for row in 0..<units.rows {
      for column in own {
        let value = Double(residuals[row * width + column])
        sum += value * value
      }
    }
    return sum
  }

  private static func residuals(
    _ data: StreamedData, _ fits: [StreamedFit], _ units: StreamedUnits, _ work: StreamedWork
  ) throws -> [Float] {
    let layout = data.layout
    let (inputs, outputs) = (layout.inputs.count, layout.outputs.count)
    let progress = PassProgress(work, .permutations, total: 2 * data.rows.rows)
    var result = [Float](repeating: 0, count: units.rows * outputs)
    try result.withUnsafeMutableBufferPointer { result in
      guard let base = result.baseAddress else { return }
      // Every row has a place of its own.
      nonisolated(unsafe) let target = base
      let blocks = data.activations.blocks
      _ = try progress.map(blocks.count) { index in
        try progress.check()
        try StreamedBlock.with(blocks[index], of: data, layout: layout) { block in
          var row = [Double](repeating: 0, count: inputs + outputs)
          for index in block.rows where units.placeOfRow[index] >= 0 {
            row.withUnsafeMutableBufferPointer { row in
              guard let base = row.baseAddress else { return }
              block.copyInputs(index, to: base)
              block.copyTargets(index, to: base + inputs)
            }
            let place = Int(units.placeOfRow[index]) * outputs
            for (fit, range) in zip(fits, layout.targets) {
              for (own, column) in range.enumerated() {
                var value = row[column] - fit.targetMeans[own]
                for input in layout.baseline {
                  value -= (row[input] - fit.means[input]) * fit.baselineWeights[input, own]
                }
                target[place + column - inputs] = Float(value)
              }
            }
          }
        }
        progress.add(blocks[index].count)
      }
    }
    return result
  }

  /// `[B | H]'P r` of all draws.
  private func products(_ work: StreamedWork) throws -> Products {
    let (inputs, outputs) = (layout.inputs.count, layout.outputs.count)
    let drawsAtOnce = max(1, Self.width / outputs)
    let products = Products(
      inputs: inputs, outputs: outputs, draws: permutations.count, drawsAtOnce: drawsAtOnce)
    let means = fits[0].means
    let rows = UnsafeMutablePointer<Float>.allocate(capacity: Self.piece * inputs)
    defer { rows.deallocate() }
    var scratch = [Double](repeating: 0, count: inputs)
    var places: [Int] = []
    func flush() {
      add(rows, places, to: products)
      places.removeAll(keepingCapacity: true)
    }
    let blocks = data.activations.blocks
    let progress = PassProgress(work, .permutations, total: data.rows.rows)
    for (position, range) in blocks.enumerated() {
      try progress.check()
      if position + 1 < blocks.count { StreamedBlock.prefetch(blocks[position + 1], of: data) }
      try StreamedBlock.with(range, of: data, layout: layout) { block in
        for row in range where units.placeOfRow[row] >= 0 {
          let target = rows + places.count * inputs
          scratch.withUnsafeMutableBufferPointer { scratch in
            if let base = scratch.baseAddress { block.copyInputs(row, to: base) }
          }
          for column in 0..<inputs { target[column] = Float(scratch[column] - means[column]) }
          places.append(Int(units.placeOfRow[row]))
          if places.count == Self.piece { flush() }
        }
      }
      progress.add(range.count)
    }
    flush()
    return products
  }

  /// Adds the products of some rows with the labels that each draw gives them.
  private func add(_ rows: UnsafePointer<Float>, _ places: [Int], to products: Products) {
    guard !places.isEmpty else { return }
    let (inputs, outputs) = (layout.inputs.count, layout.outputs.count)
    let owners = places.map { place in unit(of: place) }
    nonisolated(unsafe) let source = rows
    Parallel.forEach(products.chunks) { chunk in
      let draws = products.draws(of: chunk)
      let width = draws.count * outputs
      withUnsafeTemporaryAllocation(of: Float.self, capacity: (places.count + inputs) * width) {
        scratch in
        guard let labels = scratch.baseAddress else { return }
        residuals.withUnsafeBufferPointer { residuals in
          for (index, place) in places.enumerated() {
            let unit = owners[index]
            let offset = place - units.starts[unit]
            var out = labels + index * width
            for draw in draws {
              let from = (units.starts[permutations.source(draw, unit)] + offset) * outputs
              for column in 0..<outputs { out[column] = residuals[from + column] }
              out += outputs
            }
          }
        }
        let result = labels + places.count * width
        FloatProducts.multiply(
          rows: inputs, columns: width, inner: places.count, left: source, .transposed,
          leftStride: inputs, right: labels, rightStride: width, result: result,
          resultStride: width)
        let total = products.elements(of: chunk)
        for index in 0..<inputs * width { total[index] += Double(result[index]) }
      }
    }
  }

  /// The unit whose rows a place is among.
  private func unit(of place: Int) -> Int {
    var (low, high) = (0, units.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if units.starts[middle] <= place { low = middle } else { high = middle - 1 }
    }
    return low
  }
}
