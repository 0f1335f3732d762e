/// The elementwise work of a convolutional LSTM cell, forward and backward.
///
/// Gates are `[batch, row, column, 4 * channel]`, the four after one another; states are
/// `[batch, row, column, channel]`; border sums are `[batch, class, 4 * channel]` by
/// ``BorderClasses``.
package enum GateKernels {
  /// `gates = activation(gates + drive + border)`, in place.
  package static func activate(
    _ gates: UnsafeMutablePointer<Float>, drive: UnsafePointer<Float>,
    border: UnsafePointer<Float>, form: GateForm, batch: Int, classes: BorderClasses,
    channels: Int
  ) {
    let width = 4 * channels
    var position = 0
    for sample in 0..<batch {
      let sums = border + sample * classes.count * width
      for row in 0..<classes.rows {
        for column in 0..<classes.columns {
          let constant = sums + classes.index(row: row, column: column) * width
          let (target, drive) = (gates + position * width, drive + position * width)
          for gate in 0..<4 {
            let start = gate * channels
            activate(
              target + start, drive + start, constant + start, count: channels,
              isTanh: form.isTanh(gate))
          }
          position += 1
        }
      }
    }
  }

  @inline(__always)
  private static func activate(
    _ target: UnsafeMutablePointer<Float>, _ drive: UnsafePointer<Float>,
    _ constant: UnsafePointer<Float>, count: Int, isTanh: Bool
  ) {
    var index = 0
    if isTanh {
      while index + 8 <= count {
        let sum =
          Elementary.load(target + index) + Elementary.load(drive + index)
          + Elementary.load(constant + index)
        Elementary.store(Elementary.tanh(sum), target + index)
        index += 8
      }
    } else {
      while index + 8 <= count {
        let sum =
          Elementary.load(target + index) + Elementary.load(drive + index)
          + Elementary.load(constant + index)
        Elementary.store(Elementary.sigmoid(sum), target + index)
        index += 8
      }
    }
    if index < count {
      let rest = count - index
      let sum =
        Elementary.load(target + index, first: rest) + Elementary.load(drive + index, first: rest)
        + Elementary.load(constant + index, first: rest)
      Elementary.store(
        isTanh ? Elementary.tanh(sum) : Elementary.sigmoid(sum), target + index, first: rest)
    }
  }

  /// Turns the gradient of the gates into that of their sums, in place, and adds it up by class.
  ///
  /// - Parameter border: `[batch, class, 4 * channel]`; added to. Nil when nobody wants it.
  package static func deactivate(
    _ gradient: UnsafeMutablePointer<Float>, gates: UnsafePointer<Float>,
    border: UnsafeMutablePointer<Float>?, form: GateForm, batch: Int, classes: BorderClasses,
    channels: Int
  ) {
    let width = 4 * channels
    var position = 0
    for sample in 0..<batch {
      for row in 0..<classes.rows {
        for column in 0..<classes.columns {
          let (slope, value) = (gradient + position * width, gates + position * width)
          for gate in 0..<4 {
            let start = gate * channels
            if form.isTanh(gate) {
              for index in start..<start + channels {
                slope[index] *= 1 - value[index] * value[index]
              }
            } else {
              for index in start..<start + channels {
                slope[index] *= value[index] * (1 - value[index])
              }
            }
          }
          if let border {
            let place = sample * classes.count + classes.index(row: row, column: column)
            VectorKernels.add(slope, into: border + place * width, count: width)
          }
          position += 1
        }
      }
    }
  }

  /// `state = forget * previous + a * b`; without a previous state the first term is zero.
  package static func update(
    gates: UnsafePointer<Float>, previous: UnsafePointer<Float>?,
    state: UnsafeMutablePointer<Float>, form: GateForm, positions: Int, channels: Int
  ) {
    let (a, b) = (form.entering.0 * channels, form.entering.1 * channels)
    let forget = form.forget * channels
    for position in 0..<positions {
      let gate = gates + position * 4 * channels
      let target = state + position * channels
      if let previous {
        let before = previous + position * channels
        for index in 0..<channels {
          target[index] = gate[forget + index] * before[index] + gate[a + index] * gate[b + index]
        }
      } else {
        for index in 0..<channels { target[index] = gate[a + index] * gate[b + index] }
      }
    }
  }

  /// Adds what the gradient of a state means for the gates and for the state before.
  package static func updateGradient(
    _ gradient: UnsafePointer<Float>, gates: UnsafePointer<Float>,
    previous: UnsafePointer<Float>?, gateGradient: UnsafeMutablePointer<Float>?,
    previousGradient: UnsafeMutablePointer<Float>?, form: GateForm, positions: Int, channels: Int
  ) {
    let (a, b) = (form.entering.0 * channels, form.entering.1 * channels)
    let forget = form.forget * channels
    for position in 0..<positions {
      let gate = gates + position * 4 * channels
      let slope = gradient + position * channels
      if let gateGradient {
        let target = gateGradient + position * 4 * channels
        for index in 0..<channels {
          target[a + index] += slope[index] * gate[b + index]
          target[b + index] += slope[index] * gate[a + index]
        }
        if let previous {
          let before = previous + position * channels
          for index in 0..<channels { target[forget + index] += slope[index] * before[index] }
        }
      }
      if let previousGradient {
        let target = previousGradient + position * channels
        for index in 0..<channels { target[index] += slope[index] * gate[forget + index] }
      }
    }
  }

  /// `hidden = output * tanh(state)`.
  package static func emit(
    gates: UnsafePointer<Float>, state: UnsafePointer<Float>,
    hidden: UnsafeMutablePointer<Float>, form: GateForm, positions: Int, channels: Int
  ) {
    for position in 0..<positions {
      let gate = gates + position * 4 * channels + form.output * channels
      let target = hidden + position * channels
      Elementary.forEach(state + position * channels, into: target, count: channels) {
        Elementary.tanh($0)
      }
      for index in 0..<channels { target[index] *= gate[index] }
    }
  }

  /// Adds what the gradient of the hidden state means for the gates and for the state.
  package static func emitGradient(
    _ gradient: UnsafePointer<Float>, gates: UnsafePointer<Float>, state: UnsafePointer<Float>,
    gateGradient: UnsafeMutablePointer<Float>?, stateGradient: UnsafeMutablePointer<Float>?,
    form: GateForm, positions: Int, channels: Int
  ) {
    for position in 0..<positions {
      let start = position * 4 * channels + form.output * channels
      let (slope, value) = (gradient + position * channels, state + position * channels)
      let gate = gates + start
      let gateTarget = gateGradient.map { $0 + start }
      let stateTarget = stateGradient.map { $0 + position * channels }
      var index = 0
      while index &+ 8 <= channels {
        let squashed = Elementary.tanh(Elementary.load(value + index))
        let slope = Elementary.load(slope + index)
        if let target = gateTarget {
          let sum = Elementary.load(target + index) + slope * squashed
          Elementary.store(sum, target + index)
        }
        if let target = stateTarget {
          let through = slope * Elementary.load(gate + index) * (1 - squashed * squashed)
          Elementary.store(Elementary.load(target + index) + through, target + index)
        }
        index &+= 8
      }
      guard index < channels else { continue }
      let rest = channels - index
      let squashed = Elementary.tanh(Elementary.load(value + index, first: rest))
      for lane in 0..<rest {
        let (place, slope) = (index + lane, slope[index + lane])
        if let target = gateTarget { target[place] += slope * squashed[lane] }
        if let target = stateTarget {
          target[place] += slope * gate[place] * (1 - squashed[lane] * squashed[lane])
        }
      }
    }
  }
}
