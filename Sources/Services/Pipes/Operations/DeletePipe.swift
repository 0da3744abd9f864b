internal import Kernel
internal import PipesInterface
internal import Store
internal import Wire

extension Pipes {
    /// Deletes a pipe, behind this call.
    func deletePipe(_ input: DeletePipeInput, _ call: Call) async throws -> DeletePipeOutput {
        let name = input.name
        let pipe = try await call.write { tx in
            var pipe = try Self.pipe(name, call, in: tx)
            pipe.desired = StoredPipe.deleted
            pipe.state = StoredPipe.deleting
            pipe.modifiedAt = call.now
            try StoredPipes.update(pipe, in: tx)
            tx.afterCommit { [pipe] in settle(pipe.id) }
            return pipe
        }
        return DeletePipeOutput(
            arn: StoredPipe.arn(name, call.scope).description, name: name, desiredState: pipe.desired,
            currentState: pipe.state, creationTime: pipe.createdAt.timestamp,
            lastModifiedTime: pipe.modifiedAt.timestamp)
    }
}
