internal import Kernel
internal import PipesInterface
internal import Store
internal import Wire

extension Pipes {
    /// Pipes in the order of their names. A page may hold fewer than were asked for while there are more:
    /// states and ends are looked for among so many at a time.
    func listPipes(_ input: ListPipesInput, _ call: Call) async throws -> ListPipesOutput {
        let prefix = input.namePrefix ?? ""
        let limit = input.limit ?? Self.pageSize
        let wanted = [input.desiredState, input.currentState, input.sourcePrefix, input.targetPrefix]
        let question = "pipes \(prefix) \(wanted.map { $0 ?? "" })"
        let place = try input.nextToken.map { token in
            guard let place = PageToken.decode(token, for: question)?.first else {
                throw Refusals.invalid("Invalid NextToken provided.")
            }
            return place
        }
        let scope = call.scope
        let found = try await call.read { tx in
            try StoredPipes.listed(prefix: prefix, after: place ?? "", limit: limit + 1, scope, in: tx)
        }
        let page = found.prefix(limit)
        let token = found.count > limit ? page.last : nil
        return ListPipesOutput(
            pipes: page.filter { Self.fits($0, input) }.map { Self.summary($0, scope) },
            nextToken: token.map { PageToken.encode([$0.name], for: question) })
    }

    private static func fits(_ pipe: StoredPipe, _ input: ListPipesInput) -> Bool {
        let settings = pipe.definition.settings
        return input.desiredState.map { $0 == pipe.desired } ?? true
            && input.currentState.map { $0 == pipe.state } ?? true
            && settings.source.hasPrefix(input.sourcePrefix ?? "")
            && settings.target.hasPrefix(input.targetPrefix ?? "")
    }

    private static func summary(_ pipe: StoredPipe, _ scope: Scope) -> Pipe {
        Pipe(
            name: pipe.name, arn: StoredPipe.arn(pipe.name, scope).description, desiredState: pipe.desired,
            currentState: pipe.state, stateReason: pipe.reason, creationTime: pipe.createdAt.timestamp,
            lastModifiedTime: pipe.modifiedAt.timestamp, source: pipe.definition.settings.source,
            target: pipe.definition.settings.target, enrichment: pipe.definition.enrichment)
    }
}
