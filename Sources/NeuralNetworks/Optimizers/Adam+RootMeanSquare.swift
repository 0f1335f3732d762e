extension Adam {
  /// RMSprop (Tieleman and Hinton, 2012): each slope divided by the root of the running mean of
  /// its square plus `epsilon`. It is Adam without a mean of the slopes and without correction.
  package static func rootMeanSquare(
    count: Int, learningRate: Float, decay: Float = 0.99, epsilon: Float, largestNorm: Double
  ) -> Adam {
    var result = Adam(count: count, learningRate: learningRate, largestNorm: largestNorm)
    result.firstDecay = 0
    result.secondDecay = decay
    result.epsilon = epsilon
    result.correctsMeans = false
    return result
  }
}
