import LinearAlgebra
import Storage
import Testing

private let example = Surroundings.fixture("Storage/hook_example.py")

// NumPy and safetensors are there only where an environment is given.
@Test(.enabled(if: Surroundings.python != nil, "needs Python with NumPy and safetensors"))
func readsWhatHooksCollected() throws {
  let folder = try TemporaryFolder()
  let path = folder.file("activations.safetensors")
  _ = try Surroundings.runPython([example, path])
  let source = try ActivationSource(path: path)
  #expect(source.sites.map(\.name) == ["core", "encoder"])
  #expect(source.sites.map(\.rowShape) == [[2], [3]])
  #expect(source.rows == 5)
  #expect(try source.groups() == [7, 7, 8, 8, 9])
  #expect(try source.integerLabels("move") == [0, 1, 2, 3, 0])
  // The first linear layer by hand; a later step works in place on what the hook was given.
  let batches: [[Float]] = [
    [0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11], [-4, -3, -2, -1], [0, 1, 2, 3],
  ]
  var expected: [Float] = []
  for row in batches {
    for output in 0..<3 {
      var sum: Float = 0
      for input in 0..<4 { sum += row[input] * (Float(4 * output + input) / 10 - 0.5) }
      expected.append(sum)
    }
  }
  let found = try source.withRows(0..<5, of: "encoder") { Array($0) }
  #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-5 })
  #expect(found.contains { $0 < 0 })
}

@Test(.enabled(if: Surroundings.python != nil, "needs Python with NumPy and safetensors"))
func hooksPutTheChannelsOfAConvolutionLast() throws {
  let folder = try TemporaryFolder()
  let path = folder.file("activations.safetensors")
  _ = try Surroundings.runPython([example, path, "convolution"])
  let source = try ActivationSource(path: path)
  // Two channels of three rows and four columns.
  #expect(try source.site(named: "encoder").rowShape == [3, 4, 2])
  let found = try source.withRows(0..<1, of: "encoder") { Array($0) }
  #expect(found.prefix(4) == [0, 12, 1, 13])
}

@Test func showsTheHooksThatAreTested() throws {
  let source = try TextFile.read("Sources/Storage/Arrays/ActivationSource.swift")
  let program = try TextFile.read(example)
  let marker = "# The lines of the documentation.\n"
  let lines = try #require(program.split(separator: marker).last)
    .split(separator: "\n", omittingEmptySubsequences: true)
  #expect(lines.count == 11)
  #expect(source.contains(lines.map { "///     \($0)\n" }.joined()))
  let readme = try TextFile.read("README.md")
  #expect(readme.contains("```python\n" + lines.map { "\($0)\n" }.joined() + "```"))
}
