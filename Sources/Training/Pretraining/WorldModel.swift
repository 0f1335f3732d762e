import Agents
import Environments
import LinearAlgebra
import NeuralNetworks

/// A network with heads that predict the world from one of its sites: the next observation after
/// an action, and the number of steps to the goal.
///
/// The next observation is predicted as a change of the present one. At a site that is a map, it is read by a 3x3 convolution over the site's
/// channels and the action as constant planes; at a vector, by a dense layer over both. Steps to
/// the goal, in units of four, are read where the policy is read.
struct WorldModel {
  let architecture: any Architecture
  let site: SiteDescription
  let shape: ObservationShape
  let actions: Int
  /// Whether the environment knows the number of steps to the goal.
  let predictsSteps: Bool
  /// The network's parameters, then those of the heads.
  let layout: ParameterLayout

  static let width = 32
  /// Steps to the goal are predicted in this unit.
  static let stepUnit: Float = 4

  /// - Throws: ``TrainingError/badValue(key:value:allowed:)`` where the network has no such site.
  init(
    _ architecture: any Architecture, site name: String, shape: ObservationShape, actions: Int,
    predictsSteps: Bool
  ) throws(TrainingError) {
    let sites = architecture.sites.filter { $0.layout == .map || $0.layout == .vector }
    let chosen = name.isEmpty ? sites.last : sites.first { $0.name == name }
    guard let chosen else {
      throw .badValue(
        key: "site", value: name,
        allowed: "one of \(sites.map(\.name).joined(separator: ", "))")
    }
    self.architecture = architecture
    self.shape = shape
    self.actions = actions
    self.predictsSteps = predictsSteps
    site = chosen
    var layout = architecture.layout
    let inputs = chosen.channels + actions
    if chosen.layout == .map {
      layout.add("pretraining/inner/weight", [3, 3, inputs, Self.width], .he(gain: 1))
      layout.add("pretraining/next/weight", [1, 1, Self.width, shape.planes], .lecun(gain: 0.1))
      layout.add("pretraining/next/bias", [shape.planes], .constant(0))
    } else {
      layout.add("pretraining/inner/weight", [inputs, Self.width], .he(gain: 1))
      layout.add("pretraining/next/weight", [Self.width, shape.count], .lecun(gain: 0.1))
      layout.add("pretraining/next/bias", [shape.count], .constant(0))
    }
    layout.add("pretraining/inner/bias", [Self.width], .constant(0))
    if predictsSteps {
      layout.add("pretraining/steps/weight", [chosen.channels, Self.width], .he(gain: 1))
      layout.add("pretraining/steps/bias", [Self.width], .constant(0))
      layout.add("pretraining/steps/read", [Self.width, 1], .lecun(gain: 1))
    }
    self.layout = layout
  }

  /// The predictions for a batch on a tape.
  struct Prediction {
    /// Of the observation's shape.
    let next: Variable
    /// `[batch, 1, 1, 1]`, in units of ``stepUnit``; nil where nothing is known of steps.
    let steps: Variable?
  }

  /// - Parameters:
  ///   - reads: the cell of each sample at which the policy is read, within the sample.
  ///   - chosen: the action of each sample.
  func predict(
    _ observations: Variable, reads: [Int], chosen: [Int], ticks: Int, on tape: Tape
  ) -> Prediction {
    let tick = site.hasTicks ? ticks : 0
    let place = Site(site.name, tick: tick)
    tape.ports = SitePorts(captures: [place])
    let cells = shape.rows * shape.columns
    let positions = reads.enumerated().map { Int32($0.offset * cells + $0.element) }
    _ = architecture.forward(
      AgentInput(observations: observations, reads: positions, ticks: ticks), on: tape)
    guard let features = tape.ports.captured[place] else {
      preconditionFailure("The network passed no site \(place).")
    }
    let extent = tape[features].extent
    let perSample = extent.rows * extent.columns
    let oneHot = tape.input(extent.with(channels: actions)) { target in
      target.update(repeating: 0)
      for (sample, action) in chosen.enumerated() {
        for cell in 0..<perSample { target[(sample * perSample + cell) * actions + action] = 1 }
      }
    }
    let joined = tape.concatenate(features, oneHot)
    let weights = tape.parameter("pretraining/inner/weight")
    let bias = tape.parameter("pretraining/inner/bias")
    let isMap = site.layout == .map
    let inner =
      isMap
      ? tape.convolution(joined, weights: weights, bias: bias, rectifies: true)
      : tape.rectify(tape.dense(joined, weights: weights, bias: bias))
    let read = tape.parameter("pretraining/next/weight")
    let readBias = tape.parameter("pretraining/next/bias")
    let next =
      isMap
      ? tape.convolution(inner, weights: read, bias: readBias)
      : tape.dense(inner, weights: read, bias: readBias)
    // What is read is the change, so that what stays need not be carried through the network.
    let whole = tape.add(tape.flatten(observations), tape.flatten(next))
    guard predictsSteps else { return Prediction(next: whole, steps: nil) }
    let state = isMap ? tape.gather(features, at: positions) : features
    let hidden = tape.rectify(
      tape.dense(
        state, weights: tape.parameter("pretraining/steps/weight"),
        bias: tape.parameter("pretraining/steps/bias")))
    let steps = tape.dense(hidden, weights: tape.parameter("pretraining/steps/read"))
    return Prediction(next: whole, steps: steps)
  }
}
