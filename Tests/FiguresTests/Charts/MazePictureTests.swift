import Figures
import LinearAlgebra
import Testing

struct MazePictureTests {
  @Test func wallsAndValuesColourTheirCells() throws {
    let picture = Gallery.maze(values: true, arrows: false, path: false)
    let raster = try #require(
      picture.scene().marks.compactMap { mark -> RasterMark? in
        if case .raster(let raster) = mark, raster.columns == picture.columns {
          raster
        } else {
          nil
        }
      }.first)
    let scale = try #require(picture.drawnScale)
    let values = try #require(picture.values)
    for place in picture.walls.indices {
      if picture.walls[place] {
        #expect(raster.colours[place] == MazeBody.wall)
      } else if !values.elements[place].isNaN {
        #expect(raster.colours[place] == scale.colour(values.elements[place]))
      }
    }
  }

  @Test func wallsDoNotStretchTheScale() throws {
    var picture = Gallery.maze(values: true, arrows: false, path: false)
    picture.values?[0, 0] = 1e9
    #expect(try #require(picture.drawnScale).upper <= 0)
  }

  @Test func wrongStepsLookDifferentWithoutColour() {
    func outline(_ judgement: MazeArrow.Judgement) -> [Mark] {
      MazeShapes.arrow(
        MazeArrow(
          at: MazeCell(row: 0, column: 0), rowStep: 0, columnStep: 1, judgement: judgement),
        Point(0, 0), cell: 30, ground: .white)
    }
    let counts = MazeArrow.Judgement.allCases.map { outline($0).count }
    #expect(outline(.wrong).count > outline(.right).count)
    #expect(counts.count == 3)
    func filledHeads(_ marks: [Mark]) -> Int {
      marks.count { if case .path(_, closed: true, .some, _) = $0 { true } else { false } }
    }
    #expect(filledHeads(outline(.right)) == 1)
    #expect(filledHeads(outline(.unjudged)) == 0)
  }

  @Test func arrowsPointWhereTheStepGoes() throws {
    for (row, column) in [(-1, 0), (1, 0), (0, -1), (0, 1), (1, 1), (-1, 1)] {
      let marks = MazeShapes.arrow(
        MazeArrow(
          at: MazeCell(row: 0, column: 0), rowStep: row, columnStep: column, judgement: .right),
        Point(0, 0), cell: 30, ground: .white)
      let head = try #require(
        marks.compactMap { mark -> [Point]? in
          if case .path(let points, closed: true, _, _) = mark { points } else { nil }
        }.first)
      #expect(head[0].x * Double(column) >= 0 && head[0].y * Double(row) >= 0)
      #expect(head[0].x * Double(column) + head[0].y * Double(row) > 8)
    }
  }

  @Test func thingsDifferInShapeAndCarryTheirLetter() {
    let drawn = MazeItem.Symbol.allCases.map { symbol in
      MazeShapes.item(
        MazeItem(symbol, .red, at: MazeCell(row: 0, column: 0)), Point(0, 0), cell: 30)
    }
    for first in drawn.indices {
      for second in drawn.indices where second > first { #expect(drawn[first] != drawn[second]) }
    }
    let texts = Gallery.maze(values: false, arrows: false, path: false).scene().texts.map(\.text)
    #expect(texts.contains("R") && texts.contains("B") && texts.contains("G"))
    #expect(texts.contains("blue door") && texts.contains("red key"))
  }

  @Test func tableHasOneRowACell() throws {
    let picture = Gallery.maze(values: true, arrows: true, path: true)
    let table = picture.table()
    #expect(table.rows.count == 121)
    let values = try #require(picture.values)
    for (row, value) in zip(table.rows, values.elements) {
      #expect(Double(row[9]) == value || (row[9] == "nan" && value.isNaN))
    }
    #expect(table.rows[9 * 11 + 9][3] == "blue door")
    #expect(table.rows[11 + 3][4] == "1")
    #expect(table.rows[11 + 4][5] == "1")
  }

  @Test func panelsOfAGridShareOneScale() throws {
    let grid = try #require(Gallery.mazes.last?.chart as? MazeGrid)
    let scale = try #require(grid.drawnScale)
    let lowest = grid.panels.compactMap(\.freeValues).flatMap(\.elements).filter(\.isFinite).min()
    #expect(scale.lower == lowest)
    let bars = grid.scene().regions.filter { $0.name == "colour bar" }
    #expect(bars.count == 1)
  }
}
