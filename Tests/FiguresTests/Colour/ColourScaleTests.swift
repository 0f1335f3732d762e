import Figures
import LinearAlgebra
import Testing

struct ColourScaleTests {
  private func matrix(_ values: [Double]) -> Matrix<Double> {
    Matrix(rows: 1, columns: values.count, elements: values)
  }

  @Test func divergingScaleIsSymmetricAboutZeroOverAllPanels() {
    let scale = ColourScale.diverging([matrix([-0.2, 0.1]), matrix([0.5, .nan, .infinity])])
    #expect(scale.lower == -0.5)
    #expect(scale.upper == 0.5)
    #expect(scale.position(0) == 0.5)
    #expect(scale.colour(0) == ColourMap.diverging.table[ColourMap.steps / 2])
    #expect(!scale.clipsBelow && !scale.clipsAbove)
  }

  @Test func oppositeNumbersTakeMirroredPlaces() {
    let scale = ColourScale.diverging([matrix([-3, 2])])
    for value in [0.1, 1, 2.7, 3] {
      #expect(abs(scale.position(value) + scale.position(-value) - 1) < 1e-12)
    }
  }

  @Test func robustScaleLeavesOutliersOutAndSaysSo() {
    let scale = ColourScale.sequential(
      [matrix((0...100).map(Double.init) + [1e6])], span: .robust(0.05))
    #expect(scale.upper < 100)
    #expect(scale.lower > 0)
    #expect(scale.clipsAbove && scale.clipsBelow)
    #expect(scale.colour(1e6) == ColourMap.sequential.table.last)
  }

  @Test func fixedSpanSaysWhatLiesBeyondIt() {
    let scale = ColourScale.sequential([matrix([0.2, 1.4])], span: .fixed(0, 1))
    #expect(scale.lower == 0 && scale.upper == 1)
    #expect(scale.clipsAbove && !scale.clipsBelow)
  }

  @Test(arguments: [0.0, 0.25, -7, 1e9])
  func constantDataLiesInTheMiddleOfARange(value: Double) {
    let scale = ColourScale.sequential([matrix([value, value])])
    #expect(scale.lower < value && value < scale.upper)
    #expect(abs(scale.position(value) - 0.5) < 1e-9)
  }

  @Test func constantZeroDivergesFromZero() {
    let scale = ColourScale.diverging([matrix([0, 0])])
    #expect(scale.lower == -1 && scale.upper == 1)
  }

  @Test func dataWithoutFiniteNumbersIsSaidToBeEmpty() {
    #expect(ColourScale.sequential([matrix([.nan, .infinity])]).isEmpty)
    #expect(!ColourScale.sequential([matrix([.nan, 1])]).isEmpty)
  }
}
