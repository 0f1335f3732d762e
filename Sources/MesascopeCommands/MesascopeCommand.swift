package import ArgumentParser
internal import Training

/// The root of all commands.
package struct MesascopeCommand: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "mesascope",
    abstract: "Is a trained network searching, and for what?",
    discussion: """
      Mesascope trains small agents, or reads networks that others trained, looks through \
      their activations for search and for goals, and writes down evidence: every claim with an \
      interval, a null and the controls it has to beat.

      Begin with 'mesascope demo'. It trains two agents, probes both and writes a report that \
      explains itself.
      """,
    version: "Mesascope \(Version.text)",
    subcommands: [],
    groupedSubcommands: [
      CommandGroup(name: "Begin", subcommands: [DemoCommand.self, DoctorCommand.self]),
      CommandGroup(
        name: "Agents",
        subcommands: [TrainCommand.self, PlantCommand.self, EvaluateCommand.self, ShowCommand.self]),
      CommandGroup(
        name: "Evidence",
        subcommands: [
          CaptureCommand.self, ProbeCommand.self, SimilarityCommand.self, EraseCommand.self,
          SearchCommand.self, PlanProbesCommand.self, InterveneCommand.self, ValidateCommand.self,
          GoalsCommand.self, CompareCommand.self,
        ]),
      CommandGroup(name: "Files", subcommands: [InspectCommand.self, ListCommand.self]),
    ])

  package init() {}
}
