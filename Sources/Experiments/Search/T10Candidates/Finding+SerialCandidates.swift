internal import Statistics

extension Finding {
  /// T10 in levels with two ways, and what was looked for from tick to tick.
  ///
  /// Where one candidate after another is found, that is what is said of candidates, and of their worth
  /// unless the worth of a way was found; what was found in levels with two ways stays. Where none is
  /// found, the record says so under a name of its own.
  func joined(_ serial: Finding) -> Finding {
    let presence = serial.records.first { $0.test == CandidateNames.presence }
    guard presence?.status == .supports else {
      var result = self
      result.records += [presence].compactMap { $0 }.map { $0.named(CandidateNames.serial) }
      return result
    }
    let kept = records.filter {
      $0.test == CandidateNames.swap
        || ($0.test == CandidateNames.value && $0.status == .supports)
    }
    let value = kept.filter { $0.test == CandidateNames.value }
    var result = serial
    result.records =
      value
      + serial.records.map { record in
        !value.isEmpty && record.test == CandidateNames.value
          ? record.named(CandidateNames.serialValue) : record
      } + kept.filter { $0.test == CandidateNames.swap }
    guard !kept.isEmpty else { return result }
    result.measured += " " + measured
    result.control += " " + control
    result.shows += " " + shows
    result.charts += charts
    return result
  }
}

extension EvidenceRecord {
  fileprivate func named(_ test: String) -> EvidenceRecord {
    var record = self
    record.test = test
    return record
  }
}
