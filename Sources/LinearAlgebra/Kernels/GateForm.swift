/// What the four gates of a convolutional LSTM cell are, in the order of their channels.
///
/// In both forms `c = f c' + a b` and `h = o tanh(c)`.
package enum GateForm: String, Sendable, CaseIterable {
  /// Guez et al. (2019), as the Thinker's code has it: `i, f, o` logistic, `g` tanh; `a b = i g`.
  case thinker
  /// Taufeeque et al. (2024): `i` tanh, `j` and `f` logistic, `o` tanh; `a b = i j`.
  case far

  /// The two gates whose product enters the state.
  package var entering: (Int, Int) { self == .thinker ? (0, 3) : (0, 1) }
  package var forget: Int { self == .thinker ? 1 : 2 }
  package var output: Int { self == .thinker ? 2 : 3 }

  /// Whether a gate is a hyperbolic tangent; otherwise it is the logistic function.
  package func isTanh(_ gate: Int) -> Bool {
    self == .thinker ? gate == 3 : gate == 0 || gate == 3
  }
}
