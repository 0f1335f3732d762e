import LinearAlgebra

// Sequences are `[batch, 1, token, channel]`. With several heads, head `h` has the channels from
// `h * channels / heads` on; what belongs to a pair of tokens is `[batch, head, query, key]`.
extension Tape {
  /// `scale` times the inner product of each query with each key of the same sample and head,
  /// `[batch, head, query, key]`.
  ///
  /// With one head and a single query a sample it is a matrix, the keys, times a vector.
  package func scores(
    _ queries: Variable, _ keys: Variable, heads: Int = 1, scale: Float = 1
  ) -> Variable {
    let (left, right) = (self[queries].extent, self[keys].extent)
    precondition(
      left.batch == right.batch && left.rows == 1 && right.rows == 1
        && left.channels == right.channels && heads > 0 && left.channels % heads == 0,
      "Queries \(left.array) and keys \(right.array) do not go together in \(heads) heads.")
    let result = append(
      .scores(queries, keys, scale: scale),
      extent: Extent(left.batch, heads, left.columns, right.columns), from: queries, keys)
    let shape = AttentionShape(
      batch: left.batch, heads: heads, queries: left.columns, keys: right.columns,
      channels: left.channels)
    shape.multiplyPairs(
      self[queries].value, self[keys].value, alpha: scale, beta: 0, pairs: self[result].value)
    return result
  }

  /// For each query the values of the same sample and head, summed with the weights
  /// `[batch, head, query, key]`: `[batch, 1, query, channel]`.
  ///
  /// With one head and a single query a sample it is a vector times a matrix, the values.
  package func mix(_ weights: Variable, _ values: Variable) -> Variable {
    let (pairs, sources) = (self[weights].extent, self[values].extent)
    precondition(
      pairs.batch == sources.batch && sources.rows == 1 && pairs.channels == sources.columns
        && sources.channels % pairs.rows == 0,
      "Weights \(pairs.array) and values \(sources.array) do not go together.")
    let result = append(
      .mix(weights, values), extent: Extent(pairs.batch, 1, pairs.columns, sources.channels),
      from: weights, values)
    AttentionShape(pairs, channels: sources.channels).mix(
      self[weights].value, self[values].value, alpha: 1, beta: 0, result: self[result].value)
    return result
  }

  /// The softmax over the channels of each position.
  ///
  /// - Parameter isCausal: a position sees the channels up to its column's number and gives the
  ///   others zero: a token sees itself and those before it.
  package func softmax(_ source: Variable, isCausal: Bool = false) -> Variable {
    let extent = self[source].extent
    let result = append(
      .softmax(source, isCausal: isCausal), extent: extent, from: source)
    let channels = extent.channels
    for position in 0..<extent.positions {
      let row = self[source].value + position * channels
      let target = self[result].value + position * channels
      let seen = isCausal ? min(position % extent.columns + 1, channels) : channels
      Self.softmax(row, into: target, count: seen)
      (target + seen).update(repeating: 0, count: channels - seen)
    }
    return result
  }
}

/// The extents of attention: which matrices there are and where they stand.
struct AttentionShape {
  let batch: Int
  let heads: Int
  let queries: Int
  let keys: Int
  /// Of all heads together.
  let channels: Int

  init(batch: Int, heads: Int, queries: Int, keys: Int, channels: Int) {
    (self.batch, self.heads, self.queries) = (batch, heads, queries)
    (self.keys, self.channels) = (keys, channels)
  }

  init(_ pairs: Extent, channels: Int) {
    self.init(
      batch: pairs.batch, heads: pairs.rows, queries: pairs.columns, keys: pairs.channels,
      channels: channels)
  }

  private var width: Int { channels / heads }

  @inline(__always)
  private func forEachHead(_ body: (_ pair: Int, _ query: Int, _ key: Int) -> Void) {
    for sample in 0..<batch {
      for head in 0..<heads {
        body(
          (sample * heads + head) * queries * keys, sample * queries * channels + head * width,
          sample * keys * channels + head * width)
      }
    }
  }

  /// `pairs = alpha * left * right' + beta * pairs`, left at queries and right at keys.
  func multiplyPairs(
    _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, alpha: Float, beta: Float,
    pairs: UnsafeMutablePointer<Float>
  ) {
    forEachHead { pair, query, key in
      FloatProducts.multiply(
        rows: queries, columns: keys, inner: width, alpha: alpha, left: left + query,
        leftStride: channels, right: right + key, .transposed, rightStride: channels, beta: beta,
        result: pairs + pair, resultStride: keys)
    }
  }

  /// `result = alpha * pairs * values + beta * result`, values at keys and the result at queries.
  func mix(
    _ pairs: UnsafePointer<Float>, _ values: UnsafePointer<Float>, alpha: Float, beta: Float,
    result: UnsafeMutablePointer<Float>
  ) {
    forEachHead { pair, query, key in
      FloatProducts.multiply(
        rows: queries, columns: width, inner: keys, alpha: alpha, left: pairs + pair,
        leftStride: keys, right: values + key, rightStride: channels, beta: beta,
        result: result + query, resultStride: channels)
    }
  }

  /// `result = alpha * pairs' * values + beta * result`, values at queries and the result at keys.
  func spread(
    _ pairs: UnsafePointer<Float>, _ values: UnsafePointer<Float>, alpha: Float, beta: Float,
    result: UnsafeMutablePointer<Float>
  ) {
    forEachHead { pair, query, key in
      FloatProducts.multiply(
        rows: keys, columns: width, inner: queries, alpha: alpha, left: pairs + pair,
        .transposed, leftStride: keys, right: values + query, rightStride: channels, beta: beta,
        result: result + key, resultStride: channels)
    }
  }
}
