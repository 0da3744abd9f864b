internal import Store

/// What purged and deleted queues leave behind, in all tables that have a line.
enum AbandonedLines {
    /// Removes up to `limit` rows of a line; answers whether there may be more.
    ///
    /// Groups go after the messages that name them, since the ids of groups are used again.
    static func removePiece(of line: Int64, limit: Int, in tx: borrowing Transaction) throws -> Bool {
        let range = MessageKey.range(line: line)
        let messages = try tx.changing(
            """
            DELETE FROM sqs_message WHERE id IN
                (SELECT id FROM sqs_message WHERE id >= \(range.lowerBound) AND id <= \(range.upperBound)
                ORDER BY id LIMIT \(limit))
            """)
        if messages > 0 { return true }
        let hidden = try tx.changing(
            """
            DELETE FROM sqs_hidden WHERE id IN
                (SELECT id FROM sqs_hidden WHERE id >= \(range.lowerBound) AND id <= \(range.upperBound)
                ORDER BY id LIMIT \(limit))
            """)
        if hidden > 0 { return true }
        let groups = try tx.changing(
            """
            DELETE FROM sqs_group WHERE id IN (SELECT id FROM sqs_group WHERE line = \(line) LIMIT \(limit))
            """)
        let deduplications = try tx.changing(
            """
            DELETE FROM sqs_deduplication WHERE id IN
                (SELECT id FROM sqs_deduplication WHERE line = \(line) LIMIT \(limit))
            """)
        let attempts = try tx.changing(
            """
            DELETE FROM sqs_attempt WHERE id IN (SELECT id FROM sqs_attempt WHERE line = \(line) LIMIT \(limit))
            """)
        return groups + deduplications + attempts > 0
    }
}
