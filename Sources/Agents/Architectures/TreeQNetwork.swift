package import NeuralNetworks

/// M4, TreeQN (Farquhar et al., *TreeQN and ATreeC: differentiable tree-structured models for deep
/// reinforcement learning*, 2018): action values from a tree of learned transitions.
///
/// The root is `z = relu(W phi(x) + b) / |.|`. A node's children are
/// `z_env = z + tanh(W_env z + b)` and `z^a = (z_env + tanh(W_a z_env)) / |.|`, its rewards a
/// dense layer of 64 rectified units on `z`. From the leaves, whose value is linear in `z`,
/// `Q(z, a) = r_a + gamma V_l(z^a)` and within the tree
/// `V_l = (1 - lambda) V + lambda sum_a Q_a softmax(Q)_a`. The "logits" are the root's `Q`.
///
/// The released program's second layer reads `z` where the paper's equation has `z_env`; the
/// setting `transition` chooses between them.
package struct TreeQNetwork: Architecture {
  package static let name = "tree-q-network"

  package enum Encoder: String, Sendable, CaseIterable {
    /// The observation as it is.
    case dense
    /// Two rectified 3x3 convolutions before it.
    case convolution
  }

  /// What the layer of an action reads.
  package enum Transition: String, Sendable, CaseIterable {
    /// `z_env`, as in the paper.
    case equation
    /// `z`, as in the released program.
    case released
  }

  package let planes: Int
  package let rows: Int
  package let columns: Int
  package let actions: Int
  package let encoder: Encoder
  /// Channels of the convolutions.
  package let channels: Int
  /// The length of a node's state.
  package let dims: Int
  package let depth: Int
  package let discount: Double
  package let lambda: Double
  package let transition: Transition
  package let layout: ParameterLayout

  /// Units of the layer that rewards are read from.
  package static let rewardWidth = 64
  /// The largest number of leaves.
  package static let largestTree = 4096

  package init(
    planes: Int, rows: Int = 1, columns: Int = 1, actions: Int = 4,
    encoder: Encoder = .convolution, channels: Int = 16, dims: Int = 128, depth: Int = 2,
    discount: Double = 0.99, lambda: Double = 0.8, transition: Transition = .equation
  ) {
    self.planes = planes
    self.rows = rows
    self.columns = columns
    self.actions = actions
    self.encoder = encoder
    self.channels = channels
    self.dims = dims
    self.depth = depth
    self.discount = discount
    self.lambda = lambda
    self.transition = transition
    var layout = ParameterLayout()
    var features = rows * columns * planes
    if encoder == .convolution {
      layout.add("encoder/first/weight", [3, 3, planes, channels], .he(gain: 1))
      layout.add("encoder/first/bias", [channels], .constant(0))
      layout.add("encoder/second/weight", [3, 3, channels, channels], .he(gain: 1))
      layout.add("encoder/second/bias", [channels], .constant(0))
      features = rows * columns * channels
    }
    layout.add("encoder/root/weight", [features, dims], .he(gain: 1))
    layout.add("encoder/root/bias", [dims], .constant(0))
    if depth > 0 {
      layout.add("tree/world/weight", [dims, dims], .lecun(gain: 1))
      layout.add("tree/world/bias", [dims], .constant(0))
      layout.add("tree/action/weight", [dims, actions * dims], .lecun(gain: 1))
      layout.add("tree/reward/hidden/weight", [dims, Self.rewardWidth], .he(gain: 1))
      layout.add("tree/reward/hidden/bias", [Self.rewardWidth], .constant(0))
      layout.add("tree/reward/weight", [Self.rewardWidth, actions], .he(gain: 0.1))
      layout.add("tree/reward/bias", [actions], .constant(0))
      layout.add("tree/value/weight", [dims, 1], .lecun(gain: 0.1))
      layout.add("tree/value/bias", [1], .constant(0))
    } else {
      // Without a tree the values are read from the root.
      layout.add("read/values/weight", [dims, actions], .lecun(gain: 0.1))
      layout.add("read/values/bias", [actions], .constant(0))
    }
    self.layout = layout
  }
}
