internal import DynamoDBInterface
internal import Kernel
internal import Store
internal import Wire

extension DynamoDB {
    func shortPath(of operation: String) -> ShortPath? {
        switch operation {
        case DynamoDBOperations.getItem.name:
            ShortPath(DynamoDBOperations.getItem, of: Self.model) { input, call, done in
                try self.get(input, call, done)
            }
        case DynamoDBOperations.putItem.name:
            ShortPath(DynamoDBOperations.putItem, of: Self.model) { input, call, done in
                try self.put(input, call, done)
            }
        default: nil
        }
    }

    /// `GetItem` on the caller's thread; declines when no connection is free.
    private func get(
        _ input: GetItemInput, _ call: Call,
        _ done: @escaping @Sendable (@escaping @Sendable () throws -> GetItemOutput) -> Void
    ) throws -> Bool {
        let plan = try GetPlan(input)
        guard let output = try kernel.store.readHere({ tx in try get(plan, call, in: tx) }) else {
            return false
        }
        done { output }
        return true
    }

    private func put(
        _ input: PutItemInput, _ call: Call,
        _ done: @escaping @Sendable (@escaping @Sendable () throws -> PutItemOutput) -> Void
    ) throws -> Bool {
        let plan = try PutPlan(input)
        kernel.store.write(label: "dynamodb.PutItem", checksFirst: true) { tx in
            try self.put(plan, call, in: tx)
        } completion: { output in
            done { try output.get() }
        }
        return true
    }
}
