import LinearAlgebra

/// The gradient of each operation, one rule an operation.
///
/// A rule receives the tape, the node and the gradient of its result, which it may overwrite,
/// and adds to the gradients of those arguments that want one.
enum GradientTable {
  typealias Rule = (Tape, Tape.Node, UnsafeMutablePointer<Float>) -> Void

  static func rule(for kind: Operation.Kind) -> Rule {
    switch kind {
    case .input, .parameter: { _, _, _ in }
    case .convolution: GradientRules.convolution
    case .dense: GradientRules.dense
    case .add: GradientRules.add
    case .multiply: GradientRules.multiply
    case .scale: GradientRules.scale
    case .rectify: GradientRules.rectify
    case .tanh: GradientRules.tanh
    case .sigmoid: GradientRules.sigmoid
    case .concatenate: GradientRules.concatenate
    case .gather: GradientRules.gather
    case .flatten: GradientRules.flatten
    case .maximumOverChannels: GradientRules.maximumOverChannels
    case .setCrossEntropy: GradientRules.setCrossEntropy
    case .squaredError: GradientRules.squaredError
    case .edit: GradientRules.edit
    case .pool: GradientRules.pool
    case .blendHalves: GradientRules.blendHalves
    case .borderSums: GradientRules.borderSums
    case .gates: GradientRules.gates
    case .cellState: GradientRules.cellState
    case .cellOutput: GradientRules.cellOutput
    case .reshape: GradientRules.reshape
    case .slice: GradientRules.slice
    case .clamp: GradientRules.clamp
    case .denseTransposed: GradientRules.denseTransposed
    case .layerNorm: GradientRules.layerNorm
    case .gelu: GradientRules.gelu
    case .scores: GradientRules.scores
    case .mix: GradientRules.mix
    case .softmax: GradientRules.softmax
    case .meanOverPositions: GradientRules.meanOverPositions
    case .maximumPool: GradientRules.maximumPool
    case .huberError: GradientRules.huberError
    case .policyGradient: GradientRules.policyGradient
    case .pick: GradientRules.pick
    case .normalize: GradientRules.normalize
    case .softmaxMean: GradientRules.softmaxMean
    }
  }
}

/// The rules; each file that adds an operation to the tape adds its rule here.
enum GradientRules {}
