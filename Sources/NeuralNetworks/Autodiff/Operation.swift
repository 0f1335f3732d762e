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
}

extension Operation {
  /// An operation's name alone, the key of the gradient table.
  package enum Kind: Int, CaseIterable, Sendable {
    case input, parameter, convolution, dense, add, multiply, scale, rectify, tanh, sigmoid
    case concatenate, gather, flatten, maximumOverChannels, setCrossEntropy, squaredError, edit
    case huberError, policyGradient, pick, normalize, softmaxMean, reshape
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
    case .huberError: .huberError
    case .policyGradient: .policyGradient
    case .pick: .pick
    case .normalize: .normalize
    case .softmaxMean: .softmaxMean
    case .reshape: .reshape
    }
  }
}
