internal import DynamoDBInterface
internal import Kernel
internal import Store
internal import Wire

extension DynamoDB {
    /// Changes capacity, protection or one global secondary index; a new index is filled in the background.
    func updateTable(_ input: UpdateTableInput, _ call: Call) async throws -> UpdateTableOutput {
        try Self.refuseUnsupported(input)
        let updates = input.globalSecondaryIndexUpdates ?? []
        let changes =
            input.billingMode != nil || input.provisionedThroughput != nil || input.tableClass != nil
            || input.deletionProtectionEnabled != nil || input.streamSpecification != nil
            || !updates.isEmpty
        guard changes else {
            throw ValidationException.invalid(
                "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, "
                    + "GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required")
        }
        guard updates.filter({ $0.update == nil }).count <= 1 else {
            throw LimitExceededException(
                "Subscriber limit exceeded: Only 1 online index can be created or deleted "
                    + "simultaneously per table"
            )
        }
        let view = try Self.view(input.streamSpecification)
        return try await call.write { tx in
            let table = try namedTable(input.tableName, call, in: tx)
            var description = table.description
            try Self.changeFacts(of: &description, input, call)
            if input.streamSpecification != nil {
                try changeStream(of: table, to: view, &description, call, in: tx)
            }
            for update in updates { try change(&description, update, input, table, call, in: tx) }
            try Tables.set(description, of: table.id, in: tx)
            // Read past the cache, which must not see this before the closure has ended.
            var answer = try Tables.find(table.name, call.scope, in: tx)?.described(in: tx)
            forget(table.name, call.scope, in: tx)
            answer?.tableStatus = "UPDATING"
            return UpdateTableOutput(tableDescription: answer)
        }
    }

    private func changeStream(
        of table: Table, to view: ChangeStream.View?, _ description: inout TableDescription, _ call: Call,
        in tx: borrowing Transaction
    ) throws {
        switch (table.stream, view) {
        case (nil, let view?): try openStream(view, on: table.id, &description, call, in: tx)
        case (let stream?, nil):
            try close(stream, call, in: tx)
            description.streamSpecification = nil
        case (.some, .some):
            throw ValidationException("Table already has an enabled stream: TableName: \(table.name)")
        case (nil, nil):
            throw ValidationException("Table does not have an enabled stream: TableName: \(table.name)")
        }
    }

    private static func refuseUnsupported(_ input: UpdateTableInput) throws(NotImplemented) {
        try Unsupported.refuse([
            "SSESpecification": input.sseSpecification?.enabled == true,
            "ReplicaUpdates": input.replicaUpdates != nil,
            "MultiRegionConsistency": input.multiRegionConsistency != nil,
            "GlobalTableWitnessUpdates": input.globalTableWitnessUpdates != nil,
            "OnDemandThroughput": input.onDemandThroughput != nil,
            "WarmThroughput": input.warmThroughput != nil,
            "GlobalTableSettingsReplicationMode": input.globalTableSettingsReplicationMode != nil,
        ])
    }

    private static func changeFacts(
        of description: inout TableDescription, _ input: UpdateTableInput, _ call: Call
    ) throws {
        let current = description.billingModeSummary?.billingMode ?? "PROVISIONED"
        let mode = input.billingMode ?? current
        if mode == "PAY_PER_REQUEST" {
            try Throughput.check(mode, [input.provisionedThroughput])
        } else if current != mode {
            try Throughput.check(mode, [input.provisionedThroughput])
        }
        if mode != current {
            description.billingModeSummary = BillingModeSummary(
                billingMode: mode,
                lastUpdateToPayPerRequestDateTime: mode == "PAY_PER_REQUEST"
                    ? call.now.timestamp : description.billingModeSummary?.lastUpdateToPayPerRequestDateTime)
            description.provisionedThroughput = Throughput.description(nil)
            let none = Throughput.description(nil)
            for position in (description.globalSecondaryIndexes ?? []).indices {
                description.globalSecondaryIndexes?[position].provisionedThroughput = none
            }
        }
        if let throughput = input.provisionedThroughput {
            description.provisionedThroughput = Throughput.description(throughput)
        }
        if let isProtected = input.deletionProtectionEnabled {
            description.deletionProtectionEnabled = isProtected
        }
        if let tableClass = input.tableClass {
            description.tableClassSummary = TableClassSummary(
                tableClass: tableClass, lastUpdateDateTime: call.now.timestamp)
        }
    }

