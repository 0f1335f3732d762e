extension ValueIterationNetwork: ChannelSpaced {
  /// The value is the largest of the action channels and is read by them again, so these and the
  /// value share one factor; what is rewarded may have one beside.
  var channelSpaces: [ChannelSpace] {
    [
      ChannelSpace("hidden", hiddenChannels, scaling: .each),
      ChannelSpace("reward", 1, scaling: .each, growth: .none),
      ChannelSpace("q", actionChannels, scaling: .shared("value"), growth: .mixtures),
      ChannelSpace("value", 1, scaling: .shared("value"), growth: .none),
    ]
  }

  var channelAxes: [String: [Int: ChannelAxis]] {
    [
      "hidden.weight": [3: .of("hidden")],
      "hidden.bias": [0: .of("hidden")],
      "reward.weight": [2: .of("hidden"), 3: .of("reward")],
      "reward_to_q.weight": [2: .of("reward"), 3: .of("q")],
      "value_to_q.weight": [2: .of("value"), 3: .of("q")],
      "policy.weight": [0: .of("q")],
      "value.weight": [0: .of("q")],
    ]
  }

  func widened(by count: Int) -> (any ChannelSpaced)? {
    ValueIterationNetwork(
      planes: planes, hiddenChannels: hiddenChannels + count,
      actionChannels: actionChannels + count, actions: actions, iterations: iterations,
      rectifies: rectifies, hasPolicyBias: hasPolicyBias, hasValue: hasValue)
  }
}
