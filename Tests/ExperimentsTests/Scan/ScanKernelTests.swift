import Experiments
import LinearAlgebra
import Probing
import Statistics
import Testing

@Suite struct ScanKernelTests {
  private func maps(_ rows: Int, _ columns: Int) -> Tensor {
    Tensor(
      shape: [2, rows, columns, 2],
      elements: (0..<2 * rows * columns * 2).map { Float($0) })
  }

  @Test func wholeAndMeanReadAllSquares() throws {
    let levels = [LevelKey(id: "a", digest: 1), LevelKey(id: "b", digest: 2)]
    let data = try ProbeData(levels: levels, cells: 1, values: [nil, 1])
    #expect(try ScanKernel.whole.features(maps(1, 2), for: data).elements == [4, 5, 6, 7])
    #expect(try ScanKernel.mean.features(maps(1, 2), for: data).elements == [5, 6])
  }

  @Test func aKernelThatDoesNotFitSaysWhy() {
    #expect(ScanKernel.single.obstacle(grid: (3, 3), labels: (3, 3)) == nil)
    // As many squares, and not the same ones.
    #expect(
      ScanKernel.single.obstacle(grid: (3, 5), labels: (5, 3))
        == .otherSquares(site: [3, 5], labels: [5, 3]))
    #expect(ScanKernel.threeByThree.obstacle(grid: (1, 1), labels: (1, 1)) == .noSquares)
    #expect(ScanKernel.mean.obstacle(grid: (3, 3), labels: (3, 3)) == .labelsOfSquares)
    #expect(ScanKernel.whole.obstacle(grid: (3, 3), labels: (1, 1)) == nil)
  }
}
