internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

/// The rule that EventBridge keeps on a bus for each archive there: it matches what the archive wants and no
/// event of a replay. An archive whose rule was removed by force keeps nothing more.
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html>
enum ArchiveRules {
    static let owner = "prod.vhs.events.aws.internal"

    static func name(_ archive: StoredArchive) -> String { "Events-Archive-\(archive.name)" }

    /// What the archive wants, of events that no replay sends.
    static func pattern(_ own: String?) throws -> String {
        var object = try own.map { try JSON(parsing: $0).object ?? [:] } ?? [:]
        object["replay-name"] = [["exists": false]]
        return JSON.object(object).text
    }

    static func make(
        for archive: StoredArchive, on bus: StoredBus, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws {
        let name = name(archive)
        let arn = try BusReference(archive.source, call.scope).rule(name)
        guard try Rules.named(name, bus: bus.id, in: tx) == nil else {
            throw ResourceAlreadyExistsException("Rule \(name) already exists on EventBus \(bus.name).")
        }
        let draft = StoredRule(
            id: 0, bus: 0, name: name, arn: arn.description, pattern: try pattern(archive.pattern),
            schedule: nil, state: StoredRule.enabled, description: nil, role: nil, createdBy: call.account,
            createdAt: call.now, managedBy: owner)
        let rule = try EventBridge.put(draft, on: bus, arn, [:], in: tx)
        try Targets.put(target(of: archive, name, call), of: rule, in: tx)
    }

    /// Events go to the archives of the region, each with the archive that is to keep it.
    private static func target(of archive: StoredArchive, _ name: String, _ call: Kernel.Call) -> Target {
        let place = "\(archive.arn):\(call.kernel.entropy.uuid())"
        let template = """
            {"archive-arn": "\(place)", "event": <aws.events.event.json>, \
            "ingestion-time": <aws.events.event.ingestion-time>}
            """
        return Target(
            id: name, arn: "arn:aws:events:\(call.region):::",
            inputTransformer: InputTransformer(inputTemplate: template, inputPathsMap: [:]))
    }

    static func update(for archive: StoredArchive, in tx: borrowing Transaction) throws {
        guard var rule = try Self.rule(of: archive, in: tx) else { return }
        rule.pattern = try pattern(archive.pattern)
        try Rules.update(rule, in: tx)
    }

    static func remove(of archive: StoredArchive, in tx: borrowing Transaction) throws {
        guard let rule = try Self.rule(of: archive, in: tx) else { return }
        try EventBridge.removeManaged(rule, in: tx)
    }

    private static func rule(
        of archive: StoredArchive, in tx: borrowing Transaction
    ) throws -> StoredRule? {
        try Rules.named(name(archive), bus: archive.bus, in: tx).flatMap {
            $0.managedBy == owner ? $0 : nil
        }
    }
}
