package import LinearAlgebra

/// What the gates of a convolutional LSTM cell are computed from.
package struct GateArguments: Sendable {
  /// A map and the 3x3 kernel it goes through, a parameter `[3, 3, input, 4 * channel]`.
  package struct Source: Sendable {
    package let map: Variable
    package let weights: Variable

    package init(_ map: Variable, weights: Variable) {
      self.map = map
      self.weights = weights
    }
  }

  /// What is the same at every tick, `[batch, row, column, 4 * channel]`.
  package let drive: Variable
  /// What depends on the place by its border class alone,
  /// `[batch, 1, 1, class * 4 * channel]`.
  package let border: Variable
  /// The hidden state of the layer below; nil where it is zero.
  package let below: Source?
  /// The layer's own hidden state; nil where it is zero.
  package let hidden: Source?
  package let form: GateForm

  package init(
    drive: Variable, border: Variable, below: Source?, hidden: Source?, form: GateForm
  ) {
    self.drive = drive
    self.border = border
    self.below = below
    self.hidden = hidden
    self.form = form
  }

  /// The maps that are not zero.
  var sources: [Source] { [below, hidden].compactMap { $0 } }
}
