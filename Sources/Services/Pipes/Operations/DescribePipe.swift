internal import Kernel
internal import PipesInterface
internal import Store
internal import Wire

extension Pipes {
    func describePipe(_ input: DescribePipeInput, _ call: Call) async throws -> DescribePipeOutput {
        let name = input.name
        let arn = StoredPipe.arn(name, call.scope)
        let (pipe, tags) = try await call.read { tx in
            (try Self.pipe(name, call, in: tx), try Tags.of(arn, in: tx))
        }
        let settings = pipe.definition.settings
        return DescribePipeOutput(
            arn: arn.description, name: name, description: settings.description,
            desiredState: pipe.desired, currentState: pipe.state, stateReason: pipe.reason,
            source: settings.source, sourceParameters: settings.sourceParameters,
            enrichment: settings.enrichment, enrichmentParameters: settings.enrichmentParameters,
            target: settings.target, targetParameters: settings.targetParameters, roleArn: settings.roleArn,
            tags: tags, creationTime: pipe.createdAt.timestamp, lastModifiedTime: pipe.modifiedAt.timestamp)
    }
}
