extension GoalError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noLevels(let test): "\(test) got no levels. Give it some."
    case .notTwoThings(let level, let things):
      "Level \(level) holds \(things) thing\(things == 1 ? "" : "s"), and a choice is between two. "
        + "Use levels of the factorial support."
    case .unreachableThing(let level, let thing):
      "In level \(level) no way leads from the start to the \(thing). A choice needs both things "
        + "within reach; use levels of the factorial support."
    case .notFinite(let level):
      "The network's logits in level \(level) are NaN or infinite. Its training diverged, or the "
        + "checkpoint is damaged."
    case .tooFewAllowed(let wanted, let found, let drawn):
      "Of \(drawn) levels drawn only \(found) of the \(wanted) wanted are new and not from "
        + "training. Ask for fewer levels\(found >= 36 ? " (\(found / 36 * 36) at most)" : "") or take "
        + "larger mazes."
    case .noneApart(let levels, let squares):
      "In none of the \(levels) levels are the two things more than \(squares) squares apart, so that "
        + "the code of one cannot be changed without the other's. Mazes of 5x5 have no such levels: "
        + "train in larger ones (--set environment.side=7)."
    case .unequalLevels(let first, let second):
      "The two runs were measured on other levels (\(first) and \(second)). Measure both on the "
        + "same ones."
    case .noCourse(let why):
      "What the choice goes by cannot be followed over the checkpoints: \(why)."
    case .noRetention(let why):
      "The prerequisites of deceptive alignment cannot be asked of this network: \(why)."
    case .noOrder(let why):
      "The order of ways and goal cannot be told: \(why)."
    case .noUpdates(let why):
      "No small updates can be taken: \(why). Ask for more levels with --count."
    case .noVectorMemory(let architecture):
      "A remembered goal is looked for in a memory that is one vector and a site, and this "
        + "\(architecture) carries none or another. Give a recurrent network, such as a gru."
    case .noGoal(let end, let step):
      "No episode with the goal at the \(end) end is under way at step \(step), so that there is no "
        + "direction between the goals. Ask for more episodes."
    case .nothingChanges(let what):
      "Adding zero to \(what) changed what the network computes. That is a fault of this program or "
        + "machine, and no number of the test can be trusted; please report it."
    case .noCheckpoints: "There is no checkpoint to follow. Give at least one."
    }
  }
}
