internal import Kernel
internal import PipesInterface
internal import Store
internal import Wire

extension Pipes {
    func startPipe(_ input: StartPipeInput, _ call: Call) async throws -> StartPipeOutput {
        let pipe = try await want(StoredPipe.running, "STARTING", of: input.name, call)
        return StartPipeOutput(
            arn: StoredPipe.arn(pipe.name, call.scope).description, name: pipe.name,
            desiredState: pipe.desired, currentState: pipe.state, creationTime: pipe.createdAt.timestamp,
            lastModifiedTime: pipe.modifiedAt.timestamp)
    }

    /// Asks for a state, which the pipe comes to behind this call.
    func want(
        _ desired: String, _ passing: String, of name: String, _ call: Call
    ) async throws -> StoredPipe {
        try await call.write { tx in
            var pipe = try Self.restingPipe(name, call, in: tx)
            guard pipe.state != desired else {
                throw Refusals.conflict("Pipe \(name) is already \(desired).", name)
            }
            pipe.desired = desired
            pipe.state = passing
            pipe.reason = nil
            pipe.modifiedAt = call.now
            try StoredPipes.update(pipe, in: tx)
            tx.afterCommit { [pipe] in settle(pipe.id) }
            return pipe
        }
    }
}
