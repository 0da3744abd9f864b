internal import CloudFormationInterface
internal import Kernel
internal import Store
internal import Wire

extension Deployment {
    /// What one resource is to become.
    struct Wish: Sendable {
        let declaration: ResourceDeclaration
        let type: ResourceType
        let properties: JSON
        let dependencies: [String]
        let position: Int
    }

    /// Brings one resource to what the template says; answers its row as stored.
    func deploy(
        _ declaration: ResourceDeclaration, at position: Int, _ row: ResourceRow?, _ plan: inout Plan,
        _ job: Job
    ) async throws -> ResourceRow {
        if let row, row.done == job.operation.marker { return row }
        let isNew = row?.current == nil
        do {
            let wish = try await wish(declaration, at: position, &plan, job)
            if let row, let current = row.current {
                return try await change(row, current, to: wish, job)
            }
            let fresh = try await begin(wish, row, job)
            return try await make(fresh, wish, "CREATE", job)
        } catch {
            if Task.isCancelled || error is CancellationError { throw CancellationError() }
            if error is StoreError { throw error }
            try await failed(declaration, at: position, isNew: isNew, error, job)
            throw ResourceFailed(name: declaration.name)
        }
    }

    private func wish(
        _ declaration: ResourceDeclaration, at position: Int, _ plan: inout Plan, _ job: Job
    ) async throws -> Wish {
        guard let type = job.types[declaration.type] else {
            throw ValidationError.format("Unrecognized resource types: [\(declaration.type)]")
        }
        let properties = try await evaluated(declaration.properties, &plan, job)
        try PropertyCheck.check(properties, against: type)
        return Wish(
            declaration: declaration, type: type, properties: properties,
            dependencies: plan.dependencies[declaration.name] ?? [], position: position)
    }

    /// Stores that a resource is about to be made, with the name it will have.
    private func begin(_ wish: Wish, _ row: ResourceRow?, _ job: Job) async throws -> ResourceRow {
        if let row, row.touched == job.operation.number { return row }
        var fresh = ResourceRow(
            stack: stack, name: wish.declaration.name, position: wish.position, type: wish.declaration.type,
            status: "",
            updatedAt: kernel.time.now, generatedName: generatedName(wish.declaration.name, job),
            current: nil,
            stable: nil, garbage: row?.garbage, isReplaced: false, touched: job.operation.number, done: 0)
        fresh.reason = nil
        let begun = fresh
        return try await kernel.store.write(label: "cloudformation.begin") { tx in
            var row = begun
            try job.setStatus("CREATE_IN_PROGRESS", of: &row, properties: wish.properties, in: tx)
            return row
        }
    }

