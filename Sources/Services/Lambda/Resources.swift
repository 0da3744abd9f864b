internal import Kernel
internal import Store
internal import Wire

extension Lambda {
    func arns(of resources: [NamedResource], action: OperationModel, _ call: Call) -> [ARN] {
        resources.compactMap { resource in
            if let arn = ARN(resource.value) { return arn }
            switch resource.kind {
            case "function":
                // A name that is none is refused by the operation.
                guard let reference = try? FunctionReference(resource.value) else { return nil }
                return ARN(reference.arn(in: call.scope))
            case "layer": return call.scope.arn("lambda", "layer:\(resource.value)")
            case "eventSourceMapping":
                return call.scope.arn("lambda", "event-source-mapping:\(resource.value)")
            default: return nil
            }
        }
    }

    func resourcePolicy(of arn: ARN, in tx: borrowing Transaction) throws -> String? {
        let parts = arn.resource.split(separator: ":").map(String.init)
        guard parts.count >= 2, parts[0] == "function" else { return nil }
        let scope = try kernel.scopes.scope(account: arn.account, region: arn.region, in: tx)
        guard let function = try Functions.named(parts[1], scope, in: tx) else { return nil }
        return try Permissions.document(function.id, parts.count > 2 ? parts[2] : "", in: tx)
    }

    static var resourceTypes: [ResourceType] {
        [
            FunctionResource.type, VersionResource.type, AliasResource.type, PermissionResource.type,
            MappingResource.type, InvokeConfigResource.type, LayerVersionResource.type,
        ]
    }
}
