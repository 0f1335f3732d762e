import LinearAlgebra
import Storage
import Testing

private func expectPythonStore(_ path: String) throws {
  let store = try ActivationStore(path: path)
  #expect(store.rows == 5)
  #expect(store.sites == [ActivationSite(name: "cell/hidden", rowShape: [2, 3, 4])])
  #expect(try store.groups() == [0, 0, 1, 1, 2])
  #expect(try store.integerLabels("distance") == [0, 1, 2, 0, 1])
  let tensor = try store.tensor(of: "cell/hidden")
  let expected = (0..<5).flatMap { row in (0..<24).map { Float(Double(row) + Double($0) / 100) } }
  #expect(tensor == Tensor(shape: [5, 2, 3, 4], elements: expected))
}

@Test func readsAStoreThatPythonWrote() throws {
  try expectPythonStore(Surroundings.fixture("Storage/store"))
}

// NumPy and safetensors are there only where an environment is given.
@Test(.enabled(if: Surroundings.python != nil, "needs Python with NumPy and safetensors"))
func readsAStoreThatPythonWritesNow() throws {
  let folder = try TemporaryFolder()
  let program = Surroundings.fixture("Storage/write_store.py")
  _ = try Surroundings.runPython([program, folder.file("store")])
  try expectPythonStore(folder.file("store"))
}

@Test func showsThePythonThatIsTested() throws {
  let source = try TextFile.read("Sources/Storage/Activations/ActivationStore.swift")
  let program = try TextFile.read(Surroundings.fixture("Storage/write_store.py"))
  let marker = "# The lines of the documentation.\n"
  let lines = try #require(program.split(separator: marker).last)
    .split(separator: "\n", omittingEmptySubsequences: true)
  #expect(lines.count >= 10)
  let shown = lines.map { "///     \($0)\n" }.joined()
  #expect(source.contains(shown))
}