    /// Stack name, logical id and twelve random characters, short enough for every service.
    private func generatedName(_ logicalID: String, _ job: Job) -> String {
        let suffix = kernel.entropy.text(12, of: "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
        let full = "\(job.stack.name)-\(logicalID)-\(suffix)"
        if full.utf8.count <= 63 { return full }
        return "\(job.stack.name.prefix(24))-\(logicalID.prefix(24))-\(suffix)"
    }

    /// Makes the physical resource of a row.
    private func make(
        _ row: ResourceRow, _ wish: Wish, _ verb: String, _ job: Job
    ) async throws -> ResourceRow {
        let request = job.request(
            row, properties: wish.properties, previous: row.current, tags: job.settings.tags)
        var attempted = row
        let state: ResourceState
        if let found = try await found(&attempted, wish, request) {
            // The interrupted creation may have stopped between two of its actions.
            let completion = job.request(
                row, properties: wish.properties, previous: nil, tags: job.settings.tags)
            state = try await wish.type.update(completion, found)
        } else {
            state = try await wish.type.create(request)
        }
        let record = ResourceRecord(
            type: wish.type.name, state: state, properties: wish.properties, dependencies: wish.dependencies,
            declaration: wish.declaration, tags: job.settings.tags)
        return try await kernel.store.write(label: "cloudformation.made") { tx in
            var row = row
            row.current = record
            row.position = wish.position
            try job.setStatus("\(verb)_IN_PROGRESS", of: &row, reason: "Resource creation Initiated", in: tx)
            row.done = job.operation.marker
            try job.setStatus("\(verb)_COMPLETE", of: &row, in: tx)
            return row
        }
    }

    /// What an interrupted creation made. Before the first attempt a resource of that name is another one's:
    /// nothing that the stack did not make may be taken for its own.
    private func found(
        _ row: inout ResourceRow, _ wish: Wish, _ request: ResourceRequest
    ) async throws -> ResourceState? {
        guard let find = wish.type.find else { return nil }
        let present = try await find(request)
        if row.done == ResourceRow.attempted { return present }
        if let present {
            throw CommonFailure(
                "AlreadyExists",
                "Resource of type '\(wish.type.name)' with identifier '\(present.physicalID)' already exists.")
        }
        row.done = ResourceRow.attempted
        let attempted = row
        try await kernel.store.write(label: "cloudformation.attempt") { tx in
            try Resources.save(attempted, in: tx)
        }
        return nil
    }

    /// Changes a resource that exists: in place, by a new one, or not at all.
    private func change(
        _ row: ResourceRow, _ current: ResourceRecord, to wish: Wish, _ job: Job
    ) async throws -> ResourceRow {
        let isReplacing = row.isReplaced && row.touched == job.operation.number
        if !isReplacing {
            let changed = PropertyCheck.changed(from: current, to: wish, tags: job.settings.tags)
            guard !changed.isEmpty else { return try await keep(row, current, wish, job) }
            if changed.isDisjoint(with: wish.type.createOnly) {
                do {
                    return try await update(row, current, wish, job)
                } catch is ReplacementRequired {}
            }
        }
        return try await replace(row, wish, isRepeated: isReplacing, job)
    }

    /// Notes what does not concern the resource itself.
    private func keep(
        _ row: ResourceRow, _ current: ResourceRecord, _ wish: Wish, _ job: Job
    ) async throws -> ResourceRow {
        let record = ResourceRecord(
            type: current.type, state: current.state, properties: current.properties,
            dependencies: wish.dependencies,
            declaration: wish.declaration, tags: current.tags)
        return try await kernel.store.write(label: "cloudformation.keep") { tx in
            var row = row
            row.current = record
            row.position = wish.position
            row.done = job.operation.marker
            try Resources.save(row, in: tx)
            return row
        }
    }

    private func update(
        _ row: ResourceRow, _ current: ResourceRecord, _ wish: Wish, _ job: Job
    ) async throws -> ResourceRow {
        let begun =
            row.touched == job.operation.number
            ? row
            : try await kernel.store.write(
                label: "cloudformation.begin"
            ) { tx in
                var row = row
                row.touched = job.operation.number
                try job.setStatus("UPDATE_IN_PROGRESS", of: &row, properties: wish.properties, in: tx)
                return row
            }
        let request = job.request(
            begun, properties: wish.properties, previous: current, tags: job.settings.tags)
        let state = try await wish.type.update(request, current.state)
        let record = ResourceRecord(
            type: wish.type.name, state: state, properties: wish.properties, dependencies: wish.dependencies,
            declaration: wish.declaration, tags: job.settings.tags)
        return try await kernel.store.write(label: "cloudformation.updated") { tx in
            var row = begun
            // A resource type that names another resource than before has made a new one.
            row.isReplaced = row.isReplaced || current.physicalID != state.physicalID
            row.current = record
            row.position = wish.position
            row.done = job.operation.marker
            try job.setStatus("UPDATE_COMPLETE", of: &row, in: tx)
            return row
        }
    }

    private func replace(
        _ row: ResourceRow, _ wish: Wish, isRepeated: Bool, _ job: Job
    ) async throws -> ResourceRow {
        let name = generatedName(wish.declaration.name, job)
        let begun =
            isRepeated
            ? row
            : try await kernel.store.write(label: "cloudformation.begin") { tx in
                var row = row
                row.touched = job.operation.number
                row.isReplaced = true
                row.done = 0
                row.generatedName = name
                try job.setStatus(
                    "UPDATE_IN_PROGRESS", of: &row,
                    reason:
                        "Requested update requires the creation of a new physical resource; hence creating one.",
                    properties: wish.properties, in: tx)
                return row
            }
        return try await make(begun, wish, "UPDATE", job)
    }

    private func failed(
        _ declaration: ResourceDeclaration, at position: Int, isNew: Bool, _ error: any Error, _ job: Job
    ) async throws {
        let id = stack
        let name = generatedName(declaration.name, job)
        try await kernel.store.write(label: "cloudformation.failed") { tx in
            var row =
                try Resources.named(declaration.name, of: id, in: tx)
                ?? ResourceRow(
                    stack: id, name: declaration.name, position: position, type: declaration.type, status: "",
                    updatedAt: job.kernel.time.now, generatedName: name, current: nil, stable: nil,
                    garbage: nil,
                    isReplaced: false, touched: job.operation.number, done: 0)
            if let partial = error as? PartialCreation {
                let record = ResourceRecord(
                    type: declaration.type, state: partial.state, properties: partial.properties,
                    dependencies: [],
                    declaration: declaration, tags: [:])
                row.current = record
            }
            let reason = Deployment.reason(
                for: (error as? PartialCreation)?.cause ?? error, token: "\(id)-\(job.operation.marker)")
            try job.setStatus(
                isNew ? "CREATE_FAILED" : "UPDATE_FAILED", of: &row, reason: reason,
                properties: declaration.properties, in: tx)
        }
    }
}

/// A resource whose creation failed after it had begun to exist, so that undoing must delete it.
struct PartialCreation: Error {
    let state: ResourceState
    let properties: JSON
    let cause: any Error
}
