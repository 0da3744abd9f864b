internal import APIGatewayInterface
internal import Kernel

/// A stage as it is served: its deployment's resources as a tree, so that a request costs its path only.
final class LiveStage: Sendable {
    /// A method that a resource answers.
    struct Endpoint: Sendable {
        let method: Method
        let resource: Resource
        let function: FunctionURI
        let timeout: Duration
    }

    private struct Node: Sendable {
        var texts: [String: Node] = [:]
        /// The child of a variable, in an array since a value cannot hold its own kind.
        var variable: [Node] = []
        var variableName = ""
        var greedy: [Node] = []
        var greedyName = ""
        var endpoints: [String: Endpoint] = [:]
    }

    let api: RestApi
    let stage: Stage
    let scope: Scope
    private let root: Node

    init(api: RestApi, stage: Stage, resources: [Resource], scope: Scope) {
        self.api = api
        self.stage = stage
        self.scope = scope
        var root = Node()
        for resource in resources {
            let parts = (resource.path ?? "/").split(separator: "/").map(String.init)
            Self.add(resource, parts[...], to: &root)
        }
        self.root = root
    }

    private static func add(_ resource: Resource, _ path: ArraySlice<String>, to node: inout Node) {
        guard let part = path.first else {
            for (name, method) in resource.resourceMethods ?? [:] {
                guard let integration = method.methodIntegration,
                    let function = FunctionURI(integration.uri ?? "")
                else { continue }
                let timeout = integration.timeoutInMillis ?? IntegrationRules.timeoutRange.upperBound
                node.endpoints[name] = Endpoint(
                    method: method, resource: resource, function: function, timeout: .milliseconds(timeout))
            }
            return
        }
        let rest = path.dropFirst()
        if part.hasSuffix("+}") {
            if node.greedy.isEmpty { node.greedy = [Node()] }
            node.greedyName = String(part.dropFirst().dropLast(2))
            add(resource, rest, to: &node.greedy[0])
        } else if part.hasPrefix("{") {
            if node.variable.isEmpty { node.variable = [Node()] }
            node.variableName = String(part.dropFirst().dropLast())
            add(resource, rest, to: &node.variable[0])
        } else {
            add(resource, rest, to: &node.texts[part, default: Node()])
        }
    }

    /// What answers a path, given in its decoded parts: text before variable before greedy variable.
    func find(_ method: String, _ path: [String]) -> (endpoint: Endpoint, parameters: [String: String])? {
        var parameters: [String: String] = [:]
        guard let endpoint = Self.find(method, path[...], in: root, &parameters) else { return nil }
        return (endpoint, parameters)
    }

    private static func find(
        _ method: String, _ path: ArraySlice<String>, in node: Node, _ parameters: inout [String: String]
    ) -> Endpoint? {
        guard let part = path.first else { return node.endpoints[method] ?? node.endpoints["ANY"] }
        let rest = path.dropFirst()
        if let child = node.texts[part], let found = find(method, rest, in: child, &parameters) {
            return found
        }
        if let child = node.variable.first, let found = find(method, rest, in: child, &parameters) {
            parameters[node.variableName] = part
            return found
        }
        if let child = node.greedy.first, let found = child.endpoints[method] ?? child.endpoints["ANY"] {
            parameters[node.greedyName] = path.joined(separator: "/")
            return found
        }
        return nil
    }
}
