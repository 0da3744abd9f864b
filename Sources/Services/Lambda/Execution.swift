internal import Kernel
internal import LambdaInterface
internal import Store

/// A run that has ended, and the version that ran.
struct Execution: Sendable {
    let outcome: Outcome
    let version: String
    let function: String
}

extension Lambda {
    /// Runs a function once: finds the version, counts the run in, gives it to a worker and waits for its
    /// end.
    func execute(
        _ reference: FunctionReference, _ payload: [UInt8], clientContext: String?, requestID: String,
        wantsLog: Bool = false, _ call: Call
    ) async throws -> Execution {
        // Drawn before the transaction, which may run twice.
        let share = Double(kernel.entropy.next() >> 11) / Double(UInt64(1) << 53)
        let (found, reservedTotal) = try await call.read { tx in
            let found = try resolve(reference, call, share: share, in: tx)
            let total =
                found.function.reserved == nil
                ? try Functions.reservedTotal(call.scope, except: found.function.name, in: tx) : 0
            return (found, total)
        }
        let version = found.version.isReady ? found.version : try await awaitReady(found.version)
        guard version.configuration.state == "Active" else {
            throw ResourceConflictException(
                "The operation cannot be performed at this time. The function is currently in the "
                    + "following state: "
                    + (version.configuration.state ?? "Pending"), type: "User")
        }
        try fleet.admit(found.function, reservedTotal: reservedTotal)
        kernel.time.activity.begin()
        defer {
            kernel.time.activity.end()
            fleet.dismiss(found.function)
        }
        let invocation = Invocation(
            requestID: requestID, payload: payload, functionARN: invokedARN(reference, found.function, call),
            trace: call.trace, clientContext: clientContext, wantsLog: wantsLog)
        let key = WorkerKey(version: version.id, revision: version.revision)
        let stopwatch = Stopwatch()
        let outcome = try await fleet.run(invocation, key: key) {
            try await launcher.start(version, of: found.function, call.scope)
        }
        record(outcome, found.function, stopwatch.elapsed)
        return Execution(outcome: outcome, version: version.name, function: found.function.arn(call.scope))
    }

    private func invokedARN(_ reference: FunctionReference, _ function: Function, _ call: Call) -> String {
        let arn = function.arn(call.scope)
        return reference.qualifier.map { "\(arn):\($0)" } ?? arn
    }
}
