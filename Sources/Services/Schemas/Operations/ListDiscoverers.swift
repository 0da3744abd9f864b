internal import Kernel
internal import SchemasInterface
internal import Store
internal import Wire

extension Schemas {
    func listDiscoverers(_ input: ListDiscoverersInput, _ call: Call) async throws -> ListDiscoverersOutput {
        let limit = try Self.limit(input.limit)
        let (prefix, source) = (input.discovererIdPrefix ?? "", input.sourceArnPrefix ?? "")
        let question = "discoverers \(prefix) \(source)"
        let place = try Self.place(input.nextToken, for: question)
        let scope = call.scope
        return try await call.read { tx in
            // There are few of them, so that those of other sources may be read to be left out.
            let found = try Discoverers.listed(
                prefix: prefix, after: place, limit: StoredDiscoverer.discoverersMax, scope, in: tx
            ).filter { $0.source.hasPrefix(source) }
            let (page, token) = Self.page(found, limit: limit, for: question) { $0.name }
            var summaries: [DiscovererSummary] = []
            for discoverer in page {
                let arn = StoredDiscoverer.arn(discoverer.name, scope)
                summaries.append(
                    DiscovererSummary(
                        discovererArn: arn.description,
                        discovererId: discoverer.name, sourceArn: discoverer.source, state: discoverer.state,
                        crossAccount: discoverer.takesOthers, tags: try Tags.of(arn, in: tx)))
            }
            return ListDiscoverersOutput(discoverers: summaries, nextToken: token)
        }
    }
}