    private func change(
        _ description: inout TableDescription, _ update: GlobalSecondaryIndexUpdate,
        _ input: UpdateTableInput,
        _ table: Table, _ call: Call, in tx: borrowing Transaction
    ) throws {
        if let action = update.create {
            try create(action, &description, input, table, call, in: tx)
        } else if let action = update.delete {
            try delete(action, &description, table, call, in: tx)
        } else if let action = update.update {
            guard let throughput = action.provisionedThroughput else {
                throw NotImplemented("The parameter OnDemandThroughput")
            }
            let position = description.globalSecondaryIndexes?.firstIndex { $0.indexName == action.indexName }
            guard let position else { throw Self.missingIndex(action.indexName) }
            description.globalSecondaryIndexes?[position].provisionedThroughput = Throughput.description(
                throughput)
        }
    }

    private static func missingIndex(_ name: String) -> ResourceNotFoundException {
        ResourceNotFoundException("Requested resource not found")
    }

    private func create(
        _ action: CreateGlobalSecondaryIndexAction, _ description: inout TableDescription,
        _ input: UpdateTableInput, _ table: Table, _ call: Call, in tx: borrowing Transaction
    ) throws {
        try Unsupported.refuse([
            "OnDemandThroughput": action.onDemandThroughput != nil,
            "WarmThroughput": action.warmThroughput != nil,
        ])
        let mode = description.billingModeSummary?.billingMode ?? "PROVISIONED"
        try Throughput.check(mode, [action.provisionedThroughput])
        if table.indexes.contains(where: { $0.name == action.indexName }) {
            throw ValidationException("Attempting to create an index which already exists")
        }
        guard !table.indexes.contains(where: { $0.isGlobal && !$0.isComplete }) else {
            throw LimitExceededException(
                "Subscriber limit exceeded: Only 1 online index can be created simultaneously per table")
        }
        var definitions = description.attributeDefinitions ?? []
        for new in input.attributeDefinitions ?? [] {
            definitions.removeAll { $0.attributeName == new.attributeName }
            definitions.append(new)
        }
        let index = GlobalSecondaryIndexDescription(
            indexName: action.indexName, keySchema: action.keySchema, projection: action.projection,
            indexStatus: "ACTIVE", provisionedThroughput: Throughput.description(action.provisionedThroughput)
        )
        description.globalSecondaryIndexes = (description.globalSecondaryIndexes ?? []) + [index]
        description.attributeDefinitions = definitions
        try description.definition.check()
        let row = try IndexRows.insert(action.indexName, table: table.id, state: .filling, in: tx)
        try Counts.insert(.index(row), in: tx)
        try Duty.fill(index: row, table: table.id).schedule(at: call.now, call, in: tx)
    }

    private func delete(
        _ action: DeleteGlobalSecondaryIndexAction, _ description: inout TableDescription, _ table: Table,
        _ call: Call, in tx: borrowing Transaction
    ) throws {
        guard let index = table.indexes.first(where: { $0.name == action.indexName && $0.isGlobal }) else {
            throw Self.missingIndex(action.indexName)
        }
        description.globalSecondaryIndexes?.removeAll { $0.indexName == action.indexName }
        if description.globalSecondaryIndexes?.isEmpty == true { description.globalSecondaryIndexes = nil }
        let used = description.definition.usedAttributes
        description.attributeDefinitions?.removeAll { !used.contains($0.attributeName) }
        try IndexRows.set(index.id, state: .dropping, position: [], in: tx)
        try call.unschedule(Self.name, key: Duty.fill(index: index.id, table: table.id).key, in: tx)
        try Duty.drop(index: index.id).schedule(at: call.now, call, in: tx)
    }
}

extension TableDescription {
    /// The table's keys and indexes as the rules see them.
    var definition: TableDefinition {
        let locals = (localSecondaryIndexes ?? []).map { index in
            TableDefinition.Index(
                name: index.indexName ?? "", keySchema: index.keySchema ?? [],
                projection: index.projection ?? IndexProjection(), isGlobal: false)
        }
        let globals = (globalSecondaryIndexes ?? []).map { index in
            TableDefinition.Index(
                name: index.indexName ?? "", keySchema: index.keySchema ?? [],
                projection: index.projection ?? IndexProjection(), isGlobal: true)
        }
        return TableDefinition(
            definitions: attributeDefinitions ?? [], keySchema: keySchema ?? [], indexes: locals + globals)
    }
}
