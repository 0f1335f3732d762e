import Figures
import Foundation
import LinearAlgebra

/// A heatmap with axes, labels and colour bar written as PNG, against matplotlib. Ours writes
/// its numbers as CSV beside the picture as well, as it always does.
struct HeatmapRow: BenchmarkRow {
  let name = "heatmap-png"
  let goal = 5.0
  let rows = 16
  let columns = 12
  /// Pictures a round.
  let repetitions = 5

  func measure() throws -> BenchmarkResult {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("mesascope-bench-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("heatmap.png").path

    let chart = heatmap()
    let size = try write(chart, to: path).size
    let scale = FigureFile.defaultScale
    let comparison = SideBySide(
      work: Double(repetitions), unit: "pictures", goal: goal, script: "heatmap_png.py",
      settings: [
        "threads": BenchmarkCatalogue.threads, "rows": rows, "columns": columns,
        "width": Int(size.width * scale), "height": Int(size.height * scale),
        "repetitions": repetitions,
      ])
    return try comparison.measure {
      for _ in 0..<repetitions { try write(chart, to: path) }
    }
  }

  private func heatmap() -> Heatmap {
    var random = RandomStream(seed: 1)
    return Heatmap(
      title: "Plan decodability by site and tick",
      values: Matrix(
        rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in random.uniform() }),
      rows: CategoryAxis("site", numbers: 0..<rows),
      columns: CategoryAxis("tick", numbers: 0..<columns), quantity: "increment in macro-F1")
  }

  @discardableResult
  private func write(_ chart: Heatmap, to path: String) throws -> FigureFile {
    let provenance = Provenance(software: "Mesascope benchmarks", command: "make bench ROW=\(name)")
    return try FigureFile.write(chart, to: path, provenance: provenance)
  }
}
