internal import Kernel

/// The resource types by name: what the services of the server declare, and CloudFormation's own.
struct ResourceTypes: Sendable {
    private let byName: [String: ResourceType]
    private let service: CloudFormation

    init(_ service: CloudFormation) {
        self.service = service
        var byName: [String: ResourceType] = [:]
        for type in service.kernel.services.flatMap(\.resourceTypes) { byName[type.name] = type }
        for type in [service.nestedStackType, service.waitHandleType, service.waitConditionType] {
            byName[type.name] = type
        }
        self.byName = byName
    }

    subscript(name: String) -> ResourceType? {
        if let type = byName[name] { return type }
        if name == "AWS::CloudFormation::CustomResource" || Self.isCustom(name) {
            return service.customType(name)
        }
        return nil
    }

    /// Names of custom resources: `Custom::` and up to 60 letters, digits and `_@-`.
    private static func isCustom(_ name: String) -> Bool {
        let prefix = "Custom::"
        guard name.hasPrefix(prefix), (1...60).contains(name.utf8.count - prefix.utf8.count) else {
            return false
        }
        return name.utf8.dropFirst(prefix.utf8.count).allSatisfy {
            $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "@")
                || $0 == UInt8(ascii: "-")
        }
    }
}
