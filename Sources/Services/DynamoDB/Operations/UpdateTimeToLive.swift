internal import DynamoDBInterface
internal import Kernel
internal import Store

extension DynamoDB {
    /// The name of the index by expiry, which no index of a user can have.
    private static let expiryIndexName = "$expiry"

    /// Says which attribute holds the second at which an item expires. Items that are there already are found
    /// in the background; expired ones are removed within a second of their moment.
    func updateTimeToLive(_ input: UpdateTimeToLiveInput, _ call: Call) async throws -> UpdateTimeToLiveOutput
    {
        let wanted = input.timeToLiveSpecification
        guard !wanted.attributeName.isEmpty else {
            throw ValidationException(
                "1 validation error detected: Value '' at "
                    + "'timeToLiveSpecification.attributeName' failed to satisfy "
                    + "constraint: Member must have length greater than or equal to 1")
        }
        return try await call.write { tx in
            let table = try namedTable(input.tableName, call, in: tx)
            if let expiry = table.expiry {
                guard !wanted.enabled else {
                    throw ValidationException(
                        expiry.attribute == wanted.attributeName
                            ? "TimeToLive is already enabled"
                            : "TimeToLive is active on a different AttributeName: current AttributeName is "
                                + expiry.attribute)
                }
                guard expiry.attribute == wanted.attributeName else {
                    throw ValidationException(
                        "TimeToLive is active on a different AttributeName: current AttributeName is "
                            + expiry.attribute)
                }
                try disable(expiry, table, call, in: tx)
            } else {
                guard wanted.enabled else { throw ValidationException("TimeToLive is already disabled") }
                let index = try IndexRows.insert(
                    Self.expiryIndexName, table: table.id, state: .filling, in: tx)
                try Tables.set(
                    Table.Expiry(attribute: wanted.attributeName, index: index), of: table.id, in: tx)
                try Duty.fill(index: index, table: table.id).schedule(at: call.now, call, in: tx)
            }
            forget(table.name, call.scope, in: tx)
            return UpdateTimeToLiveOutput(timeToLiveSpecification: wanted)
        }
    }

    private func disable(
        _ expiry: Table.Expiry, _ table: Table, _ call: Call, in tx: borrowing Transaction
    ) throws {
        try Tables.set(nil, of: table.id, in: tx)
        try IndexRows.set(expiry.index, state: .dropping, position: [], in: tx)
        try call.unschedule(Self.name, key: Duty.fill(index: expiry.index, table: table.id).key, in: tx)
        try call.unschedule(Self.name, key: Duty.expire(table: table.id).key, in: tx)
        try Duty.drop(index: expiry.index).schedule(at: call.now, call, in: tx)
    }
}
