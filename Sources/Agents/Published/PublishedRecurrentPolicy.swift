package import LinearAlgebra

/// A recurrent policy as MarcoMeter's `recurrent-ppo-truncated-bptt` (MIT) names its tensors, made
/// into a ``GatedRecurrentUnit``.
///
/// PyTorch keeps a matrix as `[output, input]` and the gates of a GRU in the order reset, update,
/// new, as here; so matrices are transposed and nothing else changes. With `F` inputs, `H` units,
/// `T` and `P` rectified units, `A` actions:
///
///     recurrent_layer.weight_ih_l0  [3H, F]     lin_hidden.weight         [T, H]
///     recurrent_layer.weight_hh_l0  [3H, H]     lin_policy.weight         [P, T]
///     recurrent_layer.bias_ih_l0    [3H]        lin_value.weight          [P, T]
///     recurrent_layer.bias_hh_l0    [3H]        policy_branches.0.weight  [A, P]
///                                               value.weight              [1, P]
///
/// and a bias beside each of the right column.
package struct PublishedRecurrentPolicy: Sendable {
  package let network: GatedRecurrentUnit
  /// The tensors by the names and in the layout of ``network``.
  package let tensors: [(name: String, tensor: Tensor)]

  /// Whether a file's tensors are named as such a policy's.
  package static func isRecognised(by names: some Sequence<String>) -> Bool {
    let names = Set(names)
    return names.contains("recurrent_layer.weight_ih_l0")
      && names.contains("policy_branches.0.weight")
  }

  /// What a file was recognised as, in a sentence.
  package var recognition: String {
    "Recognised by the names and shapes of its tensors as a policy of recurrent-ppo-truncated-bptt "
      + "(MarcoMeter): a PyTorch GRU of \(network.units) units over \(network.planes) inputs, a "
      + "rectified layer of \(network.trunk), one of \(network.head) each for policy and value, "
      + "\(network.actions) actions."
  }

  /// - Throws: ``ArchitectureError`` where a tensor is missing, of a shape that does not go with the
  ///   others, or not of such a policy.
  package init(_ tensors: [(name: String, tensor: Tensor)]) throws(ArchitectureError) {
    var rest: [String: Tensor] = [:]
    for (name, tensor) in tensors { rest[name] = tensor }
    func take(_ name: String) throws(ArchitectureError) -> Tensor {
      guard let tensor = rest.removeValue(forKey: name) else {
        throw .missingParameter(name: name, architecture: Self.form)
      }
      return tensor
    }
    func take(
      _ name: String, _ shape: [Int], because: String
    ) throws(ArchitectureError) -> Tensor {
      let tensor = try take(name)
      guard tensor.shape == shape else {
        throw .mismatchedTensor(
          name: name, found: tensor.shape, expected: shape, because: because)
      }
      return tensor
    }
    /// A matrix of known inputs, with as many outputs as it has.
    func matrix(
      _ name: String, inputs: Int, because: String
    ) throws(ArchitectureError) -> Tensor {
      let outputs = rest[name]?.shape.first ?? 1
      return try take(name, [max(1, outputs), inputs], because: because)
    }

    let fromInput = try take("recurrent_layer.weight_ih_l0")
    guard fromInput.shape.count == 2, fromInput.shape[0] % 3 == 0, fromInput.count > 0 else {
      throw .mismatchedTensor(
        name: "recurrent_layer.weight_ih_l0", found: fromInput.shape,
        expected: [3, fromInput.shape.last ?? 1],
        because: "for a GRU, whose three gates make a multiple of 3 rows,")
    }
    let (gates, inputs) = (fromInput.shape[0], fromInput.shape[1])
    let units = gates / 3
    let cell = "with \(gates) rows of recurrent_layer.weight_ih_l0 and a GRU's three gates"
    let fromHidden = try take("recurrent_layer.weight_hh_l0", [gates, units], because: cell)
    let inputBias = try take("recurrent_layer.bias_ih_l0", [gates], because: cell)
    let hiddenBias = try take("recurrent_layer.bias_hh_l0", [gates], because: cell)
    var layers: [(name: String, tensor: Tensor)] = [
      ("cell/input/weight", fromInput.transposed), ("cell/hidden/weight", fromHidden.transposed),
      ("cell/bias", inputBias), ("cell/hidden/bias", hiddenBias),
    ]
    func add(
      _ own: String, _ theirs: String, inputs: Int, outputs: Int? = nil, because: String
    ) throws(ArchitectureError) -> Int {
      let weight =
        if let outputs {
          try take("\(theirs).weight", [outputs, inputs], because: because)
        } else {
          try matrix("\(theirs).weight", inputs: inputs, because: because)
        }
      layers.append(("\(own)/weight", weight.transposed))
      layers.append(
        (
          "\(own)/bias",
          try take(
            "\(theirs).bias", [weight.shape[0]],
            because: "with \(weight.shape[0]) rows of \(theirs).weight")
        ))
      return weight.shape[0]
    }
    let trunk = try add(
      "read/trunk", "lin_hidden", inputs: units, because: "after \(units) recurrent units")
    let head = try add(
      "read/policy/hidden", "lin_policy", inputs: trunk,
      because: "after the \(trunk) units of lin_hidden")
    _ = try add(
      "read/value/hidden", "lin_value", inputs: trunk, outputs: head,
      because: "beside the \(head) units of lin_policy")
    let actions = try add(
      "read/policy", "policy_branches.0", inputs: head,
      because: "after the \(head) units of lin_policy")
    _ = try add(
      "read/value", "value", inputs: head, outputs: 1,
      because: "after the \(head) units of lin_value")
    guard rest.isEmpty else {
      throw .extraParameters(names: rest.keys.sorted(), architecture: Self.form)
    }
    network = GatedRecurrentUnit(
      planes: inputs, units: units, actions: actions, hasHiddenBias: true, trunk: trunk, head: head)
    self.tensors = layers
  }

  private static let form = "gru in the form of recurrent-ppo-truncated-bptt"
}

extension Tensor {
  /// `[b, a]` of `[a, b]`.
  fileprivate var transposed: Tensor {
    Tensor(shape: shape.reversed(), elements: matrix.transposed().elements)
  }
}
