import Figures
import LinearAlgebra

extension Gallery {
  static let drawing: [String] = [
    "###########",
    "#.....#...#",
    "#.###.#.#.#",
    "#...#...#.#",
    "###.#####.#",
    "#...#.....#",
    "#.###.###.#",
    "#.....#...#",
    "#.###.#.###",
    "#...#.....#",
    "###########",
  ]

  static var walls: [Bool] { drawing.flatMap { $0.map { $0 == "#" } } }

  static func maze(values: Bool, arrows: Bool, path: Bool) -> MazePicture {
    let side = drawing.count
    var steps: [MazeArrow] = []
    var distances = Matrix<Double>(rows: side, columns: side)
    for row in 0..<side {
      for column in 0..<side where !walls[row * side + column] {
        distances[row, column] = -Double(abs(row - 9) + abs(column - 9)) / 16
        guard arrows else { continue }
        let down = row + 1 < side && !walls[(row + 1) * side + column]
        steps.append(
          MazeArrow(
            at: MazeCell(row: row, column: column), rowStep: down ? 1 : 0,
            columnStep: down ? 0 : 1,
            judgement: (row * 7 + column) % 5 == 0
              ? .wrong : (row + column) % 7 == 0 ? .unjudged : .right))
      }
    }
    distances[1, 1] = .nan
    let route = [
      (1, 3), (1, 4), (1, 5), (2, 5), (3, 5), (3, 6), (3, 7), (2, 7), (1, 7), (1, 8), (1, 9),
    ]
    return MazePicture(
      title: "Level 17 of the shifted support", rows: side, columns: side, walls: walls,
      items: [
        MazeItem(.door, .blue, at: MazeCell(row: 9, column: 9)),
        MazeItem(.key, .red, at: MazeCell(row: 1, column: 9)),
        MazeItem(.gem, .green, at: MazeCell(row: 9, column: 1)),
      ],
      agent: MazeCell(row: 1, column: 3),
      path: path ? route.map { MazeCell(row: $0.0, column: $0.1) } : [], arrows: steps,
      values: values ? distances : nil, quantity: "value (discounted reward)",
      subtitle: "A blue door, and red things that are not doors",
      caption: "The agent goes to the key.")
  }

  static var mazes: [Entry] {
    let ticks = (0..<6).map { tick -> MazePicture in
      var picture = maze(values: true, arrows: true, path: false)
      picture.title = "tick \(tick * 2)"
      picture.subtitle = ""
      picture.caption = "\(tick * 9) of 55 cells right"
      if var values = picture.values {
        for place in values.elements.indices {
          values.elements[place] = max(values.elements[place], -Double(tick + 1) / 6)
        }
        picture.values = values
      }
      return picture
    }
    let one = MazePicture(
      title: "One cell", rows: 1, columns: 1, walls: [false],
      agent: MazeCell(row: 0, column: 0), path: [MazeCell(row: 0, column: 0)],
      values: Matrix(rows: 1, columns: 1, elements: [2]), quantity: "value")
    let corners = MazePicture(
      title: "All things and all directions", rows: 3, columns: 6,
      walls: [Bool](repeating: false, count: 18),
      items: zip(MazeItem.Symbol.allCases, MazeItem.Paint.allCases + [.red]).enumerated().map {
        MazeItem($1.0, $1.1, at: MazeCell(row: 0, column: $0))
      },
      arrows: (-1...1).flatMap { row in (-1...1).map { (row, $0) } }.enumerated().map {
        MazeArrow(
          at: MazeCell(row: 1 + $0 / 6, column: $0 % 6), rowStep: $1.0, columnStep: $1.1,
          judgement: MazeArrow.Judgement.allCases[$0 % 3])
      })
    let large = MazePicture(
      title: "A large maze", rows: 80, columns: 120,
      walls: (0..<9600).map { ($0 / 120) % 2 == 1 && $0 % 9 != 0 },
      values: wave(80, 120), quantity: "value")
    return [
      Entry(name: "maze-plain", chart: maze(values: false, arrows: false, path: true)),
      Entry(name: "maze-plan", chart: maze(values: false, arrows: true, path: false)),
      Entry(name: "maze-values", chart: maze(values: true, arrows: true, path: true)),
      Entry(name: "maze-one-cell", chart: one), Entry(name: "maze-all-things", chart: corners),
      Entry(name: "maze-large", chart: large),
      Entry(
        name: "maze-ticks",
        chart: MazeGrid(
          title: "The value map grows from the goal", panels: ticks,
          subtitle: "Site value, level 17", caption: "Arrows are the greedy steps of each map.")),
    ]
  }
}
