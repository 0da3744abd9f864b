internal import IAMInterface
internal import Kernel
internal import Store
internal import Wire

/// Users, groups, roles and policies with all that belongs to them.
enum HolderDetails {
    static func of(
        _ user: StoredUser, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws -> UserDetail {
        let holder = Holder.user(user.name, call.account)
        let tags = try Tags.of(user.arn(call), in: tx)
        return UserDetail(
            path: user.path, userName: user.name, userId: user.id, arn: user.arn(call).description,
            createDate: user.createdAt.timestamp, userPolicyList: try inline(holder, in: tx),
            groupList: try Memberships.groups(of: user.name, call.account, in: tx),
            attachedManagedPolicies: try attached(holder, in: tx),
            permissionsBoundary: try boundary(holder, in: tx), tags: StoredRole.tags(tags))
    }

    static func of(
        _ group: StoredGroup, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws -> GroupDetail {
        let holder = Holder.group(group.name, call.account)
        return GroupDetail(
            path: group.path, groupName: group.name, groupId: group.id, arn: group.arn(call).description,
            createDate: group.createdAt.timestamp, groupPolicyList: try inline(holder, in: tx),
            attachedManagedPolicies: try attached(holder, in: tx))
    }

    static func of(
        _ role: StoredRole, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws -> RoleDetail {
        let holder = Holder.role(role.name, call.account)
        let tags = try Tags.of(role.arn(call), in: tx)
        return RoleDetail(
            path: role.path, roleName: role.name, roleId: role.id, arn: role.arn(call).description,
            createDate: role.createdAt.timestamp,
            assumeRolePolicyDocument: PercentCoding.encoded(role.trust),
            instanceProfileList: try profiles(of: role, call, in: tx),
            rolePolicyList: try inline(holder, in: tx),
            attachedManagedPolicies: try attached(holder, in: tx),
            permissionsBoundary: try boundary(holder, in: tx), tags: StoredRole.tags(tags),
            roleLastUsed: RoleLastUsed())
    }

    static func of(
        _ policy: StoredPolicy, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws -> ManagedPolicyDetail {
        let uses = try PolicyReference(policy.arn(call).description).uses(call, in: tx)
        let versions = try PolicyVersions.all(of: policy.name, call.account, in: tx)
        return detail(
            policy.shape(uses, call), versions.map { $0.shape(isDefault: $0.number == policy.defaultVersion) }
        )
    }

    /// A policy of AWS.
    static func of(
        _ arn: ARN, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws -> ManagedPolicyDetail? {
        guard let text = ManagedPolicies.policy(arn) else { return nil }
        let uses = try PolicyReference(arn.description).uses(call, in: tx)
        let version = PolicyVersion(
            document: PercentCoding.encoded(text.document), versionId: "v\(text.version)",
            isDefaultVersion: true)
        return detail(ManagedPolicies.shape(arn, text, uses), [version])
    }

    private static func detail(_ policy: Policy, _ versions: [PolicyVersion]) -> ManagedPolicyDetail {
        ManagedPolicyDetail(
            policyName: policy.policyName, policyId: policy.policyId, arn: policy.arn, path: policy.path,
            defaultVersionId: policy.defaultVersionId, attachmentCount: policy.attachmentCount,
            permissionsBoundaryUsageCount: policy.permissionsBoundaryUsageCount,
            isAttachable: policy.isAttachable, description: policy.description,
            createDate: policy.createDate, updateDate: policy.updateDate, policyVersionList: versions)
    }

    private static func profiles(
        of role: StoredRole, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws -> [InstanceProfile] {
        let page = try Page(nil, Page.entriesMax, of: "instance profiles of \(role.name)")
        var shapes: [InstanceProfile] = []
        for profile in try InstanceProfiles.list(ofRole: role.name, call.account, page, in: tx) {
            shapes.append(try profile.shape(call, in: tx))
        }
        return shapes
    }

    private static func inline(
        _ holder: Holder, in tx: borrowing Transaction
    ) throws -> [PolicyDetail] {
        try InlinePolicies.all(holder, in: tx).map {
            PolicyDetail(policyName: $0.name, policyDocument: PercentCoding.encoded($0.document))
        }
    }

    private static func attached(
        _ holder: Holder, in tx: borrowing Transaction
    ) throws -> [AttachedPolicy] {
        try Attachments.arns(of: holder, in: tx).map(AttachedPolicy.init(arn:))
    }

    private static func boundary(
        _ holder: Holder, in tx: borrowing Transaction
    ) throws -> AttachedPermissionsBoundary? {
        try Attachments.boundary(of: holder, in: tx).map(AttachedPermissionsBoundary.init(arn:))
    }
}
