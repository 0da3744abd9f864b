internal import Kernel
internal import Store
internal import Wire

extension Schemas {
    /// A schema is named by its registry and its name.
    func arns(of resources: [NamedResource], action: OperationModel, _ call: Call) -> [ARN] {
        func value(_ kind: String) -> String? { resources.first { $0.kind == kind }?.value }
        if let registry = value("registry") {
            guard let schema = value("schema") else { return [StoredRegistry.arn(registry, call.scope)] }
            return [StoredRegistry.arn(of: schema, in: registry, call.scope)]
        }
        if let discoverer = value("discoverer") {
            return [StoredDiscoverer.arn(discoverer, call.scope)]
        }
        if let source = value("source").flatMap({ ARN($0) }) {
            return [StoredDiscoverer.arn(StoredDiscoverer.name(of: source), call.scope)]
        }
        return resources.compactMap { ARN($0.value) }
    }

    /// The policy of a registry holds for its schemas too. A discoverer takes what its own rule sends.
    func resourcePolicy(of arn: ARN, in tx: borrowing Transaction) throws -> String? {
        let parts = arn.resource.split(separator: "/", maxSplits: 2).map(String.init)
        if parts.count == 2, parts[0] == "discoverer" { return discovererPolicy(arn) }
        guard parts.count >= 2, parts[0] == "registry" || parts[0] == "schema",
            let scope = try kernel.scopes.known(account: arn.account, region: arn.region, in: tx)
        else { return nil }
        return try Registries.named(parts[1], scope: scope.id, in: tx)?.policy
    }

    private func discovererPolicy(_ arn: ARN) -> String {
        var rules = arn
        rules.service = "events"
        rules.resource = "rule/*"
        let statement: JSON = [
            "Sid": "Discovery", "Effect": "Allow", "Principal": ["Service": "events.amazonaws.com"],
            "Action": .string(Self.discovery), "Resource": .string(arn.description),
            "Condition": ["ArnLike": ["aws:SourceArn": .string(rules.description)]],
        ]
        return (["Version": "2012-10-17", "Statement": [statement]] as JSON).text
    }
}

extension Schemas {
    static var resourceTypes: [ResourceType] {
        [RegistryResource.type, SchemaResource.type, DiscovererResource.type, RegistryPolicyResource.type]
    }
}
