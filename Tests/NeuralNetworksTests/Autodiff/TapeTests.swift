import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing

private let layout: ParameterLayout = {
  var layout = ParameterLayout()
  layout.add("w", [3, 3, 2, 4], .he(gain: 1))
  layout.add("d", [4, 3], .he(gain: 1))
  return layout
}()

/// Records on a fresh tape with drawn parameters.
private func record<Result>(_ body: (Tape) -> Result) -> Result? {
  let parameters = ParameterSet(layout, drawnFrom: RandomStream(seed: 1))
  return parameters.values.withUnsafeBufferPointer { values in
    values.baseAddress.map { base in
      let tape = Tape()
      tape.begin(layout: layout, parameters: base)
      return body(tape)
    }
  }
}

@Test func whatIsNotANumberStaysSoThroughTheRectifierAndTheMaximum() throws {
  let tensors = try #require(
    record { tape in
      let source = tape.input(Extent(1, 1, 3, 2)) { target in
        for (index, value) in [1, .nan, .nan, 1, -1, -2].enumerated() {
          target[index] = Float(value)
        }
      }
      return (tape.tensor(tape.rectify(source)), tape.tensor(tape.maximumOverChannels(source)))
    })
  #expect(tensors.0.elements.map(\.isNaN) == [false, true, true, false, false, false])
  #expect(tensors.1.elements.map(\.isNaN) == [true, true, false])
  #expect(tensors.1.elements[2] == -1)
}

@Test func whatIsNotANumberIsSeenAfterAConvolution() throws {
  let result = try #require(
    record { tape in
      let source = tape.input(Extent(1, 5, 5, 2)) { target in
        target.update(repeating: 1)
        target[2 * 12] = .nan
      }
      return tape.tensor(tape.convolution(source, weights: tape.parameter("w")))
    })
  for row in 0..<5 {
    for column in 0..<5 {
      let isNear = abs(row - 2) <= 1 && abs(column - 2) <= 1
      #expect(result[0, row, column, 0].isNaN == isNear)
    }
  }
}

@Test func operationsWithoutSamplesOrReadsHaveNoElements() throws {
  let shapes = try #require(
    record { tape in
      let source = tape.drawn("x", Extent(2, 3, 3, 4))
      let reads = tape.gather(source, at: [])
      let logits = tape.dense(tape.rectify(reads), weights: tape.parameter("d"))
      let loss = tape.setCrossEntropy(logits, sets: [], scale: 1)
      return [tape.tensor(reads), tape.tensor(logits), tape.tensor(loss)]
    })
  #expect(shapes.map(\.shape) == [[0, 1, 1, 4], [0, 1, 1, 3], [1, 1, 1, 1]])
  #expect(shapes[2].elements == [0])
}

@Test func aSliceOfReadsWithoutAnyHasNoGradient() {
  // A sample whose policy is read nowhere leaves the gradient as it is.
  let parameters = ParameterSet(layout, drawnFrom: RandomStream(seed: 1))
  let gradients = AlignedBuffer(count: layout.count)
  for index in 0..<layout.count { gradients.pointer[index] = Float(index) }
  parameters.values.withUnsafeBufferPointer { values in
    guard let base = values.baseAddress else { return }
    let tape = Tape()
    tape.begin(layout: layout, parameters: base, gradients: gradients.pointer)
    let hidden = tape.convolution(
      tape.drawn("x", Extent(2, 3, 3, 2)), weights: tape.parameter("w"), rectifies: true)
    let logits = tape.dense(tape.gather(hidden, at: []), weights: tape.parameter("d"))
    tape.backward(from: tape.setCrossEntropy(logits, sets: [], scale: 1))
  }
  #expect((0..<layout.count).allSatisfy { gradients.pointer[$0] == Float($0) })
}

@Test func lossesHaveTheirClosedForms() throws {
  let values = try #require(
    record { tape in
      let logits = tape.input(.vectors(3, 4)) { target in
        for (index, value) in [0, 0, 0, 0, 1000, 0, -1000, 0, 5, 5, 5, 5].enumerated() {
          target[index] = Float(value)
        }
      }
      return [[Int32(1), 1, 15], [3, 1, 3], [15, 3, 1]].map { sets in
        tape.tensor(tape.setCrossEntropy(logits, sets: sets, scale: 2)).elements[0]
      }
    })
  let log2 = Float(0.6931472)
  #expect(abs(values[0] - 2 * (2 * log2)) < 1e-6)
  #expect(abs(values[1] - 2 * (log2 + log2)) < 1e-6)
  #expect(abs(values[2] - 2 * (2 * log2)) < 1e-6)
}

@Test func equalChannelsGiveTheMaximumToTheFirst() {
  var maximum = ParameterLayout()
  maximum.add("x", [1, 1, 2, 3], .constant(2))
  let parameters = ParameterSet(maximum, drawnFrom: RandomStream(seed: 1))
  let gradients = AlignedBuffer(count: maximum.count)
  parameters.values.withUnsafeBufferPointer { values in
    guard let base = values.baseAddress else { return }
    let tape = Tape()
    tape.begin(layout: maximum, parameters: base, gradients: gradients.pointer)
    let result = tape.maximumOverChannels(tape.parameter("x"))
    tape.backward(
      from: tape.squaredError(
        result, tape.input(Extent(1, 1, 2, 1)) { $0.update(repeating: 1) },
        scale: 0.5))
  }
  #expect((0..<6).map { gradients.pointer[$0] } == [1, 0, 0, 1, 0, 0])
}
