internal import CloudFormationInterface
internal import Kernel
internal import Store
internal import Wire

extension Deployment {
    /// The rows in the order of removal: each before everything it was made after.
    private func removalOrder(
        _ rows: [ResourceRow], _ record: (ResourceRow) -> ResourceRecord?
    ) throws -> [ResourceRow] {
        let sorted = rows.sorted { ($0.position, $0.name) < ($1.position, $1.name) }
        var needs: [String: [String]] = [:]
        var byName: [String: ResourceRow] = [:]
        for row in sorted {
            needs[row.name] = record(row)?.dependencies ?? []
            byName[row.name] = row
        }
        // Records of different operations may need one another; then their places decide.
        let names = (try? DependencyOrder.order(sorted.map(\.name), needs: needs)) ?? sorted.map(\.name)
        return names.reversed().compactMap { byName[$0] }
    }

    /// Deletes one physical resource; what is gone already counts as deleted.
    private func delete(_ record: ResourceRecord, of row: ResourceRow, _ job: Job) async throws {
        guard let type = job.types[record.type] else {
            throw ValidationError.format("Unrecognized resource types: [\(record.type)]")
        }
        let request = job.request(row, properties: record.properties, previous: nil, tags: record.tags)
        do {
            try await type.delete(request, record.state)
        } catch let failure as any Failure where Self.isGone(failure) {
            return
        }
    }

    // MARK: Cleaning up after an update

    /// Deletes what an update, or its undoing, left behind; what cannot be deleted is told and left.
    func cleanUp(_ job: Job) async throws {
        let rows = try await rows().values.filter { $0.garbage != nil || $0.current == nil }
        for row in try removalOrder(rows, { $0.garbage }) {
            if Task.isCancelled { throw CancellationError() }
            try await dispose(row, job)
        }
        let status = job.operation.phase == .cleanup ? "UPDATE_COMPLETE" : "UPDATE_ROLLBACK_COMPLETE"
        try await kernel.store.write(label: "cloudformation.cleaned") { tx in
            var job = job
            job.stack.isBusy = false
            try job.setStatus(status, in: tx)
        }
    }

    private func dispose(_ row: ResourceRow, _ job: Job) async throws {
        guard let garbage = row.garbage else {
            // A resource that failed to be made leaves only its row.
            return try await kernel.store.write(label: "cloudformation.disposed") { tx in
                try job.record(Self.deletion(of: row, nil, "DELETE_COMPLETE"), in: tx)
                try Resources.remove(row.name, of: row.stack, in: tx)
            }
        }
        let isUndone = job.operation.phase == .restoreCleanup
        let policy = row.current == nil ? garbage.deletionPolicy : garbage.updateReplacePolicy
        let isKept = policy == .retain || (policy == .retainExceptOnCreate && !isUndone)
        var status = "DELETE_SKIPPED"
        var reason: String?
        if !isKept {
            try await kernel.store.write(label: "cloudformation.disposing") { tx in
                try job.record(Self.deletion(of: row, garbage, "DELETE_IN_PROGRESS"), in: tx)
            }
            do {
                try await delete(garbage, of: row, job)
                status = "DELETE_COMPLETE"
            } catch {
                if Task.isCancelled { throw CancellationError() }
                status = "DELETE_FAILED"
                reason = Self.reason(for: error, token: nil)
            }
        }
        let (outcome, why) = (status, reason)
        try await kernel.store.write(label: "cloudformation.disposed") { tx in
            try job.record(Self.deletion(of: row, garbage, outcome, why), in: tx)
            if row.current == nil {
                try Resources.remove(row.name, of: row.stack, in: tx)
            } else {
                var row = row
                row.garbage = nil
                try Resources.save(row, in: tx)
            }
        }
    }

    private static func deletion(
        of row: ResourceRow, _ record: ResourceRecord?, _ status: String, _ reason: String? = nil
    ) -> Happening {
        Happening(
            logicalID: row.name, physicalID: record?.physicalID ?? "", type: record?.type ?? row.type,
            status: status,
            reason: reason, properties: record?.properties, hasRandomID: true)
    }

