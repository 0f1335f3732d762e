import LinearAlgebra

/// The product of two square single-precision matrices, against NumPy.
struct MatrixProductRow: BenchmarkRow {
  let order: Int
  let goal: Double
  /// Products a round.
  let repetitions = 40

  var name: String { "matrix-product-\(order)" }

  func measure() throws -> BenchmarkResult {
    var random = RandomStream(seed: 1)
    let left = matrix(&random)
    let right = matrix(&random)
    var sink: Float = 0
    let operations = 2 * Double(order * order * order) * Double(repetitions)
    let comparison = SideBySide(
      work: operations / 1e9, unit: "GFLOP", goal: goal, script: "matrix_product.py",
      settings: [
        "threads": BenchmarkCatalogue.threads, "order": order, "repetitions": repetitions,
      ])
    let result = try comparison.measure {
      for _ in 0..<repetitions { sink += left.product(right)[order / 2, order / 2] }
    }
    precondition(sink.isFinite, "A product of small numbers is not finite.")
    return result
  }

  private func matrix(_ random: inout RandomStream) -> Matrix<Float> {
    Matrix(
      rows: order, columns: order,
      elements: (0..<order * order).map { _ in Float(random.uniform() - 0.5) })
  }
}
