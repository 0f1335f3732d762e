internal import Experiments
internal import Figures
internal import LinearAlgebra
internal import Storage

/// A folder that figures are drawn into, each with its numbers as CSV beside.
struct FigureFolder: Sendable {
  let path: String
  /// What every figure of the folder carries.
  let provenance: Provenance

  /// Makes the folder and makes sure that it can be written.
  init(_ path: String, provenance: Provenance) throws {
    try Folder.prepareForOutput(path)
    self.path = path
    self.provenance = provenance
  }

  /// Draws a chart as `name.png`.
  @discardableResult
  func write(_ chart: any Chart, named name: String) throws -> FigureFile {
    try FigureFile.write(chart, to: Path.join(path, name + ".png"), provenance: provenance)
  }

  /// Draws charts, several at a time; files in their order.
  func write(_ charts: [(name: String, chart: any Chart)]) throws -> [FigureFile] {
    try Parallel.tryMap(charts.count) { index in
      try write(charts[index].chart, named: charts[index].name)
    }
  }
}
