/// Where a figure comes from; kept in the picture's text chunks and in a report's footer.
package struct Provenance: Sendable, Equatable {
  /// The tool and its version, for example `Mesascope 0.1.0`.
  package var software: String
  /// The command that made the figure, as it can be typed again.
  package var command: String
  /// The digest of the checkpoint, in hex; empty where there is none.
  package var checkpoint: String
  /// The digest of the data that was measured on, in hex; empty where there is none.
  package var data: String
  /// Further facts in the order given: seed, site, levels.
  package var extra: [Fact]

  /// A name and what it stands for.
  package struct Fact: Sendable, Equatable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package init(
    software: String, command: String, checkpoint: String = "", data: String = "",
    extra: [Fact] = []
  ) {
    self.software = software
    self.command = command
    self.checkpoint = checkpoint
    self.data = data
    self.extra = extra
  }

  /// The facts under the keys that a PNG carries them by, the empty ones left out.
  package var entries: [Fact] {
    let fixed = [
      Fact("Software", software), Fact("Mesascope:command", command),
      Fact("Mesascope:checkpoint", checkpoint), Fact("Mesascope:data", data),
    ]
    return fixed.filter { !$0.value.isEmpty } + extra.map { Fact("Mesascope:" + $0.name, $0.value) }
  }
}
