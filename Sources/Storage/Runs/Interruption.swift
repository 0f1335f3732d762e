/// Whether a long piece of work should save what it has and stop.
package struct Interruption: Sendable {
  /// Asked between pieces of work; cheap, and callable from any thread.
  package let isRequested: @Sendable () -> Bool

  package init(isRequested: @escaping @Sendable () -> Bool) {
    self.isRequested = isRequested
  }

  /// Never stops.
  package static let never = Interruption { false }
}
