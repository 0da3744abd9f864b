public import Wire

/// What a template asks of one resource.
public struct ResourceRequest: Sendable {
    /// Acts with the permissions of the stack; `call.invoke` reaches any action.
    public let call: Kernel.Call
    /// Properties after all intrinsic functions are resolved.
    public let properties: JSON
    /// The properties of the last successful state, for an update.
    public let previous: JSON?
    public let logicalID: String
    public let stackName: String
    /// The stack's ARN.
    public let stackID: String
    /// A physical name for a resource that was given none: stack name, logical id and a random suffix.
    ///
    /// It stays the same when an interrupted `create` is repeated.
    public let generatedName: String
    /// Tags that the stack hands down to its resources.
    public let tags: [String: String]
    /// Stable over all repetitions of the same step, for actions that take a client token; at most 64
    /// letters, digits and hyphens.
    public let token: String
    /// When the stack gives up; a closure that waits must not wait longer.
    public let deadline: Instant?

    /// The stack's tags at the last successful state, for an update.
    public let previousTags: [String: String]

    public init(
        call: Kernel.Call, properties: JSON, previous: JSON?, logicalID: String, stackName: String,
        stackID: String, generatedName: String, tags: [String: String], token: String = "",
        deadline: Instant? = nil, previousTags: [String: String] = [:]
    ) {
        self.call = call
        self.properties = properties
        self.previous = previous
        self.logicalID = logicalID
        self.stackName = stackName
        self.stackID = stackID
        self.generatedName = generatedName
        self.tags = tags
        self.token = token
        self.deadline = deadline
        self.previousTags = previousTags
    }
}

extension ResourceRequest {
    /// Calls an operation as `call.invoke` does, after turning values into the types of its input.
    ///
    /// Templates say `"30"` or `30` and `"true"` or `true` alike, and write JSON documents as objects
    /// where an operation wants their text.
    @discardableResult
    public func invoke(_ action: String, _ input: JSON) async throws -> JSON {
        let parts = action.split(separator: ":", maxSplits: 1)
        var input = input
        if parts.count == 2, let service = call.kernel.service(String(parts[0])),
            let registered = service.actions[String(parts[1])]
        {
            input = input.coerced(to: registered.operation.input)
        }
        return try await call.invoke(action, input)
    }

    /// A property as text, whether the template wrote a text, a number or a Boolean.
    public func string(_ property: String) -> String? { properties[property]?.scalarText }

    /// A property as an integer, whether the template wrote a number or its digits.
    public func integer(_ property: String) -> Int? { properties[property]?.scalarText.flatMap { Int($0) } }

    /// A property as a Boolean, whether the template wrote `true` or `"true"`.
    public func bool(_ property: String) -> Bool? {
        switch properties[property]?.scalarText?.lowercased() {
        case "true": true
        case "false": false
        default: nil
        }
    }

    /// A JSON document as its text, whether the template wrote an object or a text.
    public func document(_ property: String) -> String? {
        guard let value = properties[property] else { return nil }
        return value.string ?? value.text
    }
}
