import Storage
import Testing

/// Expects `body` to throw exactly `expected`, with a sentence that names `path`.
func expectRefusal<Failure: Error & Equatable & CustomStringConvertible>(
  _ expected: Failure, naming path: String, sourceLocation: SourceLocation = #_sourceLocation,
  _ body: () throws -> Void
) {
  do {
    try body()
    Issue.record("Nothing was refused.", sourceLocation: sourceLocation)
  } catch let error as Failure {
    #expect(error == expected, sourceLocation: sourceLocation)
    let sentence = error.description
    #expect(sentence.contains(path), "\(sentence)", sourceLocation: sourceLocation)
    #expect(sentence.hasSuffix(".") || sentence.hasSuffix("?"), sourceLocation: sourceLocation)
    #expect(!sentence.contains("is not as it should be"), sourceLocation: sourceLocation)
  } catch {
    Issue.record("Another error: \(error)", sourceLocation: sourceLocation)
  }
}
