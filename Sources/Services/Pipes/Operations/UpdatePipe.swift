internal import Kernel
internal import PipesInterface
internal import Store
internal import Wire

extension Pipes {
    /// Changes what the call names; parameters of one service are replaced as one.
    func updatePipe(_ input: UpdatePipeInput, _ call: Call) async throws -> UpdatePipeOutput {
        try Self.refuse(input.logConfiguration, input.kmsKeyIdentifier)
        let kernel = kernel
        let pipe = try await call.write { tx in
            var pipe = try Self.restingPipe(input.name, call, in: tx)
            pipe.definition = pipe.definition.updated(by: input)
            try PipeRules.check(pipe.definition, kernel)
            let arn = StoredPipe.arn(pipe.name, call.scope)
            try PipeRules.requireTrust(input.roleArn, pipe: arn, call, in: tx)
            pipe.desired = input.desiredState ?? pipe.desired
            pipe.state = "UPDATING"
            pipe.reason = nil
            pipe.modifiedAt = call.now
            try StoredPipes.update(pipe, in: tx)
            tx.afterCommit { [pipe] in settle(pipe.id) }
            return pipe
        }
        return UpdatePipeOutput(
            arn: StoredPipe.arn(pipe.name, call.scope).description, name: pipe.name,
            desiredState: pipe.desired, currentState: pipe.state, creationTime: pipe.createdAt.timestamp,
            lastModifiedTime: pipe.modifiedAt.timestamp)
    }
}
