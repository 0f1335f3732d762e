import Agents
import LinearAlgebra
import NeuralNetworks
import Testing

private let residualText = """
  embedding = convolution observation channels=6
  lit = rectify embedding
  drive = convolution lit channels=6
  repeat
  before = rectify previous.hidden
  inner = convolution before channels=6 bias=no add=drive rectify
  hidden = convolution inner channels=6 add=previous.hidden
  end
  seen = rectify hidden
  here = gather seen
  wide = dense here outputs=7 rectify
  policy = dense wide outputs=4
  """

/// The recurrent residual network written as a program computes what the architecture does.
@Test(arguments: [0, 1, 4])
func aProgramComputesWhatTheSameArchitectureDoes(ticks: Int) throws {
  let residual = RecurrentResidual(planes: 5, channels: 6, ticks: 4, readWidth: 7)
  let specimen = Specimen(description: "", architecture: residual)
  let program = try LayerProgram(residualText, planes: 5, ticks: 4)
  var parameters = ParameterSet(program.layout)
  let names = [
    "embedding/weight": "embedding/weight", "embedding/bias": "embedding/bias",
    "drive/weight": "cell/from-embedding/weight", "drive/bias": "cell/inner/bias",
    "inner/weight": "cell/from-hidden/weight", "hidden/weight": "cell/update/weight",
    "hidden/bias": "cell/update/bias", "wide/weight": "read/hidden/weight",
    "wide/bias": "read/hidden/bias", "policy/weight": "read/policy/weight",
    "policy/bias": "read/policy/bias",
  ]
  #expect(Set(names.keys) == Set(program.layout.entries.map(\.name)))
  for (own, other) in names { parameters[own] = specimen.parameters[other] }
  let observations = Specimen.observations(5)
  let reads = Specimen.reads(5)
  let sites = ticks > 0 ? [Site("hidden", tick: ticks)] : []
  let result = try Agent(program, parameters: parameters).run(
    observations, reads: reads, ticks: ticks, capturing: sites)
  let expected = try specimen.agent.run(
    observations, reads: reads, ticks: ticks,
    capturing: sites.map { Site("cell/hidden", tick: $0.tick) })
  #expect(result.logits.elements.count == expected.logits.elements.count)
  for (own, other) in zip(result.logits.elements, expected.logits.elements) {
    #expect(abs(own - other) <= 1e-5 * (1 + abs(other)))
  }
  for site in sites {
    let own = try #require(result.activations[site])
    let other = try #require(expected.activations[Site("cell/hidden", tick: site.tick)])
    for (own, other) in zip(own.elements, other.elements) {
      #expect(abs(own - other) <= 1e-5 * (1 + abs(other)))
    }
  }
}

/// A counter that is carried counts the steps of an episode, one that is repeated the ticks.
@Test func whatIsCarriedGoesFromStepToStepAndWhatIsPreviousFromTickToTick() throws {
  let program = try LayerProgram(
    """
    repeat
    ticks = convolution observation channels=1 kernel=1 add=previous.ticks
    end
    steps = convolution observation channels=1 kernel=1 add=carried.steps
    here = concatenate ticks steps
    policy = gather here
    """, planes: 1, ticks: 3)
  var parameters = ParameterSet(program.layout)
  for name in ["ticks/weight", "steps/weight"] { parameters[name][0, 0, 0, 0] = 1 }
  let agent = Agent(program, parameters: parameters)
  let observations = Tensor(shape: [2, 2, 2, 1], elements: [1, 2, 3, 4, 5, 6, 7, 8])
  var memory: [Tensor] = []
  for step in 1...3 {
    let output = try agent.run(observations, reads: [[3], [0, 1]], memory: memory)
    memory = output.memory
    #expect(memory.map(\.shape) == [[2, 2, 2, 1]])
    let seen: [Float] = [4, 5, 6]
    for (row, number) in seen.enumerated() {
      #expect(output.logits[row, 0] == 3 * number)
      #expect(output.logits[row, 1] == Float(step) * number)
    }
  }
}

