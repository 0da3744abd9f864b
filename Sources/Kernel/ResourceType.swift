public import Wire

/// A kind of resource as a template declares it, in terms of the service's own actions.
///
/// CloudFormation knows no service: it orders a template and calls these.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-template-resource-type-ref.html>
public struct ResourceType: Sendable {
    /// For example `AWS::SQS::Queue`.
    public let name: String
    /// Properties that have an effect; a template with another one is refused by its name.
    public let properties: Set<String>
    public let required: Set<String>
    /// Properties whose change makes a new resource.
    public let createOnly: Set<String>
    /// Makes the resource; what it answers identifies it from then on.
    public let create: @Sendable (ResourceRequest) async throws -> ResourceState
    /// Changes the resource in place.
    public let update: @Sendable (ResourceRequest, ResourceState) async throws -> ResourceState
    public let delete: @Sendable (ResourceRequest, ResourceState) async throws -> Void

    public init(
        _ name: String, properties: Set<String>, required: Set<String> = [], createOnly: Set<String> = [],
        create: @escaping @Sendable (ResourceRequest) async throws -> ResourceState,
        update: @escaping @Sendable (ResourceRequest, ResourceState) async throws -> ResourceState,
        delete: @escaping @Sendable (ResourceRequest, ResourceState) async throws -> Void
    ) {
        self.name = name
        self.properties = properties
        self.required = required
        self.createOnly = createOnly
        self.create = create
        self.update = update
        self.delete = delete
    }
}

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
    public let generatedName: String
    /// Tags that the stack hands down to its resources.
    public let tags: [String: String]

    public init(
        call: Kernel.Call, properties: JSON, previous: JSON?, logicalID: String, stackName: String,
        stackID: String, generatedName: String, tags: [String: String]
    ) {
        self.call = call
        self.properties = properties
        self.previous = previous
        self.logicalID = logicalID
        self.stackName = stackName
        self.stackID = stackID
        self.generatedName = generatedName
        self.tags = tags
    }
}

/// A resource that exists: how `Ref` and `Fn::GetAtt` see it.
public struct ResourceState: Sendable {
    /// What `Ref` answers.
    public let physicalID: String
    /// What `Fn::GetAtt` answers, by attribute name.
    public let attributes: [String: JSON]

    public init(physicalID: String, attributes: [String: JSON] = [:]) {
        self.physicalID = physicalID
        self.attributes = attributes
    }
}