    // MARK: Deleting everything

    /// Deletes every resource, those first that others were made before.
    func tearDown(_ job: Job) async throws {
        let rows = try await rows()
        var failed: Set<String> = []
        let all = Array(rows.values)
        for row in try removalOrder(all, { $0.current }) {
            if Task.isCancelled { throw CancellationError() }
            let isNeeded = all.contains { other in
                failed.contains(other.name) && other.current?.dependencies.contains(row.name) == true
            }
            if isNeeded { continue }
            if try await !tearDown(row, job) { failed.insert(row.name) }
        }
        try await settleRemoval(failed.sorted(), job)
    }

    /// Answers false when the resource could not be deleted.
    private func tearDown(_ row: ResourceRow, _ job: Job) async throws -> Bool {
        if row.done == job.operation.marker { return true }
        let isUndoing = job.operation.phase == .undo
        guard let current = row.current else {
            try await finish(row, "DELETE_COMPLETE", row.status == "CREATE_FAILED", job)
            return true
        }
        let isKept =
            current.deletionPolicy == .retain
            || (current.deletionPolicy == .retainExceptOnCreate && !isUndoing)
            || job.operation.retained.contains(row.name)
        if isKept && !(isUndoing && job.settings.retainExceptOnCreate) {
            try await finish(row, "DELETE_SKIPPED", true, job)
            return true
        }
        if row.status != "DELETE_IN_PROGRESS" {
            try await kernel.store.write(label: "cloudformation.deleting") { tx in
                var row = row
                try job.setStatus("DELETE_IN_PROGRESS", of: &row, in: tx)
            }
        }
        do {
            for record in [row.garbage, current].compactMap({ $0 }) { try await delete(record, of: row, job) }
        } catch {
            if Task.isCancelled { throw CancellationError() }
            if error is StoreError { throw error }
            let reason = Self.reason(for: error, token: nil)
            try await kernel.store.write(label: "cloudformation.deleteFailed") { tx in
                var row = row
                try job.setStatus("DELETE_FAILED", of: &row, reason: reason, in: tx)
            }
            if !job.operation.isForced { return false }
            try await finish(row, "DELETE_SKIPPED", true, job)
            return true
        }
        try await finish(row, "DELETE_COMPLETE", true, job)
        return true
    }

    private func finish(_ row: ResourceRow, _ status: String, _ isTold: Bool, _ job: Job) async throws {
        try await kernel.store.write(label: "cloudformation.deleted") { tx in
            var row = row
            row.done = job.operation.marker
            if isTold { try job.setStatus(status, of: &row, in: tx) }
            row.status = status
            // The row goes on telling what there was, for as long as the stack can be asked for.
            row.stable = nil
            row.garbage = nil
            try Resources.save(row, in: tx)
        }
    }

    private func settleRemoval(_ failed: [String], _ job: Job) async throws {
        try await kernel.store.write(label: "cloudformation.removed") { tx in
            var job = job
            let isUndoing = job.operation.phase == .undo
            if !failed.isEmpty {
                job.stack.isBusy = false
                let names = failed.joined(separator: ", ")
                return try job.setStatus(
                    isUndoing ? "ROLLBACK_FAILED" : "DELETE_FAILED",
                    reason: "The following resource(s) failed to delete: [\(names)]. ", in: tx)
            }
            job.stack.isBusy = false
            try Exports.keepImports([], of: job.stack, in: tx)
            try Responses.removeAll(of: job.stack.id, in: tx)
            if isUndoing { return try job.setStatus("ROLLBACK_COMPLETE", in: tx) }
            let now = job.kernel.time.now
            job.stack.deletedAt = now
            try Exports.replace([:], of: job.stack, in: tx)
            try ChangeSets.removeAll(of: job.stack.id, except: nil, in: tx)
            try job.setStatus("DELETE_COMPLETE", in: tx)
            try job.call().schedule(
                "cloudformation", at: now + CloudFormation.retention, key: "purge/\(job.stack.id)",
                payload: String(job.stack.id), in: tx)
        }
    }
}
