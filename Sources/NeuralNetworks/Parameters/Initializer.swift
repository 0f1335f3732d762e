/// How a parameter starts.
package enum Initializer: Sendable, Equatable {
  case constant(Float)
  /// Normal with variance `gain^2 * 2 / fanIn`, where the fan-in is the product of all extents
  /// but the last (He et al., 2015).
  case he(gain: Float)
  /// Normal with variance `gain^2 / fanIn` (LeCun).
  case lecun(gain: Float)
}
