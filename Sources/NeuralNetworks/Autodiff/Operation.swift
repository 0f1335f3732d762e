package import LinearAlgebra

/// What a node of a tape computes, with its arguments.
package enum Operation {
  /// Data from outside; carries no gradient.
  case input
  /// The parameter at a slot of the layout.
  case parameter(Int)
  /// `rectifier(source * weights + bias + addend)` with zero padding and stride one; weights
  /// `[kernelRow, kernelColumn, input, output]`.
  case convolution(
    source: Variable, weights: Variable, bias: Variable?, addend: Variable?, rectifies: Bool,
    kernel: Int)
  /// `source * weights + bias` on each channel vector; weights `[input, output]`.
  case dense(source: Variable, weights: Variable, bias: Variable?)
  case add(Variable, Variable)
  case multiply(Variable, Variable)
  case scale(Variable, by: Float)
  case rectify(Variable)
  case tanh(Variable)
  case sigmoid(Variable)
  /// The channels of the first array, then those of the second.
  case concatenate(Variable, Variable)
  /// The channel vectors at the given positions, which stand in the tape's index list.
  case gather(Variable, Range<Int>)
  /// All of a sample's elements as one channel vector.
  case flatten(Variable)
  /// The largest channel at each position; the winners stand in the tape's index list.
  case maximumOverChannels(Variable, Range<Int>)
  /// The sum over rows of `-log` of the probability that a softmax gives to a set of classes;
  /// the sets are bit masks in the tape's index list. Scaled by a constant.
  case setCrossEntropy(Variable, Range<Int>, scale: Float)
  /// The sum of squared differences, scaled by a constant.
  case squaredError(Variable, Variable, scale: Float)
  /// So many channels from a start on.
  case slice(Variable, from: Int)
  /// Each element held within a bound.
  case clamp(Variable, to: Float)
  /// `source * transpose(weights)` on each channel vector.
  case denseTransposed(source: Variable, weights: Variable)
  /// Each channel vector brought to mean zero and deviation one, times the gain plus the bias.
  case layerNorm(source: Variable, gain: Variable, bias: Variable)
  /// The Gaussian error linear unit.
  case gelu(Variable)
  /// The inner products of queries and keys, `[batch, head, query, key]`.
  case scores(Variable, Variable, scale: Float)
  /// The values of the keys, summed with the weights of each query.
  case mix(Variable, Variable)
  /// The softmax over channels; causal, over those up to the column's number.
  case softmax(Variable, isCausal: Bool)
  /// The mean over a sample's rows and columns.
  case meanOverPositions(Variable)
  /// The largest of each 2x2 square; the winners stand in the tape's index list.
  case maximumPool(Variable, Range<Int>)
  /// The sum of Huber's loss of the differences, scaled by a constant.
  case huberError(Variable, Variable, threshold: Float, scale: Float)
  /// The loss of a policy gradient; the actions taken stand in the tape's index list, and each row
  /// of `data` holds an advantage and the logarithm of the behaviour's probability.
  case policyGradient(Variable, Range<Int>, data: Variable, terms: PolicyGradientTerms)
  /// One channel of each row; the channels stand in the tape's index list.
  case pick(Variable, Range<Int>)
  /// Each channel vector divided by its Euclidean norm.
  case normalize(Variable)
  /// The mean of each channel vector under its own softmax.
  case softmaxMean(Variable)
  /// The same elements in another shape.
  case reshape(Variable)
  /// An edit made at a site: an addition, or a replacement of all or some elements.
  case edit(Variable, Int)
  /// The largest and the mean of each channel over a map; the places of the largest stand in the
  /// tape's index list.
  case pool(Variable, Range<Int>)
  /// `weights[0] * first half of the channels + weights[1] * second half + bias`; weights
  /// `[2, channel]`.
  case blendHalves(Variable, weights: Variable, bias: Variable?)
  /// For each ``BorderClasses`` class the sum of those taps of a 3x3 kernel that fall on the map,
  /// or of those that fall outside, `[input, class * output]`.
  case borderSums(weights: Variable, rows: Int, columns: Int, outside: Bool)
  /// The activated gates of a convolutional LSTM cell.
  case gates(GateArguments)
  /// `c = f c' + a b`.
  case cellState(gates: Variable, previous: Variable?, form: GateForm)
  /// `h = o tanh(c)`.
  case cellOutput(gates: Variable, state: Variable, form: GateForm)
}

extension Operation {
  /// An operation's name alone, the key of the gradient table.
  package enum Kind: Int, CaseIterable, Sendable {
    case input, parameter, convolution, dense, add, multiply, scale, rectify, tanh, sigmoid
    case concatenate, gather, flatten, maximumOverChannels, setCrossEntropy, squaredError, edit
    case pool, blendHalves, borderSums, gates, cellState, cellOutput
    case reshape, slice, clamp, denseTransposed, layerNorm, gelu
    case scores, mix, softmax, meanOverPositions, maximumPool
    case huberError, policyGradient, pick, normalize, softmaxMean
  }

  package var kind: Kind {
    switch self {
    case .input: .input
    case .parameter: .parameter
    case .convolution: .convolution
    case .dense: .dense
    case .add: .add
    case .multiply: .multiply
    case .scale: .scale
    case .rectify: .rectify
    case .tanh: .tanh
    case .sigmoid: .sigmoid
    case .concatenate: .concatenate
    case .gather: .gather
    case .flatten: .flatten
    case .maximumOverChannels: .maximumOverChannels
    case .setCrossEntropy: .setCrossEntropy
    case .squaredError: .squaredError
    case .edit: .edit
    case .pool: .pool
    case .blendHalves: .blendHalves
    case .borderSums: .borderSums
    case .gates: .gates
    case .cellState: .cellState
    case .cellOutput: .cellOutput
    case .reshape: .reshape
    case .slice: .slice
    case .clamp: .clamp
    case .denseTransposed: .denseTransposed
    case .layerNorm: .layerNorm
    case .gelu: .gelu
    case .scores: .scores
    case .mix: .mix
    case .softmax: .softmax
    case .meanOverPositions: .meanOverPositions
    case .maximumPool: .maximumPool
    case .huberError: .huberError
    case .policyGradient: .policyGradient
    case .pick: .pick
    case .normalize: .normalize
    case .softmaxMean: .softmaxMean
    }
  }
}
