internal import Kernel
internal import Store

/// The rows of `sns_sms`, one a scope. Access path: by scope.
enum SMSSettings {
    static func of(_ scope: Int64, in tx: borrowing Transaction) throws -> [String: String] {
        let text = try tx.value("SELECT attributes FROM sns_sms WHERE scope = \(scope)", as: String.self)
        return text.map(AttributeText.decode) ?? [:]
    }

    static func set(
        _ attributes: [String: String], of scope: Scope, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO sns_sms (scope, attributes) VALUES (\(scope.id), \(AttributeText.encode(attributes)))
            ON CONFLICT (scope) DO UPDATE SET attributes = excluded.attributes
            """)
    }
}
