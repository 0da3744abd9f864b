internal import DynamoDBInterface
internal import Kernel
internal import Store

extension DynamoDB {
    /// Deletes a table; its name is free at once, its items are removed in the background.
    func deleteTable(_ input: DeleteTableInput, _ call: Call) async throws -> DeleteTableOutput {
        try await call.write { tx in
            let table = try namedTable(input.tableName, call, in: tx)
            guard table.description.deletionProtectionEnabled != true else {
                throw ValidationException(
                    "Resource cannot be deleted as it is currently protected against deletion. "
                        + "Disable deletion protection first.")
            }
            var answer = try table.described(in: tx)
            answer.tableStatus = "DELETING"
            for index in try IndexRows.of(table.id, in: tx) {
                try IndexRows.set(index.id, state: .dropping, position: [], in: tx)
                try Duty.drop(index: index.id).schedule(at: call.now, call, in: tx)
            }
            if let stream = table.stream { try close(stream, call, in: tx) }
            try Tables.hide(table.id, in: tx)
            try Duty.clear(table: table.id).schedule(at: call.now, call, in: tx)
            try call.unschedule(Self.name, key: Duty.expire(table: table.id).key, in: tx)
            try Tags.removeAll(of: call.scope.arn(Self.name, "table/\(table.name)"), in: tx)
            forget(table.name, call.scope, in: tx)
            answer.attributeDefinitions = nil
            answer.keySchema = nil
            answer.creationDateTime = nil
            answer.localSecondaryIndexes = nil
            answer.globalSecondaryIndexes = nil
            return DeleteTableOutput(tableDescription: answer)
        }
    }
}
