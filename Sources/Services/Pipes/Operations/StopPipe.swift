internal import Kernel
internal import PipesInterface
internal import Store
internal import Wire

extension Pipes {
    func stopPipe(_ input: StopPipeInput, _ call: Call) async throws -> StopPipeOutput {
        let pipe = try await want(StoredPipe.stopped, "STOPPING", of: input.name, call)
        return StopPipeOutput(
            arn: StoredPipe.arn(pipe.name, call.scope).description, name: pipe.name,
            desiredState: pipe.desired, currentState: pipe.state, creationTime: pipe.createdAt.timestamp,
            lastModifiedTime: pipe.modifiedAt.timestamp)
    }
}
