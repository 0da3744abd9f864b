internal import CloudFormationInterface
internal import Wire

/// The `Globals` section: properties that every resource of a type has.
struct ServerlessGlobals {
    private let sections: JSONObject

    private static let types = [
        "Function": "AWS::Serverless::Function", "Api": "AWS::Serverless::Api",
        "HttpApi": "AWS::Serverless::HttpApi", "SimpleTable": "AWS::Serverless::SimpleTable",
        "StateMachine": "AWS::Serverless::StateMachine", "LayerVersion": "AWS::Serverless::LayerVersion",
    ]

    init(_ globals: JSON?) throws {
        var sections = JSONObject()
        for member in globals?.object?.members ?? [] {
            guard let type = Self.types[member.name] else {
                throw ValidationError(
                    "Transform AWS::Serverless-2016-10-31 failed with: Invalid Serverless Application Specification document. Number of errors found: 1. 'Globals' section is invalid. '\(member.name)' is not supported."
                )
            }
            sections[type] = member.value
        }
        self.sections = sections
    }

    /// Maps are merged, lists appended, scalars overridden.
    func merged(into properties: JSON, of type: String) -> JSON {
        guard let globals = sections[type] else { return properties }
        return Self.merge(globals, properties)
    }

    func of(_ type: String) -> JSON { sections[type] ?? [:] }

    private static func merge(_ global: JSON, _ local: JSON) -> JSON {
        switch (global, local) {
        case (.object(let a), .object(let b)):
            if isFunction(a) || isFunction(b) { return local }
            var result = a
            for member in b.members {
                result[member.name] = a[member.name].map { merge($0, member.value) } ?? member.value
            }
            return .object(result)
        case (.array(let a), .array(let b)): return .array(a + b)
        default: return local
        }
    }

    private static func isFunction(_ object: JSONObject) -> Bool {
        object.count == 1 && object.names.allSatisfy { $0 == "Ref" || $0.hasPrefix("Fn::") }
    }
}
