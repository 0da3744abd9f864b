internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    func getLayerVersion(_ input: GetLayerVersionInput, _ call: Call) async throws -> GetLayerVersionResponse
    {
        let name = layerName(input.layerName)
        guard input.versionNumber > 0 else {
            throw InvalidParameterValueException("Layer Version Cannot be less than 1.", type: "User")
        }
        let found = try await call.read { tx in
            try Layers.with(name, version: input.versionNumber, call.scope, in: tx)
        }
        return try answer(found, call)
    }

    /// What a layer version is, with an address for its archive.
    func answer(_ found: Layers.Entry?, _ call: Call) throws -> GetLayerVersionResponse {
        guard let found else {
            throw ResourceNotFoundException("The resource you requested does not exist.", type: "User")
        }
        var answer = found.details
        answer.content?.location = CodeRoute.location(of: found.code, launcher, call)
        return answer
    }
}
