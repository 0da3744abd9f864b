internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    func listLayerVersions(_ input: ListLayerVersionsInput, _ call: Call) async throws
        -> ListLayerVersionsOutput
    {
        let name = layerName(input.layerName)
        let limit = min(input.maxItems ?? Limits.pageSizeMax, Limits.pageSizeMax)
        let question = "ListLayerVersions \(call.scope.id) \(name)"
        let place = try place(input.marker, question)
        return try await call.read { tx in
            let found = try Layers.versions(
                of: name, before: Int(place) ?? .max, limit: limit + 1, call.scope, in: tx)
            let next =
                found.count > limit
                ? PageToken.encode([String(found[limit - 1].version)], for: question) : nil
            let chosen = found.prefix(limit).filter {
                $0.runs(input.compatibleRuntime, input.compatibleArchitecture)
            }
            return ListLayerVersionsOutput(nextMarker: next, layerVersions: chosen.map(\.item))
        }
    }
}

extension Layers.Entry {
    /// Whether the version says that it goes with a runtime and an architecture.
    func runs(_ runtime: String?, _ architecture: String?) -> Bool {
        (runtime.map { details.compatibleRuntimes?.contains($0) == true } ?? true)
            && (architecture.map { details.compatibleArchitectures?.contains($0) == true } ?? true)
    }

    var item: LayerVersionsListItem {
        LayerVersionsListItem(
            layerVersionArn: details.layerVersionArn, version: version, description: details.description,
            createdDate: details.createdDate, compatibleRuntimes: details.compatibleRuntimes,
            licenseInfo: details.licenseInfo, compatibleArchitectures: details.compatibleArchitectures)
    }
}
