import Foundation

extension LearnedOptimizer {
  /// A gradient in a form in which its magnitude may have any order: `(log|g| / 10, sign g)`
  /// where `|g| >= e^-10`, else `(-1, e^10 g)`.
  package static func preprocessed(_ gradient: Float) -> (Float, Float) {
    let size = abs(gradient)
    guard size >= threshold else { return (-1, gradient / threshold) }
    return (logf(size) / 10, gradient < 0 ? -1 : 1)
  }

  private static let threshold = expf(-10)
}
