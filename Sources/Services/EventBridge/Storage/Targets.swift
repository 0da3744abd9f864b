internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

/// A target of a rule as it is stored.
struct StoredTarget: RowDecodable {
    static let columns: StaticString = "id, rule, name, definition"

    let id: Int64
    let rule: Int64
    let name: String
    let definition: Target

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        rule = try row[1]
        name = try row[2]
        do {
            definition = try Target(json: try row[3])
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError.column(index: 3, expected: "a target", found: "other bytes")
        }
    }
}

/// The rows of `events_target`. Access paths: by (rule, name), unique, for listing; by (bus, rule, id) for
/// compiling; by (bus, arn, rule_name) to find the rules of a target.
enum Targets {
    /// Adds a target to a rule or replaces the one of its name.
    static func put(_ target: Target, of rule: StoredRule, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            INSERT INTO events_target (bus, rule, rule_name, name, arn, definition)
            VALUES (\(rule.bus), \(rule.id), \(rule.name), \(target.id), \(target.arn), \(target.json()))
            ON CONFLICT (rule, name) DO UPDATE SET arn = excluded.arn, definition = excluded.definition
            """)
    }

    static func count(of rule: Int64, in tx: borrowing Transaction) throws -> Int {
        try tx.value("SELECT COUNT(*) FROM events_target WHERE rule = \(rule)", as: Int.self) ?? 0
    }

    static func listed(
        rule: Int64, after name: String, limit: Int, in tx: borrowing Transaction
    ) throws -> [StoredTarget] {
        try tx.all(
            """
            SELECT \(raw: StoredTarget.columns) FROM events_target
            WHERE rule = \(rule) AND name > \(name) ORDER BY name LIMIT \(limit)
            """)
    }

    /// All targets of a rule, in the order of their ids.
    static func all(of rule: StoredRule, in tx: borrowing Transaction) throws -> [StoredTarget] {
        try tx.all(
            """
            SELECT \(raw: StoredTarget.columns) FROM events_target
            WHERE bus = \(rule.bus) AND rule = \(rule.id) ORDER BY id
            """)
    }

    /// All targets of the rules of a bus, rule by rule. A rule has at most `TargetRules.targetsMax`.
    static func all(bus: Int64, in tx: borrowing Transaction) throws -> [StoredTarget] {
        try tx.all(
            """
            SELECT \(raw: StoredTarget.columns) FROM events_target
            WHERE bus = \(bus) ORDER BY rule, id
            """)
    }

    /// Names of the rules of a bus that have a target with the ARN, each once, in order.
    static func ruleNames(
        target arn: String, bus: Int64, after name: String, limit: Int, in tx: borrowing Transaction
    ) throws -> [String] {
        try tx.values(
            """
            SELECT DISTINCT rule_name FROM events_target
            WHERE bus = \(bus) AND arn = \(arn) AND rule_name > \(name)
            ORDER BY rule_name LIMIT \(limit)
            """)
    }

    /// Removes a target; answers whether there was one.
    static func remove(_ name: String, of rule: Int64, in tx: borrowing Transaction) throws -> Bool {
        try tx.changing("DELETE FROM events_target WHERE rule = \(rule) AND name = \(name)") > 0
    }
}
