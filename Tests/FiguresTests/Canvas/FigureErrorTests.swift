import Figures
import Testing

struct FigureErrorTests {
  @Test(arguments: [
    FigureError.cannotWrite(path: "/a/b.png", reason: "no space left on device"),
    .cannotRead(path: "/a/b.png", reason: "no such file"),
    .sizeNotDrawable(width: 1, height: 99_999), .drawingFailed("out of memory"),
    .encodingFailed("bad"), .notAPicture(path: "/a/b.png", fact: "it ends inside a chunk"),
    .unknownFormat(path: "b.jpg"), .badTextKey("a  b"),
  ])
  func everyErrorIsASentence(error: FigureError) {
    let text = error.description
    #expect(text.hasSuffix("."))
    #expect(text.first?.isUppercase == true || text.first == "\"")
    #expect(!text.contains("FigureError"))
  }
}
