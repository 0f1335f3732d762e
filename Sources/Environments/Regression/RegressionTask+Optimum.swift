extension RegressionTask {
  /// The best that one step of gradient descent can do.
  package struct OneStepOptimum: Sendable, Equatable {
    /// The step on `sum_j |W x_j - y_j|^2 / (2 pairs)` from `W = 0`.
    package let step: Double
    /// The mean squared error of one output at the query.
    package let error: Double
  }

  /// The variance of an entry of `x`.
  package var inputVariance: Double {
    inputs == .uniform ? scale * scale / 3 : scale * scale
  }

  /// The mean of the fourth power of an entry of `x`.
  package var inputFourthMoment: Double {
    let fourth = scale * scale * scale * scale
    return inputs == .uniform ? fourth / 5 : 3 * fourth
  }

  /// The best step of one-step gradient descent from zero, and its error: with `s2` the variance
  /// and `m4` the fourth moment of an entry of `x`, `c1 = s2` and
  /// `c2 = ((N - 1) s2^2 + m4 + (d - 1) s2^2 + noise^2 s2) / N`, the step is `c1 / c2` and the
  /// error `d s2 (1 - c1^2 / c2)`.
  ///
  /// For the prediction is `step (A w + n)' x_q` with `A = sum_j x_j x_j' / N` and
  /// `n = sum_j e_j x_j / N`, whose error is
  /// `s2 (d - 2 step E tr A + step^2 (E tr A^2 + E |n|^2))`.
  package var oneStepOptimum: OneStepOptimum {
    let (d, n, s2) = (Double(dimension), Double(pairs), inputVariance)
    let c1 = s2
    let c2 =
      ((n - 1) * s2 * s2 + inputFourthMoment + (d - 1) * s2 * s2 + noise * noise * s2) / n
    return OneStepOptimum(step: c1 / c2, error: d * s2 * (1 - c1 * c1 / c2))
  }

  /// The mean squared error of answering 0: `d s2`.
  package var zeroError: Double { Double(dimension) * inputVariance }

  /// The mean squared error of the best answer where there is no noise: every pair takes one
  /// direction out of the unknown, `s2 max(0, d - N)`; nil with noise, where it has no closed
  /// form.
  package var noiselessBayesError: Double? {
    noise > 0 ? nil : inputVariance * Double(max(0, dimension - pairs))
  }
}
