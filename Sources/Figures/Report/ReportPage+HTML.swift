extension ReportPage {
  /// The page as HTML, every text escaped, the style inside.
  package var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="generator" content="\(HTML.escaped(provenance.software))">
    <title>\(HTML.escaped(title))</title>
    <style>
    \(ReportStyle.css)
    </style>
    </head>
    <body>
    <main>
    <header>
    <h1>\(HTML.escaped(title))</h1>
    \(lead.map { "<p class=\"lead\">\(HTML.escaped($0))</p>" }.joined(separator: "\n"))
    </header>
    \(answersTable)
    \(contents)
    \(factsTable)
    \(sections.enumerated().map { $1.html(number: $0 + 1) }.joined(separator: "\n"))
    \(glossaryList)
    </main>
    \(footer)
    </body>
    </html>

    """
  }

  /// Writes the page under a temporary name and renames it.
  ///
  /// - Throws: ``FigureError/cannotWrite(path:reason:)``.
  package func write(to path: String) throws {
    try WholeFile.write(Array(html.utf8), to: path)
  }

  private var answersTable: String {
    guard let answers, !answers.rows.isEmpty else { return "" }
    let heads = answers.columns.map { "<th scope=\"col\">\(HTML.escaped($0))</th>" }
    let rows = answers.rows.map { row in
      "<tr><th scope=\"row\">\(HTML.escaped(row.question))</th>"
        + row.answers.map { "<td>\(HTML.escaped($0))</td>" }.joined() + "</tr>"
    }
    return """
      <section aria-labelledby="short">
      <h2 id="short">In short</h2>
      <div class="scroll"><table class="answers">
      <thead><tr><td></td>\(heads.joined())</tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody>
      </table></div>
      </section>
      """
  }

  private var factsTable: String {
    guard !facts.isEmpty else { return "" }
    let rows = facts.map { fact in
      "<tr><th scope=\"row\">\(HTML.escaped(fact.name))</th><td>\(HTML.escaped(fact.value))</td></tr>"
    }
    return """
      <section aria-labelledby="facts">
      <h2 id="facts">What was run</h2>
      <table class="facts">
      \(rows.joined(separator: "\n"))
      </table>
      </section>
      """
  }

  /// The findings at a glance, each a link to its section.
  private var contents: String {
    guard sections.count > 1 else { return "" }
    let lines = sections.enumerated().map { index, section in
      "<li><a href=\"#finding-\(index + 1)\">\(HTML.escaped(section.heading))</a>"
        + (section.status.map { " \($0.chip)" } ?? "")
        + (section.evidence.first.map { " <q>\(HTML.escaped($0.claim))</q>" } ?? "")
        + "<span class=\"glance\">\(HTML.escaped(section.finding))</span></li>"
    }
    return """
      <nav aria-labelledby="contents">
      <h2 id="contents">Findings at a glance</h2>
      <ol class="contents">
      \(lines.joined(separator: "\n"))
      </ol>
      </nav>
      """
  }

  private var glossaryList: String {
    guard !glossary.isEmpty else { return "" }
    let entries = glossary.map { entry in
      "<dt>\(HTML.escaped(entry.name))</dt><dd>\(HTML.escaped(entry.value))</dd>"
    }
    return """
      <section aria-labelledby="words">
      <h2 id="words">Words used here</h2>
      <dl class="glossary">
      \(entries.joined(separator: "\n"))
      </dl>
      </section>
      """
  }

  private var footer: String {
    var parts: [String] = []
    if !reproduction.isEmpty {
      let commands = reproduction.map(HTML.escaped).joined(separator: "\n")
      parts.append("<h2>How to make this again</h2>\n<pre><code>\(commands)</code></pre>")
    }
    let named = [
      Provenance.Fact("Made by", provenance.software),
      Provenance.Fact("Command", provenance.command),
      Provenance.Fact("Checkpoint digest", provenance.checkpoint),
      Provenance.Fact("Data digest", provenance.data),
    ]
    let rows = (named.filter { !$0.value.isEmpty } + provenance.extra).map { fact in
      "<dt>\(HTML.escaped(fact.name))</dt><dd><code>\(HTML.escaped(fact.value))</code></dd>"
    }
    parts.append(
      "<h2>Where this comes from</h2>\n<dl class=\"provenance\">\n"
        + rows.joined(separator: "\n")
        + "\n</dl>\n<p>Every picture carries the same facts in its text chunks.</p>")
    return "<footer>\n\(parts.joined(separator: "\n"))\n</footer>"
  }
}
