import LinearAlgebra
import NeuralNetworks
import Testing

private func layout(_ names: [String]) -> ParameterLayout {
  var layout = ParameterLayout()
  for name in names { layout.add(name, [3, 3, 20, 40], .he(gain: 1)) }
  return layout
}

@Test func aParameterStartsTheSameWhateverElseThereIs() {
  let stream = RandomStream(seed: 4)
  let alone = ParameterSet(layout(["b"]), drawnFrom: stream)
  let among = ParameterSet(layout(["a", "b", "c"]), drawnFrom: stream)
  #expect(alone["b"] == among["b"])
  #expect(among["a"] != among["b"])
}

@Test func parametersStartWithTheSpreadOfTheirInitializer() {
  var layout = ParameterLayout()
  layout.add("he", [3, 3, 20, 40], .he(gain: 0.5))
  layout.add("lecun", [180, 40], .lecun(gain: 2))
  layout.add("constant", [7], .constant(-1.5))
  let set = ParameterSet(layout, drawnFrom: RandomStream(seed: 4))
  #expect(set["constant"].elements == [Float](repeating: -1.5, count: 7))
  for (name, variance) in [("he", 0.25 * 2 / 180), ("lecun", 4.0 / 180)] {
    let values = set[name].elements.map(Double.init)
    let mean = values.reduce(0, +) / 7200
    let square = values.reduce(0) { $0 + $1 * $1 } / 7200
    #expect(abs(mean) < 4 * (variance / 7200).squareRoot())
    #expect(abs(square - variance) < 4 * variance * (2.0 / 7200).squareRoot())
  }
}

@Test func everyParameterBeginsOnACacheLineAndKeepsItsShape() {
  var layout = ParameterLayout()
  layout.add("a", [3], .constant(1))
  layout.add("b", [2, 5], .constant(2))
  layout.add("c", [1, 1, 4, 4], .constant(3))
  #expect(layout.entries.map(\.offset) == [0, 16, 32])
  #expect(layout.count == 48 && layout.parameterCount == 29)
  #expect(layout.slot(named: "b") == 1 && layout.slot(named: "d") == nil)
  var set = ParameterSet(layout, drawnFrom: RandomStream(seed: 1))
  #expect(set.tensors.map(\.name) == ["a", "b", "c"])
  #expect(set.tensors.map(\.tensor.shape) == [[3], [2, 5], [1, 1, 4, 4]])
  set["b"] = Tensor(shape: [2, 5], repeating: 7)
  #expect(set["a"].elements == [1, 1, 1] && set["b"].elements.allSatisfy { $0 == 7 })
  #expect(set["c"].elements.allSatisfy { $0 == 3 })
}
