import Environments

extension TrainingError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unknownKey(let key, let section, let near):
      "The run file has an unknown key \"\(key)\" under \"\(section)\"."
        + (near.isEmpty ? "" : " Did you mean \(near.joined(separator: " or "))?")
    case .notAMapping(let section):
      "The run file's \"\(section)\" must be a list of \"key: value\" lines."
    case .badValue(let key, let value, let allowed):
      "\"\(key)\" is \"\(value)\"; it must be \(allowed)."
    case .badName(let name):
      "The run's name \"\(name)\" cannot name its folder: a name is not empty, has no \"/\" and does "
        + "not begin with a dot. Choose another name; where the folder lies is said with --output."
    case .unreadableYAML(let reason):
      "The run file cannot be read as YAML: \(reason)"
    case .unknownPreset(let name, let known):
      "There is no preset named \"\(name)\". Known are: \(known.joined(separator: ", "))."
    case .otherConfiguration(let path, let key, let found, let expected):
      "\(path) was made with \(key) \(found), not \(expected). Resume it with what it was made "
        + "with, or choose another output folder."
    case .diverged(let step):
      "The gradient stopped being a finite number at step \(step). Lower the learning rate, and "
        + "start from the last checkpoint or anew."
    case .unsupportedLayout(let layout):
      "The checkpoint's tensors are in the layout \"\(layout)\"; only HWIO is read."
    case .noEnvironment:
      "The checkpoint does not say which environment it was trained in. Give levels with --levels."
    case .methodNeeds(let method, let needs, let environment):
      "The method \(method) needs \(needs), and \(environment) is none. Choose another method or "
        + "another environment."
    case .notMazes(let environment):
      "The checkpoint was trained on \(environment), and this works in \(RedDoorEnvironment.name) "
        + "mazes; for it there are 'mesascope search' and 'mesascope inspect'"
        + (environment == QuadraticProblems.name
          ? "."
          : ", 'mesascope evaluate' and 'mesascope intervene'"
            + (environment == GoalRecallEnvironment.name ? ", and 'mesascope goals'." : "."))
    case .networkLacks(let method, let needs, let architecture, let remedy):
      "The method \(method) needs \(needs), and the \(architecture) of this run is none. \(remedy)"
    case .badReplay(let reason):
      "The training state in the checkpoint is damaged: \(reason). Resume from an earlier one."
    }
  }
}
