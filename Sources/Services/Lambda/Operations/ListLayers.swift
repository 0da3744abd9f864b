internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    func listLayers(_ input: ListLayersInput, _ call: Call) async throws -> ListLayersOutput {
        let limit = min(input.maxItems ?? Limits.pageSizeMax, Limits.pageSizeMax)
        let question = "ListLayers \(call.scope.id)"
        let place = try place(input.marker, question)
        return try await call.read { tx in
            let names = try Layers.names(after: place, limit: limit + 1, call.scope, in: tx)
            var layers: [LayersListItem] = []
            for name in names.prefix(limit) {
                let versions = try Layers.versions(
                    of: name, before: .max, limit: Limits.pageSizeMax, call.scope, in: tx)
                guard
                    let last = versions.first(where: {
                        $0.runs(input.compatibleRuntime, input.compatibleArchitecture)
                    })
                else { continue }
                layers.append(
                    LayersListItem(
                        layerName: name, layerArn: last.details.layerArn, latestMatchingVersion: last.item))
            }
            let next = names.count > limit ? PageToken.encode([names[limit - 1]], for: question) : nil
            return ListLayersOutput(nextMarker: next, layers: layers)
        }
    }
}
