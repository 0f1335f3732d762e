// ProbingTests
