import Environments
import LinearAlgebra
import Testing

@Test(arguments: SampleLaw.all)
func samplesAreFunctionsOfTheirStreamAndNumber(_ law: SampleLaw) throws {
  let task = try law.make()
  let first = task.samples(0..<6, drawnFrom: RandomStream(seed: 72))
  let later = task.samples(4..<9, drawnFrom: RandomStream(seed: 72))
  let size = task.observationShape.count
  #expect(first.inputs.elements[(4 * size)...].elementsEqual(later.inputs.elements[..<(2 * size)]))
  let width = task.targetCount
  #expect(
    first.targets.elements[(4 * width)...].elementsEqual(later.targets.elements[..<(2 * width)]))
  #expect(later.inputs.elements[..<size] != later.inputs.elements[size..<(2 * size)])
  #expect(task.samples(0..<6, drawnFrom: RandomStream(seed: 73)).inputs != first.inputs)
}

@Test(arguments: SampleLaw.all)
func samplesAreWrittenWholeAndStayInTheirRange(_ law: SampleLaw) throws {
  let task = try law.make()
  let first = task.samples(0..<1, drawnFrom: RandomStream(seed: 74))
  var input = [Float](repeating: .nan, count: task.observationShape.count)
  var target = [Float](repeating: .nan, count: task.targetCount)
  input.withUnsafeMutableBufferPointer { input in
    target.withUnsafeMutableBufferPointer { target in
      task.write(
        sampleDrawnFrom: RandomStream(seed: 74).split(0), input: input, target: target)
    }
  }
  #expect(input == first.inputs.elements && target == first.targets.elements)
  let range = task.observationRange
  #expect(input.allSatisfy { $0.isFinite && range.contains($0) })
  #expect(target.allSatisfy { $0.isFinite })
  #expect((0..<task.observationShape.rows * task.observationShape.columns).contains(task.readCell))
  if task.targetKind == .oneClass {
    for label in task.samples(0..<200, drawnFrom: RandomStream(seed: 75)).targets.elements {
      #expect(label == label.rounded() && label >= 0 && label < Float(task.outputCount))
    }
  }
}
