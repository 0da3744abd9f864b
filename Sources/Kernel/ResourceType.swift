/// A kind of resource as a template declares it, in terms of the service's own actions.
///
/// CloudFormation knows no service: it orders a template and calls these. A stack operation survives the
/// end of the process, so each of the closures may be called again for work that was done already:
/// `create` with the same `generatedName` and `token` (see `find`), `update` with the same properties,
/// `delete` for what is gone, which succeeds. What a closure throws fails the resource, with the text of
/// the failure as its reason.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-template-resource-type-ref.html>
public struct ResourceType: Sendable {
    /// For example `AWS::SQS::Queue`.
    public let name: String
    /// Properties that have an effect; a template with another one is refused by its name.
    public let properties: Set<String>
    public let required: Set<String>
    /// Properties whose change makes a new resource. For what depends on values, throw
    /// `ReplacementRequired`.
    public let createOnly: Set<String>
    /// What `Fn::GetAtt` may ask for, so that a template is refused before anything is made; nil: only
    /// what the resource's state holds decides.
    public let attributes: Set<String>?
    /// The resource of the name that `create` would give, or nil when there is none.
    ///
    /// Asked before a creation, where a resource is another one's and refused, and before a creation that is
    /// repeated, where it is what the interrupted one made and is completed by `update` without previous
    /// properties. Needed where making the same name twice fails or makes two. It must change nothing.
    public let find: (@Sendable (ResourceRequest) async throws -> ResourceState?)?
    /// Makes the resource; what it answers identifies it from then on.
    public let create: @Sendable (ResourceRequest) async throws -> ResourceState
    /// Changes the resource in place.
    public let update: @Sendable (ResourceRequest, ResourceState) async throws -> ResourceState
    public let delete: @Sendable (ResourceRequest, ResourceState) async throws -> Void

    public init(
        _ name: String, properties: Set<String>, required: Set<String> = [], createOnly: Set<String> = [],
        attributes: Set<String>? = nil,
        find: (@Sendable (ResourceRequest) async throws -> ResourceState?)? = nil,
        create: @escaping @Sendable (ResourceRequest) async throws -> ResourceState,
        update: @escaping @Sendable (ResourceRequest, ResourceState) async throws -> ResourceState,
        delete: @escaping @Sendable (ResourceRequest, ResourceState) async throws -> Void
    ) {
        self.name = name
        self.properties = properties
        self.required = required
        self.createOnly = createOnly
        self.attributes = attributes
        self.find = find
        self.create = create
        self.update = update
        self.delete = delete
    }
}
