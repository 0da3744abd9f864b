import ApusTesting
import IAM
import Kernel
import Testing
import Wire

@Suite struct RoleTests {
    private let trust =
        #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"#
        + #""Action":"sts:AssumeRole"}]}"#

    private func makeRole(_ apus: TestApus, allowing action: String) async throws -> Principal {
        let policy =
            #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"\#(action)","Resource":"*"}]}"#
        let made = try await apus.invoke(
            "iam:CreateRole", ["RoleName": "worker", "AssumeRolePolicyDocument": .string(trust)])
        try await apus.invoke(
            "iam:PutRolePolicy",
            ["RoleName": "worker", "PolicyName": "p", "PolicyDocument": .string(policy)])
        return Principal(
            kind: .role(name: "worker", session: "s"), account: TestApus.account,
            userID: "\(try #require(made["Role"]?["RoleId"]?.string)):s")
    }

    @Test func aSessionOfARoleMayDoWhatItsPoliciesSay() async throws {
        try await withApus([.iam], authentication: .enforce) { apus in
            let session = try await makeRole(apus, allowing: "iam:GetRole")
            let allowed = try await apus.failure("iam:GetRole", ["RoleName": "worker"], as: session)
            #expect(allowed == nil)
            let denied = try await apus.failure("iam:DeleteRole", ["RoleName": "worker"], as: session)
            #expect(denied?.status == 403)
        }
    }

    @Test func aRoleInAnInstanceProfileIsNotDeleted() async throws {
        try await withApus([.iam]) { apus in
            _ = try await makeRole(apus, allowing: "iam:*")
            try await apus.invoke("iam:DeleteRolePolicy", ["RoleName": "worker", "PolicyName": "p"])
            let profile: JSON = ["InstanceProfileName": "p"]
            let both: JSON = ["InstanceProfileName": "p", "RoleName": "worker"]
            try await apus.invoke("iam:CreateInstanceProfile", profile)
            try await apus.invoke("iam:AddRoleToInstanceProfile", both)
            #expect(
                try await apus.failure("iam:AddRoleToInstanceProfile", both)?.message
                    == "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1")
            let text = "Cannot delete entity, must remove roles from instance profile first."
            #expect(try await apus.failure("iam:DeleteRole", ["RoleName": "worker"])?.message == text)
            #expect(try await apus.failure("iam:DeleteInstanceProfile", profile)?.message == text)
            let listed = try await apus.invoke("iam:ListInstanceProfilesForRole", ["RoleName": "worker"])
            #expect(listed["InstanceProfiles"]?.array?.count == 1)
            try await apus.invoke("iam:RemoveRoleFromInstanceProfile", both)
            try await apus.invoke("iam:DeleteInstanceProfile", profile)
            try await apus.invoke("iam:DeleteRole", ["RoleName": "worker"])
        }
    }

    @Test func aRoleThatIsGoneAllowsNothing() async throws {
        try await withApus([.iam], authentication: .enforce) { apus in
            let session = Principal(
                kind: .role(name: "nobody", session: "s"), account: TestApus.account, userID: "AROA:s")
            let denied = try await apus.failure("iam:ListRoles", as: session)
            #expect(denied?.status == 403)
        }
    }

    @Test func aSessionOfARoleThatWasMadeAnewAllowsNothing() async throws {
        try await withApus([.iam], authentication: .enforce) { apus in
            let session = try await makeRole(apus, allowing: "iam:*")
            try await apus.invoke("iam:DeleteRolePolicy", ["RoleName": "worker", "PolicyName": "p"])
            try await apus.invoke("iam:DeleteRole", ["RoleName": "worker"])
            let another = try await makeRole(apus, allowing: "iam:*")
            #expect(try await apus.failure("iam:ListRoles", as: another) == nil)
            #expect(try await apus.failure("iam:ListRoles", as: session)?.status == 403)
        }
    }
}
