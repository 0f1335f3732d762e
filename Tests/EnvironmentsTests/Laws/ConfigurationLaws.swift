import Environments
import Testing

@Test(arguments: TaskLaw.all)
func aConfigurationMakesTheSameEnvironment(_ law: TaskLaw) throws {
  let configuration = try law.make().configuration
  #expect(configuration["environment"] == law.type.name)
  #expect(Set(configuration.keys).isSubset(of: law.type.settings))
  #expect(try law.type.init(configuration: configuration).configuration == configuration)
  #expect(try EnvironmentCatalogue.environment(configuration).configuration == configuration)
  // What was set is what is there; lists may be spaced in another way.
  for (setting, value) in law.settings {
    let text = try #require(configuration[setting])
    let same = Double(text).map { $0 == Double(value) } ?? false
    #expect(same || text.filter { $0 != " " } == value.filter { $0 != " " })
  }
}

@Test(arguments: TaskLaw.all.filter(\.settings.isEmpty))
func settingsThatCannotBeAreRefusedByName(_ law: TaskLaw) throws {
  let type = law.type
  for settings in try law.entry().refused {
    let first = try #require(settings.first)
    let configuration = Dictionary(uniqueKeysWithValues: settings.map { ($0.key, $0.value) })
    do {
      _ = try type.init(configuration: configuration)
      Issue.record("\(type.name) takes \(configuration).")
    } catch {
      #expect(error.description.contains(first.key), "\(configuration): \(error.description)")
    }
  }
  #expect(throws: EnvironmentError.self) { try type.init(configuration: ["no-such-thing": "1"]) }
  #expect(
    throws: EnvironmentError.unreadable(
      setting: "environment", value: "elsewhere", allowed: type.name)
  ) { try type.init(configuration: ["environment": "elsewhere"]) }
}

@Test func environmentsThatDoNotExistAreNamed() {
  let known = EnvironmentCatalogue.all.map { $0.name }
  #expect(throws: EnvironmentError.unknownEnvironment(name: "nowhere", known: known)) {
    try EnvironmentCatalogue.environment(["environment": "nowhere"])
  }
  #expect(Set(known).count == known.count)
}
