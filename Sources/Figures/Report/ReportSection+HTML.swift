extension ReportSection {
  /// The section as HTML; `number` counts from one and names its anchor.
  func html(number: Int) -> String {
    var parts = [
      "<section class=\"finding\" id=\"finding-\(number)\" "
        + "aria-labelledby=\"finding-\(number)-heading\">",
      "<h2 id=\"finding-\(number)-heading\">\(HTML.escaped(heading))</h2>",
    ]
    if let status { parts.append("<p>\(status.html)</p>") }
    if !finding.isEmpty {
      parts.append("<p class=\"sentence\">\(HTML.escaped(finding))</p>")
    }
    parts += paragraphs.map { "<p>\(HTML.escaped($0))</p>" }
    parts += figures.map(\.html)
    if let account { parts.append(account.html) }
    if !evidence.isEmpty { parts.append(EvidenceRow.table(evidence)) }
    if furtherEvidence > 0 {
      let records = furtherEvidence == 1 ? "record is" : "records are"
      parts.append("<p>\(furtherEvidence) more \(records) in records.jsonl.</p>")
    }
    parts.append("</section>")
    return parts.joined(separator: "\n")
  }
}

extension FindingAccount {
  /// The four questions that every finding answers, as a list of definitions.
  var html: String {
    let rows = [
      ("What was measured", measured), ("Against which control", control),
      ("What it shows", shows), ("What it does not show", doesNotShow),
    ]
    let lines = rows.filter { !$0.1.isEmpty }.map { name, text in
      "<dt>\(name)</dt><dd>\(HTML.escaped(text))</dd>"
    }
    return "<dl class=\"account\">\n\(lines.joined(separator: "\n"))\n</dl>"
  }
}

extension ReportFigure {
  /// The picture with its caption and a link to its numbers.
  var html: String {
    let source = HTML.escaped(ReportFigure.link(image))
    let measure =
      size.map { " width=\"\(Int($0.width))\" height=\"\(Int($0.height))\"" } ?? ""
    var text = HTML.escaped(caption)
    if !table.isEmpty {
      let separator = text.isEmpty ? "" : " "
      text +=
        "\(separator)<a href=\"\(HTML.escaped(ReportFigure.link(table)))\">The numbers (CSV)</a>"
    }
    return """
      <figure>
      <a class="picture" href="\(source)"><img src="\(source)"\(measure) \
      alt="\(HTML.escaped(alternativeText))" loading="lazy"></a>
      <figcaption>\(text)</figcaption>
      </figure>
      """
  }

  /// A relative path as a link: bytes outside of the unreserved set are percent-encoded, and
  /// a name with a colon cannot be taken for another protocol.
  package static func link(_ path: String) -> String {
    var result = ""
    for byte in path.utf8 {
      let letter = Unicode.Scalar(byte)
      let plain =
        ("a"..."z").contains(letter) || ("A"..."Z").contains(letter)
        || ("0"..."9").contains(letter) || "-._~/".unicodeScalars.contains(letter)
      if plain {
        result.unicodeScalars.append(letter)
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return result
  }
}

extension EvidenceRow {
  /// All evidence of a section as a table that scrolls sideways on narrow screens.
  static func table(_ rows: [EvidenceRow]) -> String {
    let lines = rows.map { row in
      let cells = [row.effect, row.interval, row.null, row.controls].map {
        "<td>\(HTML.escaped($0))</td>"
      }
      return "<tr><th scope=\"row\">\(HTML.escaped(row.claim))</th>\(cells.joined())"
        + "<td>\(row.status.html)</td></tr>"
    }
    return """
      <div class="scroll" role="region" aria-label="Evidence" tabindex="0">
      <table class="evidence">
      <thead><tr><th scope="col">Claim</th><th scope="col">Effect</th>\
      <th scope="col">Interval</th><th scope="col">Null</th><th scope="col">Controls</th>\
      <th scope="col">The evidence</th></tr></thead>
      <tbody>
      \(lines.joined(separator: "\n"))
      </tbody>
      </table>
      </div>
      """
  }
}

extension EvidenceRow.Status {
  /// A chip with a sign and a word, so that it does not hang on colour.
  var chip: String {
    switch self {
    case .supports: "<span class=\"chip supports\">✓ supports</span>"
    case .contradicts: "<span class=\"chip contradicts\">✗ contradicts</span>"
    case .inconclusive: "<span class=\"chip inconclusive\">? inconclusive</span>"
    }
  }

  /// The chip with the reason, where there is one.
  var html: String {
    guard case .inconclusive(let reason) = self, !reason.isEmpty else { return chip }
    return chip + "<span class=\"reason\">\(HTML.escaped(reason))</span>"
  }
}
