internal import Experiments
internal import Probing
internal import Statistics
internal import Storage
internal import Training

/// A scan of activations that others made, from files to report.
struct ExternalScanRun {
  let path: String
  let options: ExternalOptions
  let scanning: ScanOptions
  let results: StudyOutputOptions
  /// Places of more bytes than this are read block by block.
  private static let mostInMemory = 1 << 30

  func run() throws {
    let data = try options.load(path)
    do {
      try results.withFolder("scan", named: Path.stem(of: path)) { try scan(data, in: $0) }
    } catch ScanError.interrupted {
      throw CommandFailure.interrupted(resume: "Stopped; nothing was written.")
    }
  }

  private func scan(_ data: ExternalData, in folder: String) throws {
    var settings = ExternalSettings()
    settings.seed = options.seed
    settings.kernels = scanning.kernels
    settings.sites = scanning.sites
    settings.ticks = scanning.probeTicks
    settings.radius = options.radius
    settings.allowsRepeats = options.allowRepeats
    settings.increments.permutations = scanning.permutations
    let printer = ProgressPrinter(isSilent: results.json)
    defer { printer.finish() }
    let interruption = Interruption.onSignals()
    let identity = EvidenceSubject(levels: data.digest, version: Version.text)
    let summary: ScanSummary
    let findings: [Finding]
    if try options.stream || data.largestPlace(settings) > Self.mostInMemory {
      if let kernel = scanning.kernels.first(where: { $0 != .single && $0 != .whole }) {
        throw CommandFailure.notStreamed(kernel: kernel.rawValue)
      }
      summary = try data.streamedScan(
        settings, progress: printer.handler, interruption: interruption)
      findings = [summary.finding(identity, title: "Scan of every place")]
    } else {
      let scan = try data.scan(
        settings, progress: printer.handler, interruption: interruption)
      (summary, findings) = (scan.summary, scan.findings(identity))
    }
    printer.finish()
    let subject = "\(path): \(data.size)"
    let axes = try data.axes(settings)
    let seen = data.observationInWords
    try ScanOutcome(
      summary, findings: findings,
      subject: ([subject] + AxesText.lines(axes) + [seen].compactMap { $0 }).joined(
        separator: "\n"),
      facts: [
        ("Activations", subject), ("Axes", axes.joined(separator: "; ")),
        ("Observation", seen ?? "none was given"),
        ("Labels", options.labels.joined(separator: ", ")),
      ],
      json: [
        .init(
          "activations",
          .object([
            .init("path", .string(path)), .init("rows", .integer(data.source.rows)),
            .init("groups", .integer(data.groupCount)),
            .init("labels_sha256", .string(data.digest)),
            .init("axes", .array(axes.map { .string($0) })),
          ]))
      ], folder: folder, provenance: CommandProvenance.make(data: data.digest)
    ).print(json: results.json)
  }
}
