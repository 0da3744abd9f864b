/// What an `update` of a resource type throws when these properties need a new resource: CloudFormation
/// then makes one and deletes the old one after everything else succeeded.
public struct ReplacementRequired: Error, Sendable {
    public init() {}
}
