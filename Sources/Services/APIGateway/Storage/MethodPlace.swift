internal import APIGatewayInterface
internal import Kernel
internal import Store

/// Where a method stands.
struct MethodPlace: Sendable {
    let api: String
    let resource: String
    let method: String

    init(_ api: String, _ resource: String, _ method: String) {
        self.api = api
        self.resource = resource
        self.method = method
    }

    func find(
        _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws -> (resource: Resource, method: Method?) {
        let tree = ResourceTree(api: api, scope: call.scope)
        guard let found = try tree.find(resource, in: tx) else {
            throw NotFoundException("Invalid Resource identifier specified")
        }
        return (found, found.resourceMethods?[method])
    }

    /// Changes a method that is there; answers it.
    @discardableResult
    func change(
        _ call: Kernel.Call, in tx: borrowing Transaction, _ body: (inout Method) throws -> Void
    ) throws -> Method {
        var (resource, found) = try find(call, in: tx)
        guard var method = found else { throw NotFoundException("Invalid Method identifier specified") }
        try body(&method)
        resource.resourceMethods?[self.method] = method
        try ResourceTree(api: api, scope: call.scope).put(resource, in: tx)
        return method
    }
}
