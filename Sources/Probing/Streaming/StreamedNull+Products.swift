internal import LinearAlgebra
internal import Statistics

extension StreamedNull {
  /// `[inputs, draws x outputs]` for some draws at a time; each chunk has one writer at a time.
  final class Products: @unchecked Sendable {
    let inputs: Int
    let outputs: Int
    let count: Int
    let drawsAtOnce: Int
    private let base: UnsafeMutablePointer<Double>

    init(inputs: Int, outputs: Int, draws: Int, drawsAtOnce: Int) {
      self.inputs = inputs
      self.outputs = outputs
      count = draws
      self.drawsAtOnce = drawsAtOnce
      let size = max(1, inputs * outputs * draws)
      base = .allocate(capacity: size)
      base.initialize(repeating: 0, count: size)
    }

    deinit { base.deallocate() }

    var chunks: Int { (count + drawsAtOnce - 1) / drawsAtOnce }

    func draws(of chunk: Int) -> Range<Int> {
      chunk * drawsAtOnce..<min((chunk + 1) * drawsAtOnce, count)
    }

    func elements(of chunk: Int) -> UnsafeMutablePointer<Double> {
      base + chunk * drawsAtOnce * inputs * outputs
    }

    /// `[B | H]'P r` of one draw for some targets, `[inputs, own]`.
    func columns(_ draw: Int, _ own: [Int]) -> Matrix<Double> {
      let chunk = draw / drawsAtOnce
      let width = draws(of: chunk).count * outputs
      let start = elements(of: chunk) + (draw - chunk * drawsAtOnce) * outputs
      var result = Matrix<Double>(rows: inputs, columns: own.count)
      for row in 0..<inputs {
        for (place, column) in own.enumerated() {
          result[row, place] = start[row * width + column]
        }
      }
      return result
    }
  }

  /// `sum_t |M^(1/2) U'y_t|^2 / sum_t |(I - A) y_t|^2` from `[B | H]'y` and `|y|^2`.
  struct Statistic {
    let basis: StreamedBasis
    let cholesky: Cholesky?
    let gram: Matrix<Double>
    let weights: [Double]

    init(
      _ basis: StreamedBasis, _ all: GramStatistics, penalty: Double, share: Double
    ) throws {
      self.basis = basis
      let b = basis.layout.baseline
      gram = all.scatter.part(b, b)
      var penalised = gram
      for index in 0..<gram.rows { penalised[index, index] += penalty }
      cholesky = b.isEmpty ? nil : try Cholesky(penalised)
      let least = share * basis.meanEigenvalue
      weights = basis.eigenvalues.map { 1 / ($0 + least) }
    }

    func callAsFunction(_ products: Matrix<Double>, squares: Double) -> Double {
      let rotated = basis.directions.transposedMultiplied(by: products)
      var sum = 0.0
      for row in 0..<rotated.rows {
        for column in 0..<rotated.columns {
          sum += weights[row] * rotated[row, column] * rotated[row, column]
        }
      }
      var left = squares
      if let cholesky {
        let own = products.part(0..<gram.rows, 0..<products.columns)
        let solved = cholesky.solve(own)
        let curved = gram.multiplied(by: solved)
        for index in own.elements.indices {
          left += solved.elements[index] * (curved.elements[index] - 2 * own.elements[index])
        }
      }
      return left > 0 ? sum / left : 0
    }

    /// `[B | H]'y` and `|y|^2` of the labels as they are.
    func labels(
      _ all: GramStatistics, _ targets: Range<Int>
    ) -> (products: Matrix<Double>, squares: Double) {
      let inputs = 0..<basis.directions.rows
      return (
        all.scatter.part(inputs, targets), targets.reduce(0) { $0 + all.scatter[$1, $1] }
      )
    }

    /// `[B | H]'Yhat_B` and `|Yhat_B|^2`: what no permutation moves.
    func fixed(
      _ fit: StreamedFit, _ all: GramStatistics
    ) -> (products: Matrix<Double>, squares: Double) {
      let (inputs, b) = (0..<basis.directions.rows, basis.layout.baseline)
      let products = all.scatter.part(inputs, b).multiplied(by: fit.baselineWeights)
      var squares = 0.0
      for row in b {
        for column in 0..<fit.baselineWeights.columns {
          squares += fit.baselineWeights[row, column] * products[row, column]
        }
      }
      return (products, squares)
    }
  }
}
