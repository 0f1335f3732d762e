package import LinearAlgebra
package import NeuralNetworks

/// M2, DRC(D, N): D convolutional LSTM layers that run N ticks on each observation.
///
/// `e = Enc(x)`. In tick `n`, for each layer `d` in turn, with `u = h_{d-1}^n`, or `h_D^{n-1}` for
/// the first layer:
///
///     p = w_max max_xy h_d^{n-1} + w_mean mean_xy h_d^{n-1}
///     z = K_e * e + K_u * u + K_h * h_d^{n-1} + K_p * tile(p) + b   (+ K_F * ring)
///     gates = activation(z);  c_d^n = f c_d^{n-1} + a b;  h_d^n = o tanh(c_d^n)
///
/// All kernels of the cell are 3x3 and zero padded; there are no peepholes. Sources: Guez et al.,
/// *An investigation of model-free planning* (2019), in the form of the code that Bush et al.
/// (2025) used (``GateForm/thinker``), and Taufeeque et al., *Planning in a recurrent neural
/// network that plays Sokoban* (2024) (``GateForm/far``). The forms differ in gates, encoder, ring
/// and head:
///
/// | | `thinker` | `far` |
/// |---|---|---|
/// | gates | `i, f, o` logistic, `g` tanh | `i` tanh, `j, f` logistic, `o` tanh |
/// | encoder | one 3x3 convolution | two 4x4, one less padding before than after; no rectifier |
/// | ring of ones around the map | no | yes |
/// | head reads | `[e; h_D^N]` | `e + h_D^N` |
/// | pool per channel | with a bias | without |
///
/// The forget gate's bias has no constant of its own: it is part of `b`, and starts at zero.
/// What does not change from tick to tick (`K_e * e + b`) is computed once, and the convolution of
/// the tiled pool vector and of the ring is a sum of taps for each class of places
/// (``Tape/borderSums(_:rows:columns:outside:)``). Cost `144 C^2 HW` operations a layer and tick,
/// `72 C^2 HW` a layer once.
package struct DeepRepeatedConvLSTM: Architecture {
  package static let name = "drc"

  package enum Pool: String, Sendable, CaseIterable {
    /// Two weights a channel.
    case perChannel = "per-channel"
    /// A matrix from all maxima and means.
    case full
  }

  package enum Head: String, Sendable, CaseIterable {
    /// A dense read of all cells together, one answer a sample; needs rows and columns.
    case global
    /// A dense read of the agent's cell, for levels of any size.
    case agent
  }

  package enum Mode: String, Sendable, CaseIterable {
    /// Every observation starts from zero; ticks are the only computation.
    case stateless
    /// Hidden state and cell state go from one step of an episode to the next.
    case carry
  }

  package let form: GateForm
  package let planes: Int
  package let channels: Int
  package let layers: Int
  /// Ticks of a pass when the caller names no number.
  package let ticks: Int
  package let actions: Int
  package let pool: Pool
  package let head: Head
  /// Rows and columns of a level; the global head needs them.
  package let side: (rows: Int, columns: Int)
  /// Width of the head's hidden layer.
  package let readWidth: Int
  package let mode: Mode
  /// Whether each cell has a fifth gate that nothing uses, as published checkpoints do.
  package let hasSpareGate: Bool
  package let layout: ParameterLayout

  package init(
    form: GateForm = .thinker, planes: Int, channels: Int = 32, layers: Int = 3, ticks: Int = 3,
    actions: Int = 4, pool: Pool = .perChannel, head: Head = .global, rows: Int = 0,
    columns: Int = 0, readWidth: Int = 256, mode: Mode = .stateless, hasSpareGate: Bool = false
  ) {
    self.form = form
    self.planes = planes
    self.channels = channels
    self.layers = layers
    self.ticks = ticks
    self.actions = actions
    self.pool = pool
    self.head = head
    side = (rows, columns)
    self.readWidth = readWidth
    self.mode = mode
    self.hasSpareGate = hasSpareGate
    var layout = ParameterLayout()
    Self.addEncoder(form, planes: planes, channels: channels, to: &layout)
    for layer in 1...layers {
      Self.addCell(
        "cell.\(layer)", form, pool, channels: channels, hasSpareGate: hasSpareGate, to: &layout)
    }
    let cells = head == .global ? rows * columns : 1
    let features = (form == .thinker ? 2 : 1) * channels * cells
    layout.add("read/hidden/weight", [features, readWidth], .he(gain: 1))
    layout.add("read/hidden/bias", [readWidth], .constant(0))
    layout.add("read/policy/weight", [readWidth, actions], .he(gain: 0.01))
    layout.add("read/policy/bias", [actions], .constant(0))
    layout.add("read/value/weight", [readWidth, 1], .lecun(gain: 1))
    layout.add("read/value/bias", [1], .constant(0))
    self.layout = layout
  }

  private static func addEncoder(
    _ form: GateForm, planes: Int, channels: Int, to layout: inout ParameterLayout
  ) {
    switch form {
    case .thinker:
      layout.add("encoder/weight", [3, 3, planes, channels], .lecun(gain: 1))
      layout.add("encoder/bias", [channels], .constant(0))
    case .far:
      layout.add("encoder/first/weight", [4, 4, planes, channels], .lecun(gain: 1))
      layout.add("encoder/first/bias", [channels], .constant(0))
      layout.add("encoder/second/weight", [4, 4, channels, channels], .lecun(gain: 1))
      layout.add("encoder/second/bias", [channels], .constant(0))
    }
  }

  private static func addCell(
    _ name: String, _ form: GateForm, _ pool: Pool, channels: Int, hasSpareGate: Bool,
    to layout: inout ParameterLayout
  ) {
    // Four kernels see a quarter each of what the gates see, so each is drawn smaller by half.
    for source in ["embedding", "below", "hidden", "pool"] {
      layout.add(
        "\(name)/from-\(source)/weight", [3, 3, channels, 4 * channels], .lecun(gain: 0.5))
    }
    if form == .far {
      layout.add("\(name)/from-ring/weight", [3, 3, 1, 4 * channels], .lecun(gain: 1))
    }
    layout.add("\(name)/bias", [4 * channels], .constant(0))
    switch pool {
    case .perChannel:
      layout.add("\(name)/pool/weight", [2, channels], .lecun(gain: 1))
      if form == .thinker { layout.add("\(name)/pool/bias", [channels], .constant(0)) }
    case .full:
      layout.add("\(name)/pool/weight", [2 * channels, channels], .lecun(gain: 1))
    }
    if hasSpareGate {
      layout.add("\(name)/spare/weight", [3, 3, 4 * channels, channels], .lecun(gain: 1))
      layout.add("\(name)/spare/bias", [channels], .constant(0))
    }
  }

  /// In tick `n`, layer by layer: gates, cell state, hidden state. Putting another cell state in
  /// place changes the hidden state of the same tick.
  package var sites: [SiteDescription] {
    [
      SiteDescription(
        "encoder", channels: channels, hasTicks: false, summary: "what the observation becomes")
    ]
      + (1...layers).flatMap { layer in
        [
          SiteDescription(
            "cell.\(layer)/gates", channels: 4 * channels, hasTicks: true,
            summary: "the activated gates of layer \(layer)"),
          SiteDescription(
            "cell.\(layer)/cell", channels: channels, hasTicks: true,
            summary: "the cell state of layer \(layer) after the tick"),
          SiteDescription(
            "cell.\(layer)/hidden", channels: channels, hasTicks: true,
            summary: "the hidden state of layer \(layer) after the tick"),
        ]
      }
  }

  package var memory: [MemoryDescription] {
    guard mode == .carry else { return [] }
    return (1...layers).flatMap { layer in
      [
        MemoryDescription("cell.\(layer)/hidden", channels: channels, isMap: true),
        MemoryDescription("cell.\(layer)/cell", channels: channels, isMap: true),
      ]
    }
  }
}
