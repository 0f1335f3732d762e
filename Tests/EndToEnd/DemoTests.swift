import Figures
import Foundation
import Storage
import TestSupport
import Testing

/// The quick demo, end to end, on one, two and three threads.
@Suite(.serialized) struct DemoTests {
  private func demo(threads: Int) throws -> (folder: ScratchFolder, result: Tool.Result) {
    let scratch = try ScratchFolder()
    let result = try Tool.run(
      ["demo", "--quick", "--threads", "\(threads)"], in: scratch.path)
    return (scratch, result)
  }

  private func digests(of folder: String) throws -> [String: String] {
    var result: [String: String] = [:]
    for name in try ScratchFolder.listing(of: folder)
    where !Folder.isFolder(folder + "/" + name) && Path.name(of: name) != "times.csv" {
      result[name] = SHA256.hexadecimal(of: try ScratchFolder.bytes(of: folder + "/" + name))
    }
    return result
  }

  @Test func theQuickDemoWritesTheSameWholeReportOnAnyNumberOfThreads() throws {
    let (first, result) = try demo(threads: 2)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("Open Output/demo-quick/index.html"))
    let folder = first.file("Output/demo-quick")
    try checkPage(folder)
    try checkFigures(folder + "/figures")

    let reference = try digests(of: folder)
    #expect(reference.count > 70)
    for threads in [1, 3] {
      let (other, result) = try demo(threads: threads)
      #expect(result.status == 0, "\(result.errors)")
      let found = try digests(of: other.file("Output/demo-quick"))
      #expect(Set(found.keys) == Set(reference.keys))
      let differing = reference.keys.filter { found[$0] != reference[$0] }.sorted()
      #expect(differing.isEmpty, "on \(threads) threads: \(differing)")
    }
    try checkAgain(first, before: reference)
  }

  /// Every picture and table that the page names is there, and so are the words for newcomers.
  private func checkPage(_ folder: String) throws {
    let page = try TextFile.read(folder + "/index.html")
    for words in [
      "Quick run: these findings mean nothing", "Findings at a glance", "What it does not show",
      "Against which control", "Words used here", "Is the plan readable? (T1)",
      "What this report does not show", "mesascope demo",
    ] {
      #expect(page.contains(words), "\(words)")
    }
    let links = page.matches(of: /(?:src|href)="(figures\/[^"]+)"/).map { String($0.1) }
    #expect(links.count > 50)
    for link in Set(links) { #expect(Folder.exists(folder + "/" + link), "\(link)") }
    #expect(!page.contains("nan "))
  }

  /// Every figure says where it comes from.
  private func checkFigures(_ folder: String) throws {
    let pictures = try ScratchFolder.listing(of: folder).filter { $0.hasSuffix(".png") }
    #expect(pictures.count > 25)
    for name in pictures {
      let picture = try PNGPicture(path: folder + "/" + name)
      #expect(picture.text("Software")?.hasPrefix("Mesascope ") == true)
      #expect(picture.text("Mesascope:command") == "mesascope demo --quick")
      #expect((picture.text("Mesascope:checkpoint") ?? "").count >= 64)
      #expect((picture.text("Mesascope:data") ?? "").count >= 64)
      let table = String(name.dropLast(3)) + "csv"
      #expect(!(try CSVTable(path: folder + "/" + table).columns.isEmpty))
    }
  }

  /// A second run uses the agents again and says so; another seed is refused.
  private func checkAgain(_ scratch: ScratchFolder, before: [String: String]) throws {
    let again = try Tool.run(["demo", "--quick"], in: scratch.path)
    #expect(again.status == 0, "\(again.errors)")
    #expect(again.output.matches(of: /used again/).count == 2)
    #expect(try digests(of: scratch.file("Output/demo-quick")) == before)

    let other = try Tool.run(["demo", "--quick", "--seed", "2"], in: scratch.path)
    #expect(other.status == 1)
    #expect(other.errors.contains("another configuration"))
    #expect(try digests(of: scratch.file("Output/demo-quick")) == before)
  }
}
