internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    /// Functions that use the version keep it in their configuration, but start no more workers with it.
    func deleteLayerVersion(_ input: DeleteLayerVersionInput, _ call: Call) async throws -> Unit {
        let name = layerName(input.layerName)
        try await call.write { tx in
            guard let found = try Layers.with(name, version: input.versionNumber, call.scope, in: tx) else {
                return
            }
            try Layers.remove(found.id, in: tx)
            try release(found.code, in: tx)
        }
        return Unit()
    }
}
