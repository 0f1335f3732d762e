import Testing

@Test func theRootHelpIsATableOfCommands() throws {
  let result = try Tool.run(["--help"])
  #expect(result.status == 0)
  #expect(
    result.output == """
      OVERVIEW: Is a trained network searching, and for what?

      Mesascope trains small agents, or reads networks that others trained, looks
      through their activations for search and for goals, and writes down evidence:
      every claim with an interval, a null and the controls it has to beat.

      Begin with 'mesascope demo'. It trains two agents, probes both and writes a
      report that explains itself.

      USAGE: mesascope <subcommand>

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.

      BEGIN SUBCOMMANDS:
        demo                    Trains two agents, probes both, and writes a report
                                that explains itself.
        doctor                  Checks processor, libraries, threads and fonts, and
                                says what is missing.

      AGENTS SUBCOMMANDS:
        train                   Trains a network and leaves a run: checkpoints,
                                metrics, configuration.
        plant                   Writes a network whose weights are set by formula, so
                                that what it computes is known.
        evaluate                Plays levels with a checkpoint and says how well, by
                                number of ticks.
        show                    Draws one level as the agent sees it, its path, and
                                raw channels by tick.

      EVIDENCE SUBCOMMANDS:
        capture                 Writes activations and labels to a folder that any
                                tool can read.
        probe                   Fits probes over a network, or over activations from
                                anywhere, beside their controls.
        similarity              How alike networks are at one place, beside floors
                                and ceilings.
        erase                   Takes concepts out of activations, checks that they
                                are gone, and says what else went.
        search                  Does the network search? Ten tests, five ingredients,
                                and a verdict that may abstain.
        plan-probes             What an agent will do at each square, read by layer
                                and tick, over ticks, and written.
        intervene               Changes activations at one site and says what it does
                                to decisions, beside random changes as large.
        validate                Scores the verdicts against networks whose inner
                                workings are known.
        goals                   What the agent goes for: doors or red things, and
                                where each is represented.
        compare                 What runs have in common: behaviour, goals and codes
                                over seeds and trainings.

      FILES SUBCOMMANDS:
        inspect                 Says what is in a checkpoint, run, activation store,
                                level file or figure.
        list                    Lists architectures, environments, methods, presets,
                                planted networks, probes, concepts, or sites.

        See 'mesascope help <subcommand>' for detailed help.

      """)
  // The same without any word.
  #expect(try Tool.run([]).output == result.output)
}

@Test func theHelpOfDoctorIsWhole() throws {
  #expect(
    try Tool.run(["doctor", "--help"]).output == """
      OVERVIEW: Checks processor, libraries, threads and fonts, and says what is
      missing.

      Prints one line a check; those that need attention begin with ✗ and say what to
      do, and the exit status is then not 0. It also multiplies two matrices, so that
      a slow set-up is seen before hours are spent on it.

      Example:
        mesascope doctor

      USAGE: mesascope doctor [--json] [--threads <n>]

      OPTIONS:
        --json                  Print one JSON document for programs.
        --threads <n>           Threads that share the work; results do not depend on
                                it. (default: all cores)
        --version               Show the version.
        -h, --help              Show help information.


      """)
}

@Test(arguments: [
  "demo", "doctor", "train", "evaluate", "show", "capture", "probe", "similarity", "erase",
  "search", "plan-probes", "intervene", "validate", "goals", "compare", "plant", "inspect", "list",
])
func everyCommandSaysWhatItDoesWithAnExample(command: String) throws {
  let result = try Tool.run(["help", command])
  #expect(result.status == 0)
  #expect(result.errors.isEmpty)
  #expect(result.output.contains("USAGE: mesascope \(command)"))
  #expect(result.output.contains("Example"))
  #expect(result.output.contains("  mesascope \(command)"))
  // Nothing is wider than a terminal, but the line of usage.
  for line in result.output.split(separator: "\n") where !line.hasPrefix("USAGE") {
    #expect(line.count <= 80, "\(line)")
  }
}

@Test func theVersionAndCompletionsArePrinted() throws {
  let version = try Tool.run(["--version"])
  #expect(version.output.hasPrefix("Mesascope "))
  #expect(version.status == 0)
  for shell in ["bash", "zsh", "fish"] {
    let script = try Tool.run(["--generate-completion-script", shell])
    #expect(script.status == 0)
    #expect(script.output.contains("mesascope"))
    #expect(script.output.contains("evaluate"))
  }
}
