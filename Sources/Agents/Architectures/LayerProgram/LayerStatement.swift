/// One statement of a layer program: a name and the operation whose result it names.
package struct LayerStatement: Sendable, Equatable {
  /// What an operation reads.
  package enum Source: Sendable, Equatable {
    /// `observation`: the map that the network sees.
    case observation
    /// The result of a statement before this one.
    case value(String)
    /// `previous.NAME`: the result of a repeated statement one tick before; zero at the first.
    case previous(String)
    /// `carried.NAME`: the result of a statement at the end of the step before in the episode; zero
    /// at the first.
    case carried(String)
  }

  package enum Operation: String, Sendable, CaseIterable {
    /// A zero padded convolution; settings `channels`, `kernel` (3).
    case convolution
    /// A product with a matrix at each position; setting `outputs`.
    case dense
    case rectify, tanh, logistic
    /// Over the channels of each position; setting `by` (1) multiplies them first.
    case softmax
    /// Setting `by`.
    case scale
    case add, subtract, multiply
    /// The channels of one, then those of the other.
    case concatenate
    /// The channel vector at the agent's cell.
    case gather
    /// A map as one vector.
    case flatten
    /// A vector as a map of the network's rows and columns.
    case unflatten
    /// The mean over a map's positions.
    case mean
    /// The largest number of each channel over a map's positions.
    case peak
    /// A vector a sample at every cell of a map.
    case broadcast
    /// The largest channel of each position.
    case maximum

    var argumentCount: Int {
      switch self {
      case .add, .subtract, .multiply, .concatenate: 2
      default: 1
      }
    }

    /// The settings that may follow, those of all statements beside.
    var settings: [String] {
      switch self {
      case .convolution: ["channels", "kernel", "bias", "add", "gain", "rectify"]
      case .dense: ["outputs", "bias", "gain", "rectify"]
      case .softmax, .scale: ["by"]
      default: []
      }
    }
  }

  /// Where a statement stands: before, in or after the part that is repeated every tick.
  package enum Section: Sendable { case before, repeated, after }

  package let name: String
  package let operation: Operation
  package let arguments: [Source]
  package let section: Section
  /// The line that it was written on, from 1.
  package let line: Int
  /// Added to a convolution before it is rectified.
  package var addend: Source?
  /// Channels of a convolution or outputs of a dense layer.
  package var width = 0
  /// The side of a convolution's kernel.
  package var kernel = 3
  package var factor: Float = 1
  package var hasBias = true
  package var rectifies = false
  /// The gain of the initial weights; by itself 1, and .5 where something is added.
  package var gain: Float?

  /// Everything that it reads.
  var sources: [Source] { arguments + (addend.map { [$0] } ?? []) }

  var hasWeights: Bool { operation == .convolution || operation == .dense }
}
