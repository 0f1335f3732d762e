/// What commands refuse beside the errors of the modules below them.
enum CommandFailure: Error, Equatable, Sendable {
  /// The processor lacks instruction sets that the build assumes.
  case processorTooOld(missing: [String])
  /// Ctrl-C; how to go on.
  case interrupted(resume: String)
  /// A `--set` that is not `key=value`.
  case badOverride(text: String)
  /// A list of ticks that is none.
  case badTicks(text: String)
  /// Ticks were asked of a network without ticks.
  case noTicks(architecture: String)
  /// Thinking steps were asked for of a network that carries nothing from step to step.
  case noMemory(architecture: String)
  /// A training could not write to its run.
  case cannotSave(reason: String, run: String)
  /// A change of the task's settings cannot be read.
  case badTaskSetting(text: String)
  /// A changed task has another number of outputs than the network.
  case otherOutputs(task: String, wanted: Int, found: Int)
  /// A changed task shows other planes than the network reads.
  case otherPlanes(task: String, wanted: Int, found: Int)
  /// Nothing is known to be measured on a task.
  case cannotEvaluate(task: String)
  /// Nothing says how levels become observations.
  case noEncoder(planes: Int)
  /// Fresh levels were asked for, and nothing says of which environment.
  case noEnvironment(option: String)
  /// A path holds nothing that is known.
  case unknownContent(path: String)
  /// A safetensors file of levels lacks a tensor.
  case notLevels(path: String, missing: String)
  /// A choice of channels that is none.
  case badChannels(text: String)
  /// A channel that the site does not have.
  case noSuchChannel(channel: Int, site: String, channels: Int)
  /// A level that a file does not have.
  case noSuchLevel(index: Int, count: Int, path: String)
  /// A folder where a run is made or found has one of another configuration.
  case otherRun(path: String, option: String)
  /// Values of a setting that cannot be read.
  case badVariation(text: String)
  /// Seeds that cannot be read.
  case badSeeds(text: String)
  /// One checkpoint was given where a run is needed.
  case needsRun(path: String)
  /// Levels were named for a task of which the tests of search draw their own, or none.
  case drawsItsOwn(path: String)
  /// An option that only mazes have, of a network of another task.
  case onlyOfMazes(option: String, path: String)
  /// Goals are told apart in the levels of an environment, and the checkpoint names none.
  case needsEnvironment(path: String)
  /// The checkpoint does not say what its network was trained on.
  case namesNoTask(path: String)
  /// Activations were to be written with a concept erased, and the erasure failed its check.
  case voidErasure(concept: String, why: String)
  /// A kernel that is not read block by block.
  case notStreamed(kernel: String)
  /// There is no planted network of that name.
  case unknownPlanted(id: String, known: [String])
  /// A planted network has no form of that number.
  case noSuchForm(id: String, form: Int, forms: [String])
  /// There is no camouflage of that name.
  case unknownDisguise(name: String, known: [String])
  /// Claims about a planted network do not hold.
  case claimsFail(network: String, count: Int)
  /// A folder for a report holds files of another one.
  case holdsReport(path: String, file: String)
  /// Something on this machine is missing.
  case doctorFound(problems: Int)
}

