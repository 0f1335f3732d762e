import LinearAlgebra
import NeuralNetworks

/// A small graph whose gradient is checked: its parameters and how it is recorded.
struct Graph: Sendable {
  let name: String
  var layout = ParameterLayout()
  var ports = SitePorts()
  let build: @Sendable (Tape) -> Variable

  /// - Parameter parameters: names and shapes; each is drawn with a spread near one.
  init(
    _ name: String, _ parameters: [(String, [Int])], ports: SitePorts = SitePorts(),
    build: @escaping @Sendable (Tape) -> Variable
  ) {
    self.name = name
    self.ports = ports
    self.build = build
    for (name, shape) in parameters { layout.add(name, shape, .lecun(gain: 1)) }
  }

  func parameters(seed: UInt64 = 1) -> ParameterSet {
    ParameterSet(layout, drawnFrom: RandomStream(seed: seed))
  }
}

extension Tape {
  /// Numbers from outside that depend on the name alone.
  func drawn(_ name: String, _ extent: Extent) -> Variable {
    input(extent) { target in
      var random = RandomStream(seed: 3).split(name)
      for index in target.indices { target[index] = Float(random.normal()) }
    }
  }

  /// A number that depends on every element of an array: its distance from drawn numbers.
  func distance(_ variable: Variable, _ name: String = "target") -> Variable {
    squaredError(variable, drawn(name, self[variable].extent), scale: 0.5)
  }
}