/// The largest number of a map, and how far each square is below it.
@Test func aPeakIsTheLargestOfAMapAndCanBeBroadcast() throws {
  let program = try LayerProgram(
    """
    height = peak observation
    level = broadcast height
    under = subtract observation level
    policy = gather under
    """, planes: 2)
  let observations = Tensor(
    shape: [2, 1, 3, 2], elements: [1, -5, 4, -2, 3, -9, 0, 7, -1, 8, -2, 6])
  let output = try Agent(program, parameters: ParameterSet(program.layout)).run(
    observations, reads: [[0, 1, 2], [2]], capturing: [Site("height")])
  #expect(output.activations[Site("height")]?.elements == [4, -2, 0, 8])
  #expect(output.logits.elements == [-3, -3, 0, 0, -1, -7, -2, -2])
}

@Test(arguments: [
  ("here = gather observation", "no statement is called policy"),
  ("policy = gather observation; policy = gather observation", "the name policy is taken"),
  ("policy = gather", "gather reads 1, not 0"),
  ("policy gather observation", "a statement is"),
  ("policy = guess observation", "there is no operation \"guess\""),
  ("policy = dense observation", "dense needs outputs=NUMBER"),
  ("policy = dense observation outputs=0", "outputs must be a whole number from 1"),
  ("policy = dense observation outputs=4", "it is a map"),
  ("a = convolution observation channels=2 kernel=2; policy = gather a", "kernel must be odd"),
  ("a = gather missing; policy = gather a", "nothing before it is called missing"),
  ("a = rectify previous.a; policy = gather a", "previous.a asks for a repeated statement"),
  ("repeat; a = rectify previous.a; end; policy = gather a", "its shape hangs on itself"),
  ("repeat; a = rectify observation", "has no \"end\""),
  ("a = rectify observation; end; policy = gather a", "there is no \"repeat\""),
  ("a = flatten observation; policy = dense a outputs=4", "needs the settings rows and columns"),
  (
    "a = convolution observation channels=2; b = add a observation; policy = gather b",
    "2 and 3 channels do not go together"
  ),
  ("a = gather observation; b = add observation a; policy = gather b", "a map and a vector"),
  ("a = gather observation; b = convolution a channels=2; policy = gather b", "needs a map"),
  ("a = gather observation; b = peak a; policy = dense b outputs=4", "peak needs a map"),
  ("a = broadcast observation; policy = gather a", "broadcast needs one vector a sample"),
  (
    "a = gather observation; policy = dense a outputs=4; b = rectify carried.policy",
    "is read at the agent's cell and cannot be kept"
  ),
  ("observation = rectify observation; policy = gather observation", "a name is of letters"),
  ("policy = gather observation; value = gather observation", "a value is one number"),
  (
    "a = convolution observation channels=4096 kernel=63; b = convolution a channels=4096 kernel=63; "
      + "policy = gather b", "parameters"
  ),
  ("a = scale observation by=x; policy = gather a", "by must be a number"),
  ("a = rectify observation gain=2; policy = gather a", "rectify has no setting \"gain\""),
])
func aBadProgramIsRefusedWithItsReason(program: String, reason: String) {
  do {
    _ = try LayerProgram(program, planes: 3)
    Issue.record("The program was taken: \(program)")
  } catch {
    #expect("\(error)".contains(reason), "\(error)")
  }
}

@Test func aProgramComesBackFromItsConfiguration() throws {
  for original in [LayerProgramSpecimens.wave, LayerProgramSpecimens.all] {
    let back = try LayerProgram(original.configuration)
    #expect(back.configuration == original.configuration)
    #expect(back.statements == original.statements)
    #expect(back.layout.entries.map(\.name) == original.layout.entries.map(\.name))
  }
  var configuration = LayerProgramSpecimens.wave.configuration
  configuration["actions"] = "5"
  #expect(throws: ArchitectureError.self) { try LayerProgram(configuration) }
}
