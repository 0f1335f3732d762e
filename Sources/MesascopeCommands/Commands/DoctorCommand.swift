internal import ArgumentParser
internal import Storage

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Checks processor, libraries, threads and fonts, and says what is missing.",
    discussion: """
      Prints one line a check; those that need attention begin with ✗ and say what to do, and the \
      exit status is then not 0. It also multiplies two matrices, so that a slow set-up is seen \
      before hours are spent on it.

      Example:
        mesascope doctor
      """)

  @Flag(name: .long, help: "Print one JSON document for programs.")
  var json = false

  @OptionGroup var threads: ThreadOptions

  func run() throws {
    threads.apply()
    let checks = Diagnosis.checks()
    if json {
      Console.print(
        .object([
          .init(
            "checks",
            .array(
              checks.map { check in
                .object([
                  .init("name", .string(check.name)), .init("found", .string(check.found)),
                  .init("is_good", .boolean(check.advice == nil)),
                  .init("advice", check.advice.map { .string($0) } ?? .null),
                ])
              }))
        ]))
    } else {
      var list = DefinitionList()
      for check in checks {
        list.add(
          "\(check.advice == nil ? "✓" : "✗") \(check.name)",
          [check.found, check.advice].compactMap { $0 }.joined(separator: " — "))
      }
      Console.print(list.text)
    }
    let problems = checks.count { $0.advice != nil }
    guard problems == 0 else { throw CommandFailure.doctorFound(problems: problems) }
    if !json { Console.print("\nEverything is in order. Begin with: mesascope demo") }
  }
}
