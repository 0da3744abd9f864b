internal import DynamoDBInterface
internal import Kernel
internal import Store
internal import Wire

extension DynamoDB {
    /// Makes a table; it can be used as soon as this is answered, although the answer says `CREATING` as AWS
    /// does.
    func createTable(_ input: CreateTableInput, _ call: Call) async throws -> CreateTableOutput {
        try Self.refuseUnsupported(input)
        try TableName.check(input.tableName, "TableName")
        let mode = input.billingMode ?? "PROVISIONED"
        let globals = input.globalSecondaryIndexes ?? []
        let locals = input.localSecondaryIndexes ?? []
        try Throughput.check(mode, [input.provisionedThroughput] + globals.map(\.provisionedThroughput))
        if input.globalSecondaryIndexes?.isEmpty == true {
            throw ValidationException.invalid("List of GlobalSecondaryIndexes is empty")
        }
        if input.localSecondaryIndexes?.isEmpty == true {
            throw ValidationException.invalid("List of LocalSecondaryIndexes is empty")
        }
        let definition = TableDefinition(
            definitions: input.attributeDefinitions ?? [], keySchema: input.keySchema ?? [],
            indexes: locals.map {
                .init(name: $0.indexName, keySchema: $0.keySchema, projection: $0.projection, isGlobal: false)
            }
                + globals.map {
                    .init(
                        name: $0.indexName, keySchema: $0.keySchema, projection: $0.projection, isGlobal: true
                    )
                })
        try definition.check()
        let view = try Self.view(input.streamSpecification)
        let tags = try TagRules.map(input.tags ?? [])
        let description = describe(input, mode, call)
        let arn = call.scope.arn(Self.name, "table/\(input.tableName)")
        return try await call.write { tx in
            guard try find(input.tableName, call.scope, in: tx) == nil else {
                throw ResourceInUseException("Table already exists: \(input.tableName)")
            }
            let id = try Tables.insert(description, call.scope, in: tx)
            try Counts.insert(.table(id), in: tx)
            for index in definition.indexes {
                let row = try IndexRows.insert(index.name, table: id, state: .complete, in: tx)
                try Counts.insert(.index(row), in: tx)
            }
            try Tags.set(tags, on: arn, in: tx)
            var answer = description
            if let view {
                try openStream(view, on: id, &answer, call, in: tx)
                try Tables.set(answer, of: id, in: tx)
            }
            forget(input.tableName, call.scope, in: tx)
            answer.tableStatus = "CREATING"
            return CreateTableOutput(tableDescription: answer)
        }
    }

    private static func refuseUnsupported(_ input: CreateTableInput) throws(NotImplemented) {
        try Unsupported.refuse([
            "SSESpecification": input.sseSpecification?.enabled == true,
            "WarmThroughput": input.warmThroughput != nil, "ResourcePolicy": input.resourcePolicy != nil,
            "OnDemandThroughput": input.onDemandThroughput != nil
                || input.globalSecondaryIndexes?.contains { $0.onDemandThroughput != nil } == true,
            "GlobalSecondaryIndexes.WarmThroughput":
                input.globalSecondaryIndexes?.contains { $0.warmThroughput != nil } == true,
            "GlobalTableSourceArn": input.globalTableSourceArn != nil,
            "GlobalTableSettingsReplicationMode": input.globalTableSettingsReplicationMode != nil,
        ])
    }

    /// What `DescribeTable` will answer.
    private func describe(_ input: CreateTableInput, _ mode: String, _ call: Call) -> TableDescription {
        var description = TableDescription(
            attributeDefinitions: input.attributeDefinitions, tableName: input.tableName,
            keySchema: input.keySchema,
            tableStatus: "ACTIVE", creationDateTime: call.now.timestamp,
            provisionedThroughput: Throughput.description(input.provisionedThroughput), tableSizeBytes: 0,
            itemCount: 0,
            tableArn: call.scope.arn(Self.name, "table/\(input.tableName)").description,
            tableId: call.makeID(),
            deletionProtectionEnabled: input.deletionProtectionEnabled ?? false)
        if mode == "PAY_PER_REQUEST" {
            description.billingModeSummary = BillingModeSummary(
                billingMode: mode, lastUpdateToPayPerRequestDateTime: call.now.timestamp)
        }
        if let tableClass = input.tableClass {
            description.tableClassSummary = TableClassSummary(tableClass: tableClass)
        }
        description.localSecondaryIndexes = input.localSecondaryIndexes.map { locals in
            locals.map { index in
                LocalSecondaryIndexDescription(
                    indexName: index.indexName, keySchema: index.keySchema, projection: index.projection)
            }
        }
        description.globalSecondaryIndexes = input.globalSecondaryIndexes.map { globals in
            globals.map { index in
                GlobalSecondaryIndexDescription(
                    indexName: index.indexName, keySchema: index.keySchema, projection: index.projection,
                    indexStatus: "ACTIVE",
                    provisionedThroughput: Throughput.description(index.provisionedThroughput))
            }
        }
        return description.counted(arn: description.tableArn ?? "") { _ in Counts.Count() }
    }
}

extension TableDescription {
    /// With sizes and ARNs of the indexes filled in.
    func counted(arn: String, _ count: (String) throws -> Counts.Count) rethrows -> TableDescription {
        var result = self
        for position in (localSecondaryIndexes ?? []).indices {
            let name = localSecondaryIndexes?[position].indexName ?? ""
            let count = try count(name)
            result.localSecondaryIndexes?[position].indexSizeBytes = count.bytes
            result.localSecondaryIndexes?[position].itemCount = count.items
            result.localSecondaryIndexes?[position].indexArn = "\(arn)/index/\(name)"
        }
        for position in (globalSecondaryIndexes ?? []).indices {
            let name = globalSecondaryIndexes?[position].indexName ?? ""
            let count = try count(name)
            result.globalSecondaryIndexes?[position].indexSizeBytes = count.bytes
            result.globalSecondaryIndexes?[position].itemCount = count.items
            result.globalSecondaryIndexes?[position].indexArn = "\(arn)/index/\(name)"
        }
        return result
    }
}

extension Table {
    /// What `DescribeTable` answers now.
    func described(in tx: borrowing Transaction) throws -> TableDescription {
        var counts: [String: Counts.Count] = [:]
        for index in indexes { counts[index.name] = try Counts.of(.index(index.id), in: tx) }
        var result = description.counted(arn: arn) { counts[$0] ?? Counts.Count() }
        let own = try Counts.of(.table(id), in: tx)
        result.itemCount = own.items
        result.tableSizeBytes = own.bytes
        for (position, global) in (result.globalSecondaryIndexes ?? []).enumerated() {
            guard let index = indexes.first(where: { $0.name == global.indexName }) else { continue }
            result.globalSecondaryIndexes?[position].indexStatus = index.isComplete ? "ACTIVE" : "CREATING"
            if !index.isComplete { result.globalSecondaryIndexes?[position].backfilling = true }
        }
        return result
    }
}
