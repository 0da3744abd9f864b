internal import Store

/// Forgets stacks that were deleted long ago.
enum Purge {
    static func stack(_ id: Int64, in tx: borrowing Transaction) throws {
        guard let stack = try Stacks.of(id, in: tx), stack.deletedAt != nil else { return }
        try Definitions.remove(stack.definition, in: tx)
        try tx.run("DELETE FROM cfn_event WHERE stack = \(id)")
        try tx.run("DELETE FROM cfn_resource WHERE stack = \(id)")
        try tx.run("DELETE FROM cfn_response WHERE stack = \(id)")
        try Stacks.remove(id, in: tx)
    }
}
