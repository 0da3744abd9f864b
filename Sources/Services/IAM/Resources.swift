internal import Kernel

extension IAM {
    /// What templates can make of IAM.
    static var resourceTypes: [ResourceType] {
        [
            AccessKeyResource.type, GroupMembership.type, GroupResource.type, InstanceProfileResource.type,
            ManagedPolicyResource.type, PolicyResource.type, RoleResource.type, UserResource.type,
        ] + PolicyResource.singleTypes
    }
}
