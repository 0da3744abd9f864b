internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    /// Runs a function and answers what it answered, or takes the event for later.
    func invoke(_ input: InvokeInput, _ call: Call) async throws -> InvokeOutput {
        let reference = try FunctionReference(input.functionName, qualifier: input.qualifier)
        let type = input.invocationType ?? "RequestResponse"
        let payload = input.payload.flatMap { $0.isEmpty ? nil : $0 } ?? Array("{}".utf8)
        let sizeMax = type == "Event" ? Limits.eventSizeMax : Limits.payloadSizeMax
        guard payload.count <= sizeMax else {
            throw RequestTooLargeException(
                "\(payload.count) byte payload is too large for the \(type) invocation type (limit "
                    + "\(sizeMax) bytes)",
                type: "User")
        }
        try ConfigurationRules.refuse([
            ("DurableExecutionName", input.durableExecutionName != nil), ("TenantId", input.tenantId != nil),
        ])
        try checkJSON(payload)
        let context = try clientContext(input.clientContext)
        switch type {
        case "DryRun":
            _ = try await call.read { tx in try resolve(reference, call, in: tx) }
            return InvokeOutput(statusCode: 204)
        case "Event":
            let event = QueuedEvent.Draft(
                function: reference.name, qualifier: reference.qualifier, payload: payload, context: context)
            try await call.write { tx in
                _ = try resolve(reference, call, in: tx)
                let row = try enqueue(event, requestID: call.requestID, call, in: tx)
                try noteQueued(row, reference.arn(in: call.scope), call, in: tx)
            }
            return InvokeOutput(statusCode: 202, payload: [])
        default:
            let wantsLog = input.logType == "Tail"
            let run = try await execute(
                reference, payload, clientContext: context, requestID: call.requestID, wantsLog: wantsLog,
                call)
            return InvokeOutput(
                statusCode: 200, functionError: run.outcome.isError ? "Unhandled" : nil,
                logResult: wantsLog ? Base64.encoded(run.outcome.log) : nil,
                payload: run.outcome.payload, executedVersion: run.version)
        }
    }

    private func checkJSON(_ payload: [UInt8]) throws {
        do throws(JSONError) {
            _ = try JSON(parsing: payload)
        } catch {
            throw InvalidRequestContentException(
                "Could not parse request body into json: Could not parse payload into json: "
                    + "\(error.reason) at byte "
                    + "\(error.offset)", type: "User")
        }
    }

    /// The client context as JSON, which is how a runtime takes it.
    private func clientContext(_ text: String?) throws -> String? {
        guard let text else { return nil }
        guard let bytes = Base64.decoded(text), let json = try? JSON(parsing: bytes) else {
            throw InvalidRequestContentException(
                "Client context must be a valid Base64-encoded JSON object.", type: "User")
        }
        return json.text
    }
}
