/// An array on a tape: a parameter, an input, or the result of an operation.
package struct Variable: Hashable, Sendable {
  package let index: Int
}
