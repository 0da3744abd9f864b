internal import CloudFormationInterface
internal import Kernel
internal import Logging
internal import Store
internal import Wire

/// Works through the operation of one stack, step by step.
///
/// Every step is stored before the next one begins, and may be repeated: after a restart the operation
/// goes on where it was.
struct Deployment: Sendable {
    let service: CloudFormation
    let stack: Int64

    /// Pause after a fault of ours, before the step is tried again.
    static let retryPause: Duration = .seconds(1)

    var kernel: Kernel { service.kernel }

    func run() async {
        while !Task.isCancelled {
            do {
                if try await step() { continue }
                service.runners.end(stack)
                // An operation that began between the last look and the end of this worker found it still
                // there.
                guard try await isBusy(), service.runners.begin(stack) else { return }
            } catch is CancellationError {
                break
            } catch {
                kernel.log.error("cloudformation: stack \(stack): \(error)")
                await kernel.time.sleep(until: kernel.time.now + Self.retryPause)
            }
        }
        service.runners.end(stack)
    }

    private func isBusy() async throws -> Bool {
        let id = stack
        return try await kernel.store.read { tx in try Stacks.of(id, in: tx)?.isBusy ?? false }
    }

    /// Does one phase; answers false when there is nothing left to do.
    private func step() async throws -> Bool {
        guard let job = try await job() else { return false }
        switch job.operation.phase {
        case .forward: try await forward(job)
        case .cleanup, .restoreCleanup: try await cleanUp(job)
        case .restore: try await restore(job)
        case .undo, .delete: try await tearDown(job)
        }
        if Task.isCancelled { throw CancellationError() }
        return true
    }

    private func job() async throws -> Job? {
        let (kernel, id, service) = (kernel, stack, service)
        return try await kernel.store.read { tx -> Job? in
            guard let row = try Stacks.of(id, in: tx), row.isBusy, let operation = row.operation,
                let scope = try kernel.scopes.scope(id: row.scope, in: tx)
            else { return nil }
            let definition =
                try Definitions.of(row.target ?? row.definition, in: tx)
                ?? Definition(template: "", processed: "{}", settings: Settings())
            var principal = operation.principal
            if let role = definition.settings.role, let arn = ARN(role),
                let session = try kernel.authoriser.rolePrincipal(arn, session: "AWSCloudFormation", in: tx)
            {
                principal = session
            }
            return Job(
                service: service, scope: scope, stack: row, operation: operation, definition: definition,
                types: service.types(), principal: principal)
        }
    }

    /// The rows of the stack's resources, by name.
    func rows() async throws -> [String: ResourceRow] {
        let id = stack
        let rows = try await kernel.store.read { tx in try Resources.of(id, in: tx) }
        return Dictionary(rows.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// What the reason of a resource's failure says of an error.
    static func reason(for error: any Error, token: String?) -> String {
        guard let failure = error as? any Failure else { return "Internal Failure" }
        if failure is ValidationError || failure is NotImplemented { return failure.message }
        let text = failure.message.isEmpty ? failure.code : failure.message
        return
            "Resource handler returned message: \"\(text)\" (RequestToken: \(token ?? ""), HandlerErrorCode: \(handlerCode(failure)))"
    }

    private static func handlerCode(_ failure: any Failure) -> String {
        let code = failure.code
        if isGone(failure) { return "NotFound" }
        if code.contains("AlreadyExist") || code.contains("NameExists") || code.contains("ResourceInUse")
            || code.contains("AlreadyOwned")
        {
            return "AlreadyExists"
        }
        if code.contains("AccessDenied") || code.contains("Unauthorized") { return "AccessDenied" }
        if code.contains("Throttl") || code.contains("TooManyRequests") { return "Throttling" }
        if code.contains("LimitExceeded") { return "ServiceLimitExceeded" }
        if failure.status >= 500 { return "ServiceInternalError" }
        if code.contains("Invalid") || code.contains("Validation") || code.contains("Missing") {
            return "InvalidRequest"
        }
        return "GeneralServiceException"
    }

    /// Whether the error says that what was to be deleted is gone.
    static func isGone(_ failure: any Failure) -> Bool {
        let code = failure.code
        return code.contains("NotFound") || code.contains("NonExistent") || code.hasPrefix("NoSuch")
            || code.contains("DoesNotExist")
    }
}
