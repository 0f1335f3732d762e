import LinearAlgebra
import NeuralNetworks
import Testing

private let values: [Float] = [-0.0, 0, 1, -2, Float(bitPattern: 99), .infinity]

/// What results at a site of six numbers.
private func edited(_ changes: [SiteEdit.Change]) -> [Float] {
  let layout = ParameterLayout()
  let tape = Tape()
  let ports = SitePorts(
    captures: [Site("place", tick: 2)],
    edits: changes.map { SiteEdit(at: Site("place", tick: 2), $0) })
  let nothing: [Float] = [0]
  return nothing.withUnsafeBufferPointer { buffer in
    guard let base = buffer.baseAddress else { return [] }
    tape.begin(layout: layout, parameters: base, ports: ports)
    let source = tape.input(Extent(1, 1, 3, 2)) { target in
      _ = target.update(fromContentsOf: values)
    }
    #expect(tape.site("place", tick: 1, source) == source)
    #expect(tape.site("other", tick: 2, source) == source)
    let result = tape.site("place", tick: 2, source)
    #expect(tape.ports.captured[Site("place", tick: 2)] == result)
    // What was there before an edit stays as it was.
    #expect(bits(tape.tensor(source).elements) == bits(values))
    return tape.tensor(result).elements
  }
}

private func bits(_ numbers: [Float]) -> [UInt32] { numbers.map(\.bitPattern) }

private func tensor(_ elements: [Float]) -> Tensor {
  Tensor(shape: [1, 1, 3, 2], elements: elements)
}

@Test func addingZeroLeavesEveryBit() {
  #expect(bits(edited([.add(tensor([0, -0.0, 0, 0, 0, 0]))])) == bits(values))
}

@Test func replacingWithTheSameLeavesEveryBit() {
  #expect(bits(edited([.replace(tensor(values))])) == bits(values))
  let marks = [Bool](repeating: true, count: 6)
  #expect(bits(edited([.replaceMarked(tensor(values), marks: marks)])) == bits(values))
}

@Test func marksSayWhatIsReplaced() {
  let found = edited([
    .replaceMarked(
      tensor([7, 7, 7, .nan, 7, 7]), marks: [false, true, false, false, false, true])
  ])
  #expect(bits(found) == bits([-0.0, 7, 1, -2, Float(bitPattern: 99), 7]))
}

@Test func editsAreMadeInTheOrderGiven() {
  let ones = tensor([1, 1, 1, 1, 1, 1])
  let twos = tensor([2, 2, 2, 2, 2, 2])
  #expect(edited([.replace(twos), .add(ones)]) == [3, 3, 3, 3, 3, 3])
  #expect(edited([.add(ones), .replace(twos)]) == [2, 2, 2, 2, 2, 2])
}

@Test func aFunctionThatWritesNothingLeavesEveryBit() {
  #expect(bits(edited([.transform { _, _ in }])) == bits(values))
}

@Test func aFunctionIsGivenWhatEditsBeforeItLeft() {
  let found = edited([
    .replace(tensor([1, 2, 3, 4, 5, 6])),
    .transform { sample, values in
      for index in values.indices { values[index] *= Float(10 * (sample + 1)) }
    },
    .transform { _, values in values[4] = -1 },
  ])
  #expect(found == [10, 20, 30, 40, -1, 60])
}

@Test func sitesSortByNameThenTick() {
  let sites = [Site("b"), Site("a", tick: 2), Site("a", tick: 1)]
  #expect(sites.sorted() == [Site("a", tick: 1), Site("a", tick: 2), Site("b")])
  #expect("\(Site("cell/hidden", tick: 3)) \(Site("embedding"))" == "cell/hidden@3 embedding")
}
