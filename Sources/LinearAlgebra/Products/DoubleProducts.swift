internal import CBLAS

/// Double-precision products on raw row-major storage, for code that works on blocks of a matrix.
///
/// Every call runs on the calling thread alone. A leading dimension is the distance, in
/// elements, between the starts of two rows. Source: the BLAS routines of the same names.
package enum DoubleProducts {
  /// `C = alpha op(A) op(B) + beta C` with `op(A)` of `[rows, inner]` and `op(B)` of `[inner, columns]`.
  ///
  /// - Complexity: `2 rows columns inner` operations.
  package static func general(
    rows: Int, columns: Int, inner: Int, alpha: Double = 1,
    _ a: UnsafePointer<Double>, leading lda: Int, transposed transposeA: Bool = false,
    _ b: UnsafePointer<Double>, leading ldb: Int, transposed transposeB: Bool = false,
    beta: Double = 0, into c: UnsafeMutablePointer<Double>, leading ldc: Int
  ) {
    guard rows > 0, columns > 0 else { return }
    SingleThreadedLibraries.enforce()
    cblas_dgemm(
      Int32(MSRowMajor.rawValue), operation(transposeA), operation(transposeB), Int32(rows),
      Int32(columns), Int32(inner), alpha, a, Int32(max(1, lda)), b, Int32(max(1, ldb)), beta, c,
      Int32(max(1, ldc)))
  }

  /// The lower triangle of `C = alpha A A' + beta C` for `A` of `[order, inner]`, or of
  /// `alpha A'A + beta C` for `A` of `[inner, order]` when `transposed`.
  ///
  /// The strict upper triangle of `C` is left as it was; see ``mirrorLower(_:order:)``.
  ///
  /// - Complexity: `order^2 inner` operations.
  package static func symmetric(
    order: Int, inner: Int, alpha: Double = 1, _ a: UnsafePointer<Double>, leading lda: Int,
    transposed: Bool, beta: Double = 0, into c: UnsafeMutablePointer<Double>
  ) {
    guard order > 0 else { return }
    SingleThreadedLibraries.enforce()
    cblas_dsyrk(
      Int32(MSRowMajor.rawValue), Int32(MSLower.rawValue), operation(transposed), Int32(order),
      Int32(inner), alpha, a, Int32(max(1, lda)), beta, c, Int32(order))
  }

  /// Copies the lower triangle of a square matrix onto its upper triangle.
  package static func mirrorLower(_ c: UnsafeMutablePointer<Double>, order: Int) {
    for row in 0..<order {
      for column in 0..<row { c[column * order + row] = c[row * order + column] }
    }
  }

  /// Solves `L X = B` (or `L' X = B`) in place, `L` lower triangular of the given order and `B`
  /// of `[order, columns]`.
  ///
  /// - Complexity: `order^2 columns` operations.
  package static func solveTriangular(
    order: Int, lower l: UnsafePointer<Double>, transposed: Bool = false,
    columns: Int, _ b: UnsafeMutablePointer<Double>, leading ldb: Int
  ) {
    guard order > 0, columns > 0 else { return }
    SingleThreadedLibraries.enforce()
    cblas_dtrsm(
      Int32(MSRowMajor.rawValue), Int32(MSLeft.rawValue), Int32(MSLower.rawValue),
      operation(transposed), Int32(MSNonUnit.rawValue), Int32(order), Int32(columns), 1, l,
      Int32(order), b, Int32(ldb))
  }

  /// Replaces the lower triangle of a symmetric matrix by its Cholesky factor.
  ///
  /// Only the lower triangle is read and written.
  ///
  /// - Returns: `nil` when it worked, else the index of the first pivot that is not positive.
  package static func factorPositiveDefinite(
    order: Int, _ a: UnsafeMutablePointer<Double>
  ) -> Int? {
    guard order > 0 else { return nil }
    SingleThreadedLibraries.enforce()
    // A row-major lower triangle is a column-major upper one: no copy is made.
    let code = LAPACKE_dpotrf(
      Int32(MSColMajor.rawValue), CChar(UInt8(ascii: "U")), Int32(order), a, Int32(order))
    return code == 0 ? nil : max(0, Int(code) - 1)
  }

  private static func operation(_ transposed: Bool) -> Int32 {
    Int32(transposed ? MSTrans.rawValue : MSNoTrans.rawValue)
  }
}
