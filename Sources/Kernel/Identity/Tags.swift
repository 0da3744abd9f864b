public import Store

/// The tags of resources, by ARN: one table for all services. Access path: by (arn, key).
public enum Tags {
    public static func of(_ arn: ARN, in tx: borrowing Transaction) throws -> [String: String] {
        var tags: [String: String] = [:]
        try tx.forEach("SELECT key, value FROM kernel_tag WHERE arn = \(arn.description)") { row in
            tags[try row.value(0)] = try row.value(1) as String
            return true
        }
        return tags
    }

    public static func set(_ tags: [String: String], on arn: ARN, in tx: borrowing Transaction) throws {
        for (key, value) in tags {
            try tx.run(
                """
                INSERT INTO kernel_tag (arn, key, value) VALUES (\(arn.description), \(key), \(value))
                ON CONFLICT (arn, key) DO UPDATE SET value = excluded.value
                """)
        }
    }

    public static func remove(_ keys: [String], from arn: ARN, in tx: borrowing Transaction) throws {
        for key in keys {
            try tx.run("DELETE FROM kernel_tag WHERE arn = \(arn.description) AND key = \(key)")
        }
    }

    /// Forgets all tags of a resource that is gone.
    public static func removeAll(of arn: ARN, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM kernel_tag WHERE arn = \(arn.description)")
    }
}
