internal import Kernel
internal import LambdaInterface
internal import Logging
internal import Store
internal import Wire

extension Lambda {
    /// Makes a new or changed version ready in the background: unpacks its code and lets it be invoked.
    func activate(_ id: Int64) {
        kernel.duties.run {
            do {
                try await prepare(id)
            } catch {
                kernel.log.error("lambda: version \(id) cannot be activated: \(error)")
            }
        }
    }

    private func prepare(_ id: Int64) async throws {
        let version = try await kernel.store.read { tx in try Versions.with(id: id, in: tx) }
        guard let version else { return }
        var failure: (reason: String, code: String)?
        do {
            _ = try await launcher.unpack(version.code)
            try await launcher.prepare(version)
        } catch let refusal as InvalidParameterValueException {
            failure = (refusal.message, "InvalidZipFileException")
        } catch {
            failure = ((error as? any Failure)?.message ?? "\(error)", "InternalError")
        }
        let (reason, code) = (failure?.reason, failure?.code)
        try await kernel.store.write(label: "lambda.activate") { tx in
            guard var current = try Versions.with(id: id, in: tx), current.revision == version.revision else {
                return
            }
            current.revision = kernel.entropy.uuid()
            current.configuration.state = reason == nil ? "Active" : "Failed"
            current.configuration.stateReason = reason
            current.configuration.stateReasonCode = code
            current.configuration.lastUpdateStatus = reason == nil ? "Successful" : "Failed"
            current.configuration.lastUpdateStatusReason = reason
            current.configuration.lastUpdateStatusReasonCode = code
            try Versions.update(current, in: tx)
            try noteUnsettled(id, nil, in: tx)
        }
        fleet.retire(function: version.function, except: try await liveKeys(version.function))
        ready.wake(id)
    }

    /// Waits until a version is ready, at most for the time that starting it may take.
    func awaitReady(_ version: FunctionVersion) async throws -> FunctionVersion {
        let waiter = ready.join(version.id)
        defer { ready.leave(waiter) }
        let found = try await kernel.store.read { tx in try Versions.with(id: version.id, in: tx) }
        guard let found else { throw ServiceException("The version is gone.", type: "Service") }
        if found.isReady { return found }
        await ready.wait(waiter, until: kernel.time.now + Limits.initTimeMax)
        let again = try await kernel.store.read { tx in try Versions.with(id: version.id, in: tx) }
        return again ?? found
    }

    /// The keys by which workers of a function may still be asked for.
    private func liveKeys(_ function: Int64) async throws -> Set<WorkerKey> {
        let versions = try await kernel.store.read { tx in
            try Versions.from(0, of: function, limit: Limits.concurrencyMax, in: tx)
        }
        return Set(versions.map { WorkerKey(version: $0.id, revision: $0.revision) })
    }

    /// Notes which version waits to be made ready, so that a restart goes on with it.
    func noteUnsettled(_ id: Int64, _ call: Call?, in tx: borrowing Transaction) throws {
        if let call {
            try call.schedule(
                "lambda", at: call.now + .seconds(30), key: "activate:\(id)", payload: "\(id)", in: tx)
        } else if let version = try Versions.with(id: id, in: tx),
            let function = try Functions.with(id: version.function, in: tx),
            let scope = try kernel.scopes.scope(id: function.scope, in: tx)
        {
            let call = Kernel.Call.internal(kernel, scope)
            try call.unschedule("lambda", key: "activate:\(id)", in: tx)
        }
    }
}
