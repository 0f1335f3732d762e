import LinearAlgebra

extension DeepRepeatedConvLSTM {
  package init(_ configuration: ArchitectureConfiguration) throws(ArchitectureError) {
    let form = try configuration.choice("form", default: GateForm.thinker)
    let head = try configuration.choice("head", default: Head.global)
    let side = head == .global ? 1...256 : 0...256
    let hasSpareGate = try configuration.flag("spare-gate", default: false)
    guard !hasSpareGate || form == .thinker else {
      throw .badSetting(
        key: "spare-gate", value: "true", allowed: "false where the form is \(form.rawValue)")
    }
    self.init(
      form: form,
      planes: try configuration.integer("planes", in: 1...256),
      channels: try configuration.integer("channels", default: 32, in: 1...1024),
      layers: try configuration.integer("layers", default: 3, in: 1...64),
      ticks: try configuration.integer("ticks", default: 3, in: 1...1000),
      actions: try configuration.integer("actions", default: 4, in: 2...31),
      pool: try configuration.choice("pool", default: Pool.perChannel),
      head: head,
      rows: try configuration.integer("rows", default: head == .global ? nil : 0, in: side),
      columns: try configuration.integer("columns", default: head == .global ? nil : 0, in: side),
      readWidth: try configuration.integer("read-width", default: 256, in: 1...4096),
      mode: try configuration.choice("mode", default: Mode.stateless),
      hasSpareGate: hasSpareGate)
  }

  package var configuration: ArchitectureConfiguration {
    var result = ArchitectureConfiguration([
      "form": form.rawValue, "planes": "\(planes)", "channels": "\(channels)",
      "layers": "\(layers)", "ticks": "\(ticks)", "actions": "\(actions)",
      "pool": pool.rawValue, "head": head.rawValue, "read-width": "\(readWidth)",
      "mode": mode.rawValue, "spare-gate": "\(hasSpareGate)",
    ])
    if head == .global {
      result["rows"] = "\(side.rows)"
      result["columns"] = "\(side.columns)"
    }
    return result
  }
}

extension ArchitectureConfiguration {
  /// One of the words of an enumeration, or the default when the key is absent.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, default fallback: Choice
  ) throws(ArchitectureError) -> Choice where Choice.RawValue == String {
    let words = Choice.allCases.map(\.rawValue)
    return Choice(rawValue: try word(key, default: fallback.rawValue, of: words)) ?? fallback
  }
}
