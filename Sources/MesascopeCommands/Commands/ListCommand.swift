internal import Agents
internal import ArgumentParser
internal import Environments
internal import Experiments
internal import Storage
internal import Training

struct ListCommand: ParsableCommand {
  /// What can be listed.
  enum Subject: String, CaseIterable, ExpressibleByArgument {
    case architectures, environments, methods, presets, planted, probes, concepts, sites
  }

  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract:
      "Lists architectures, environments, methods, presets, planted networks, probes, concepts, or sites.",
    discussion: """
      Without a subject everything is listed but sites, which belong to a network and need \
      --checkpoint.

      Examples:
        mesascope list concepts
        mesascope list sites --checkpoint Output/demo/runs/red-door
      """)

  @Argument(
    help: ArgumentHelp("What to list.", valueName: "subject"))
  var subject: Subject?

  @Option(
    name: .long,
    help: ArgumentHelp("The network whose sites are listed.", valueName: "path"),
    completion: .file())
  var checkpoint: String?

  @OptionGroup var probes: ProbeFolderOptions

  @Flag(name: .long, help: "Print one JSON document for programs.")
  var json = false

  func validate() throws {
    if subject == .sites, checkpoint == nil {
      throw ValidationError("Sites belong to a network; name one with --checkpoint.")
    }
  }

  /// A heading and what stands under it.
  private struct Section {
    let name: String
    let entries: [(name: String, text: String)]
  }

  func run() throws {
    let subjects =
      subject.map { [$0] } ?? Subject.allCases.filter { $0 != .sites || checkpoint != nil }
    let sections = try subjects.map { try section($0) }
    guard !json else {
      Console.print(
        .object(
          sections.map { section in
            .init(
              section.name,
              .array(
                section.entries.map {
                  .object([
                    .init("name", .string($0.name)), .init("summary", .string($0.text)),
                  ])
                }))
          }))
      return
    }
    for (index, section) in sections.enumerated() {
      var list = DefinitionList()
      for (name, text) in section.entries { list.add(name, text) }
      Console.print((index > 0 ? "\n" : "") + "\(section.name):\n\(list.text)")
    }
  }

  private func section(_ subject: Subject) throws -> Section {
    Section(name: subject.rawValue, entries: try entries(subject))
  }

  private func entries(_ subject: Subject) throws -> [(name: String, text: String)] {
    switch subject {
    case .architectures: return Catalogue.entries.map { ($0.name, $0.summary) }
    case .environments:
      return EnvironmentCatalogue.all.map { type in
        let settings = type.settings.filter { $0 != "environment" }
        return (type.name, settings.isEmpty ? "no settings" : settings.joined(separator: ", "))
      }
    case .methods: return TrainingMethods.all.map { ($0.method, $0.summary) }
    case .presets: return Presets.entries.map { ($0.name, "\($0.summary) (\($0.time))") }
    case .planted: return PlantedChoice.list
    case .concepts:
      return ConceptCatalogue.all().map { concept in
        let kind =
          switch concept.kind {
          case .classes(let names): names.joined(separator: ", ")
          case .values(let unit): "a number of \(unit)"
          }
        return (concept.id, "\(concept.summary) (\(kind))")
      }
    case .sites:
      let network = try LoadedCheckpoint(checkpoint ?? "")
      return network.agent.architecture.sites.map { site in
        let ticks = site.hasTicks ? ", ticks \(site.firstTick)...\(network.agent.defaultTicks)" : ""
        return (site.name, "\(site.summary); \(site.channels) channels\(ticks)")
      }
    case .probes: return try probeEntries()
    }
  }

  private func probeEntries() throws -> [(name: String, text: String)] {
    try ProbeFolder.all(in: probes.folder).map { probe in
      (probe.id, probe.description.split(whereSeparator: \.isNewline).joined(separator: " "))
    }
  }
}