extension CommandFailure: CustomStringConvertible {
  var description: String {
    switch self {
    case .processorTooOld(let missing):
      "This processor lacks the instruction sets \(missing.joined(separator: ", ")), which "
        + "Mesascope is built for; it needs an x86-64 processor from about 2013 or later (x86-64-v3)."
    case .interrupted(let resume): resume
    case .badOverride(let text):
      "'\(text)' sets nothing; write --set section.key=value, as in --set training.updates=2000."
    case .unknownPlanted(let id, let known):
      "There is no planted network '\(id)'. There are: \(known.joined(separator: ", "))."
    case .noSuchForm(let id, let form, let forms):
      "\(id) has no form \(form). It has: \(forms.joined(separator: ", "))."
    case .unknownDisguise(let name, let known):
      "There is no camouflage '\(name)'. There are: \(known.joined(separator: ", "))."
    case .claimsFail(let network, let count):
      "\(count) of the claims about \(network) do not hold; no checkpoint was written. Its "
        + "construction or the reference is wrong on this machine: please report it."
    case .badTicks:
      "write whole numbers, 0 to 10000, and ranges, as in 0,1,2,5...10, or all, or last"
    case .noTicks(let architecture):
      "A \(architecture) network has no ticks; leave --ticks out."
    case .cannotSave(let reason, let run):
      "\(reason) When there is room again, go on with: mesascope train --resume \(run)"
    case .noMemory(let architecture):
      "This \(architecture) network carries nothing from step to step, so thinking steps change "
        + "nothing; leave --thinking-steps out."
    case .badTaskSetting(let text):
      "\"\(text)\" is no setting; write --set key=value, as in --set side=7."
    case .otherOutputs(let task, let wanted, let found):
      "The network has \(found) outputs, and \(task) with these settings needs \(wanted)."
    case .otherPlanes(let task, let wanted, let found):
      "The network reads \(found) planes, and what \(task) shows with these settings has "
        + "\(wanted); play it in a task that it can see."
    case .cannotEvaluate(let task):
      "There is nothing to play on \(task); its run's metrics.csv has what training measured."
    case .noEncoder(let planes):
      "The checkpoint does not say which environment it was trained in, and no encoding of levels "
        + "is known that makes \(planes) planes; add the environment to its metadata."
    case .noEnvironment(let option):
      "The checkpoint does not say which environment it was trained in, so no fresh levels can be "
        + "drawn. Give a file of levels with \(option)."
    case .unknownContent(let path):
      "'\(path)' is no checkpoint, run, activation store, level file or figure of Mesascope. Check the "
        + "path."
    case .notLevels(let path, let missing):
      "'\(path)' has no tensor '\(missing)', so it holds no levels. Give a text file of levels, or "
        + "safetensors with observation, start_row and start_column."
    case .badChannels: "write all, top:16 or a list such as 0,3,7"
    case .noSuchChannel(let channel, let site, let channels):
      "The site '\(site)' has no channel \(channel); its channels are 0 to \(channels - 1)."
    case .noSuchLevel(let index, let count, let path):
      "'\(path)' has no level \(index); it holds \(count), counted from 0."
    case .otherRun(let path, let option):
      "'\(path)' holds a run with another configuration or version. Remove that folder, or choose "
        + "another one with \(option)."
    case .badVariation:
      "write section.key and different values, as in environment.encoding=mixed:0,separate"
    case .badSeeds:
      "write different whole numbers and ranges, at most 1000, as in 1...8 or 1,5,9"
    case .needsRun(let path):
      "'\(path)' is one checkpoint, and this needs a whole run. Give the folder that a training "
        + "wrote."
    case .drawsItsOwn(let path):
      "'\(path)' was trained on a task without levels of the mazes. Leave out --levels, --side and "
        + "--checkpoint-levels."
    case .onlyOfMazes(let option, let path):
      "\(option) is of networks that act in mazes, and '\(path)' was trained on another task. Leave it "
        + "out."
    case .needsEnvironment(let path):
      "'\(path)' does not say which environment it was trained in, and goals are told apart in "
        + "that environment's levels. Give a checkpoint that Mesascope trained, or add the environment to "
        + "its metadata (environment.environment)."
    case .namesNoTask(let path):
      "'\(path)' does not say what its network was trained on, and the agent is played there. Give a "
        + "checkpoint that Mesascope trained, or add the environment to its metadata."
    case .voidErasure(let concept, let why):
      "The erasure of '\(concept)' failed its check, so no activations were written with --erased: "
        + "\(why)."
    case .notStreamed(let kernel):
      "The kernel \(kernel) is not read block by block, as these activations have to be; leave "
        + "--kernel out, or write the features that you mean as an array of their own."
    case .holdsReport(let path, let file):
      "'\(path)' already holds a report ('\(file)'), and two are not mixed. Choose another folder "
        + "with --output, or remove that one."
    case .doctorFound(let problems):
      "\(problems) thing\(problems == 1 ? " needs" : "s need") attention; each line marked ✗ says "
        + "what to do."
    }
  }
}
