internal import CloudFormationInterface
internal import Wire

/// What a caller must acknowledge before a template may do it.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html>
enum Capabilities {
    private static let identityTypes: [String: String?] = [
        "AWS::IAM::AccessKey": nil, "AWS::IAM::Group": "GroupName",
        "AWS::IAM::InstanceProfile": "InstanceProfileName",
        "AWS::IAM::ManagedPolicy": "ManagedPolicyName", "AWS::IAM::Policy": nil, "AWS::IAM::Role": "RoleName",
        "AWS::IAM::User": "UserName", "AWS::IAM::UserToGroupAddition": nil, "AWS::IAM::RolePolicy": nil,
        "AWS::IAM::UserPolicy": nil, "AWS::IAM::GroupPolicy": nil,
    ]

    /// The strongest capability about identities that the template needs, and AWS's words for why.
    static func identity(_ template: Template) -> (capability: String, reason: String)? {
        let resources = template.resources.filter { identityTypes[$0.type] != nil }
        guard !resources.isEmpty else { return nil }
        let isNamed = resources.contains { resource in
            guard case .some(.some(let property)) = identityTypes[resource.type] else { return false }
            return resource.properties[property] != nil
        }
        var types: [String] = []
        for resource in resources where !types.contains(resource.type) { types.append(resource.type) }
        return (
            isNamed ? "CAPABILITY_NAMED_IAM" : "CAPABILITY_IAM",
            "The following resource(s) require capabilities: [\(types.joined(separator: ", "))]"
        )
    }

    /// All that the template needs; transforms count when it is not reviewed as a change set first.
    static func required(by template: Template, isReviewed: Bool) -> [String] {
        var needed = identity(template).map { [$0.capability] } ?? []
        if !isReviewed, !template.transforms.isEmpty { needed.append("CAPABILITY_AUTO_EXPAND") }
        return needed
    }

    static func check(
        _ given: [String]?, for template: Template, isReviewed: Bool
    ) throws(InsufficientCapabilitiesException) {
        let given = Set(given ?? [])
        let missing = required(by: template, isReviewed: isReviewed).filter { need in
            !given.contains(need) && !(need == "CAPABILITY_IAM" && given.contains("CAPABILITY_NAMED_IAM"))
        }
        guard missing.isEmpty else {
            throw InsufficientCapabilitiesException(
                "Requires capabilities : [\(missing.joined(separator: ", "))]")
        }
    }
}
