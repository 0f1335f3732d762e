import Agents

/// Layer programs for the laws of all architectures; they see five planes on 5 x 4 cells.
enum LayerProgramSpecimens {
  static let wave = make(
    """
    drive = convolution observation channels=4
    repeat
    inner = convolution previous.hidden channels=4 add=drive rectify
    hidden = convolution inner channels=3 kernel=1 add=previous.hidden bias=no
    end
    here = gather hidden
    policy = dense here outputs=4
    """, ticks: 3)

  /// Every operation, both kinds of state, vectors and maps.
  static let all = make(
    """
    embedding = convolution observation channels=3 kernel=1
    flat = flatten embedding
    code = dense flat outputs=6 rectify
    weights = softmax code by=0.5
    plan = dense weights outputs=60 bias=no
    map = unflatten plan
    repeat
    moved = convolution previous.state channels=3 add=map gain=0.7
    gate = logistic moved
    candidate = tanh embedding
    product = multiply gate candidate
    kept = scale carried.state by=0.3
    sum = add product kept
    rest = subtract sum previous.state
    state = rectify rest
    end
    top = maximum state
    height = peak state
    level = broadcast height
    under = subtract state level
    kinds = concatenate state top
    both = concatenate kinds under
    average = mean both
    here = gather both
    difference = subtract here average
    joined = concatenate difference code
    policy = dense joined outputs=4
    value = dense here outputs=1
    """, ticks: 2)

  private static func make(_ program: String, ticks: Int) -> LayerProgram {
    do {
      return try LayerProgram(program, planes: 5, ticks: ticks, rows: 5, columns: 4)
    } catch {
      preconditionFailure("The specimen is no program: \(error)")
    }
  }
}
