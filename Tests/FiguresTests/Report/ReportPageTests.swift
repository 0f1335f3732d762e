import Figures
import Foundation
import Testing

struct ReportPageTests {
  static let nasty = "<script>alert(\"1\") & 'x'</script>"

  static var page: ReportPage {
    ReportPage(
      title: nasty, lead: [nasty],
      answers: ReportAnswers(
        columns: [nasty, "b"], rows: [.init(question: nasty, answers: [nasty, "Second."])]),
      facts: [Provenance.Fact(nasty, nasty)],
      sections: [
        ReportSection(
          heading: nasty, finding: nasty,
          account: FindingAccount(
            measured: nasty, control: nasty, shows: nasty, doesNotShow: nasty),
          paragraphs: [nasty],
          figures: [
            ReportFigure(
              image: "a \"b\".png", table: "javascript:alert(1).csv", alternativeText: nasty,
              caption: nasty, size: Size(400, 300))
          ],
          evidence: [
            EvidenceRow(
              claim: nasty, effect: nasty, interval: nasty, null: nasty, controls: nasty,
              status: .inconclusive(nasty)),
            EvidenceRow(claim: "b", effect: "0.2", status: .supports),
            EvidenceRow(claim: "c", effect: "0.1", status: .contradicts),
          ]),
        ReportSection(heading: "Second", finding: "Nothing more."),
      ],
      provenance: Provenance(
        software: nasty, command: nasty, checkpoint: nasty, data: nasty,
        extra: [Provenance.Fact(nasty, nasty)]),
      reproduction: [nasty], glossary: [Provenance.Fact(nasty, nasty)])
  }

  @Test func everyTextIsEscaped() {
    let html = ReportPageTests.page.html
    #expect(!html.contains("<script"))
    #expect(!html.contains("alert(\""))
    #expect(html.contains("&lt;script&gt;alert(&quot;1&quot;) &amp; &#39;x&#39;&lt;/script&gt;"))
  }

  @Test func answersStandSideBySide() {
    let html = ReportPageTests.page.html
    #expect(html.contains("<th scope=\"col\">b</th>") && html.contains("<td>Second.</td>"))
    let none = ReportPage(
      title: "a", lead: [],
      provenance: Provenance(software: "", command: "", checkpoint: "", data: ""))
    #expect(!none.html.contains("In short"))
  }

  @Test func linksStayRelative() {
    #expect(ReportFigure.link("figures/a b#1?.png") == "figures/a%20b%231%3F.png")
    #expect(ReportFigure.link("javascript:x") == "javascript%3Ax")
    #expect(ReportFigure.link("größe.png") == "gr%C3%B6%C3%9Fe.png")
    let html = ReportPageTests.page.html
    #expect(!html.contains("http:") && !html.contains("https:") && !html.contains("//"))
    #expect(!html.contains("@import") && !html.contains("url("))
  }

  @Test func everyTagIsClosed() throws {
    // A small reader of tags: what opens is closed in order.
    let void: Set<String> = ["meta", "img", "!DOCTYPE"]
    var open: [String] = []
    for piece in ReportPageTests.page.html.split(separator: "<").dropFirst() {
      let name = String(piece.prefix { !" >\n".contains($0) })
      if name.hasPrefix("/") {
        #expect(open.popLast() == String(name.dropFirst()))
      } else if !void.contains(name) {
        open.append(name)
      }
    }
    #expect(open == [])
  }

  @Test func evidenceIsReadWithoutColour() {
    let html = ReportPageTests.page.html
    #expect(html.contains("✓ supports"))
    #expect(html.contains("✗ contradicts"))
    #expect(html.contains("? inconclusive"))
  }

  @Test func picturesHaveWordsSizesAndNumbers() {
    let html = ReportPageTests.page.html
    #expect(html.contains("alt=\"&lt;script&gt;"))
    #expect(html.contains("width=\"400\" height=\"300\""))
    #expect(html.contains("href=\"javascript%3Aalert%281%29.csv\""))
  }

  @Test func headingsAreInOrderAndAnchorsMeetTheirLinks() {
    let html = ReportPageTests.page.html
    #expect(html.components(separatedBy: "<h1").count == 2)
    #expect(html.contains("href=\"#finding-2\"") && html.contains("id=\"finding-2\""))
    #expect(html.contains("<html lang=\"en\">") && html.contains("<main>"))
  }

  @Test func pageIsWrittenWholeOrNotAtAll() throws {
    let folder = NSTemporaryDirectory() + "mesascope-report-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try ReportPageTests.page.write(to: folder + "/index.html")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["index.html"])
    let text = try String(contentsOfFile: folder + "/index.html", encoding: .utf8)
    #expect(text == ReportPageTests.page.html)
    #expect(throws: FigureError.self) {
      try ReportPageTests.page.write(to: folder + "/index.html/page.html")
    }
  }

  @Test func controlCharactersDoNotReachThePage() {
    #expect(HTML.escaped("a\u{0}b\u{1B}c\nd") == "a\u{FFFD}b\u{FFFD}c\nd")
  }
}
