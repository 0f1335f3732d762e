/// Trainings that are ready to run: the YAML run files beside this one, in the order of lists.
package enum Presets {
  package struct Entry: Sendable {
    package let name: String
    /// What the run shows.
    package let summary: String
    /// How long it takes on two cores.
    package let time: String
    /// The run file.
    package let yaml: String
  }

  private static let files: [[UInt8]] = [
    PackageResources.red_door_yaml,
    PackageResources.any_door_yaml,
    PackageResources.red_door_reflex_yaml,
    PackageResources.red_door_vin_yaml,
    PackageResources.red_door_drc_yaml,
    PackageResources.red_door_decorrelated_5_yaml,
    PackageResources.red_door_decorrelated_50_yaml,
    PackageResources.red_door_wrong_reward_yaml,
    PackageResources.red_door_pretrained_yaml,
    PackageResources.red_door_ppo_yaml,
    PackageResources.keys_and_chests_yaml,
    PackageResources.cheese_yaml,
    PackageResources.retention_yaml,
    PackageResources.sokoban_small_yaml,
    PackageResources.boxoban_yaml,
    PackageResources.regression_yaml,
    PackageResources.regression_transformer_yaml,
    PackageResources.bandit_yaml,
    PackageResources.tree_q_yaml,
    PackageResources.planning_network_yaml,
    PackageResources.learned_optimizer_yaml,
    PackageResources.evolution_yaml,
    PackageResources.count_red_yaml,
  ]

  package static let entries: [Entry] = files.map { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    do {
      let root = try RunFileNode(text: text).entries(section: "whole")
      return Entry(
        name: try root["name"]?.word(key: "name") ?? "",
        summary: try root["about"]?.word(key: "about") ?? "",
        time: try root["takes"]?.word(key: "takes") ?? "", yaml: text)
    } catch {
      preconditionFailure("A preset cannot be read: \(error)")
    }
  }

  /// The configuration of a name.
  ///
  /// - Throws: ``TrainingError/unknownPreset(name:known:)``.
  package static func configuration(named name: String) throws -> RunConfiguration {
    guard let entry = entries.first(where: { $0.name == name }) else {
      throw TrainingError.unknownPreset(name: name, known: entries.map(\.name))
    }
    return try RunConfiguration(yaml: entry.yaml)
  }
}
