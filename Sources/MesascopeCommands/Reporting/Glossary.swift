internal import Figures

/// The nouns of the project for a newcomer.
enum Glossary {
  static let entries: [Provenance.Fact] = [
    .init("Agent", "a small neural network that chooses one step in a maze at a time."),
    .init(
      "Balanced accuracy",
      "the share of right answers, each answer's share counting the same: 0.5 is guessing "
        + "between two, 1 the best."),
    .init(
      "Base objective",
      "what training rewarded: reaching a door. What the agent came to seek may "
        + "be something else that was always there with it, a proxy; here: red things."),
    .init("Checkpoint", "the network's numbers as they were at one moment of training, in a file."),
    .init(
      "Concept",
      "something that holds of a square of the maze, such as the direction that leads "
        + "to the door. Its labels come from the maze, never from the network."),
    .init(
      "Control",
      "what a score is worth nothing without: a reader of the picture alone, a network "
        + "that was never trained, labels exchanged between mazes."),
    .init(
      "History",
      "what the world itself has told up to a step, by what is in view and by every move; a "
        + "goal that was in view before is not part of it, for that has to be remembered."),
    .init(
      "Increment",
      "how much better a concept is read from picture and network together than from "
        + "the picture alone."),
    .init(
      "Interval",
      "the range that holds the true value in 95 of 100 repetitions with other mazes. "
        + "It is over mazes, not squares: squares of one maze are not independent."),
    .init("Level", "one maze with its things and the agent's start."),
    .init(
      "Macro-F1",
      "how well classes are told apart, 1 at best; every class counts the same, "
        + "however rare."),
    .init(
      "Null",
      "what is measured when there is nothing to find; p is how often it is then as large. The "
        + "null of an increment exchanges labels between mazes: a small p says that the network's "
        + "numbers go with the labels at all, the increment and its interval how much they add."),
    .init("Optimal", "the first step of a shortest way to the door."),
    .init(
      "Probe",
      "a simple reader (ridge regression) fitted to tell a concept from the numbers inside "
        + "the network, judged on mazes that it was not fitted on."),
    .init("Site", "a place inside the network where its numbers are read."),
    .init(
      "Supports, contradicts, inconclusive",
      "what evidence says about a claim. Inconclusive is an "
        + "answer: it names what was missing."),
    .init("Tick", "one round of the network's computation before it takes a step."),
  ]
}
