internal import CloudFormationInterface
internal import Kernel
internal import Store
internal import Wire

extension Deployment {
    /// Brings back what a failed update had changed.
    func restore(_ job: Job) async throws {
        let rows = try await rows().values.sorted { ($0.position, $0.name) < ($1.position, $1.name) }
        var failed: [String] = []
        for row in rows where row.touched == job.operation.number && row.done != job.operation.marker {
            if Task.isCancelled { throw CancellationError() }
            if try await !restore(row, job) { failed.append(row.name) }
        }
        let names = failed
        try await kernel.store.write(label: "cloudformation.restored") { tx in
            var job = job
            if !names.isEmpty {
                job.stack.isBusy = false
                return try job.setStatus(
                    "UPDATE_ROLLBACK_FAILED",
                    reason:
                        "The following resource(s) failed to update: [\(names.joined(separator: ", "))]. ",
                    in: tx)
            }
            for var row in try Resources.of(job.stack.id, in: tx) where row.current != nil {
                row.stable = row.current
                row.isReplaced = false
                try Resources.save(row, in: tx)
            }
            if let definition = try Definitions.of(job.stack.definition, in: tx) {
                try Exports.keepImports(Set(definition.settings.imports), of: job.stack, in: tx)
            }
            try Definitions.remove(job.stack.target, in: tx)
            job.stack.target = nil
            job.operation.phase = .restoreCleanup
            try job.setStatus("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", in: tx)
        }
    }

    /// Answers false when the resource could not be brought back.
    private func restore(_ row: ResourceRow, _ job: Job) async throws -> Bool {
        guard let stable = row.stable else {
            // Made by the failed update: its turn comes when the rollback cleans up.
            try await kernel.store.write(label: "cloudformation.restore") { tx in
                var row = row
                row.garbage = row.current
                row.current = nil
                row.done = job.operation.marker
                try Resources.save(row, in: tx)
            }
            return true
        }
        if row.status != "UPDATE_IN_PROGRESS" || row.reason != nil {
            try await kernel.store.write(label: "cloudformation.restore") { tx in
                var row = row
                try job.setStatus("UPDATE_IN_PROGRESS", of: &row, properties: stable.properties, in: tx)
            }
        }
        var record = stable
        if !row.isReplaced, !job.operation.skipped.contains(row.name) {
            do {
                record = try await changedBack(row, stable, job)
            } catch {
                if Task.isCancelled { throw CancellationError() }
                if error is StoreError { throw error }
                let reason = Self.reason(for: error, token: nil)
                try await kernel.store.write(label: "cloudformation.restoreFailed") { tx in
                    var row = row
                    try job.setStatus("UPDATE_FAILED", of: &row, reason: reason, in: tx)
                }
                return false
            }
        }
        let restored = record
        try await kernel.store.write(label: "cloudformation.restored") { tx in
            var row = row
            if row.isReplaced, row.current?.physicalID != stable.physicalID { row.garbage = row.current }
            row.current = restored
            row.isReplaced = false
            row.done = job.operation.marker
            try job.setStatus("UPDATE_COMPLETE", of: &row, in: tx)
        }
        return true
    }

    private func changedBack(
        _ row: ResourceRow, _ stable: ResourceRecord, _ job: Job
    ) async throws -> ResourceRecord {
        guard let type = job.types[stable.type], let current = row.current else { return stable }
        let request = job.request(
            row, properties: stable.properties, previous: current, tags: stable.tags)
        var record = stable
        do {
            let state = try await type.update(request, current.state)
            record.physicalID = state.physicalID
            record.attributes = state.attributes
        } catch is ReplacementRequired {
            throw ValidationError("The resource cannot be changed back in place.")
        }
        return record
    }
}
