import ApusTesting
import IAM
import Kernel
import STS
import Store
import Testing
import Wire

@Suite struct AssumeRoleTests {
    private let role: JSON = "arn:aws:iam::000000000000:role/worker"

    private func makeRole(_ apus: TestApus, trusting principal: String, action: String = "sts:*") async throws
    {
        let trust =
            #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"\#(principal)"},"#
            + #""Action":"\#(action)"}]}"#
        try await apus.invoke(
            "iam:CreateRole", ["RoleName": "worker", "AssumeRolePolicyDocument": .string(trust)])
    }

    private func makeUser(_ apus: TestApus) async throws -> Principal {
        let made = try await apus.invoke("iam:CreateUser", ["UserName": "alice"])
        return Principal(
            kind: .user(name: "alice"), account: TestApus.account,
            userID: made["User"]?["UserId"]?.string ?? "")
    }

    private func refusal(
        _ apus: TestApus, _ input: JSON, as principal: Principal? = nil
    ) async throws -> [String] {
        let failure = try #require(try await apus.failure("sts:AssumeRole", input, as: principal))
        return [failure.queryCode, failure.message]
    }

    @Test func aRoleThatTrustsTheUserItselfNeedsNoOtherPermission() async throws {
        try await withApus([.iam, .sts], authentication: .enforce) { apus in
            let alice = try await makeUser(apus)
            try await makeRole(apus, trusting: alice.arn, action: "sts:AssumeRole")
            let made = try await apus.invoke(
                "sts:AssumeRole", ["RoleArn": role, "RoleSessionName": "run"], as: alice)
            #expect(
                made["AssumedRoleUser"]?["Arn"]?.string
                    == "arn:aws:sts::000000000000:assumed-role/worker/run")
            let id = try #require(made["Credentials"]?["AccessKeyId"]?.string)
            let credential = try await apus.kernel.credentials.credential(id, apus.kernel.store)
            #expect(credential?.principal.issuerARN == "arn:aws:iam::000000000000:role/worker")
            #expect(credential?.expiresAt == apus.now + .seconds(3600))
        }
    }

    @Test func aRoleThatTrustsTheAccountNeedsThePermissionOfTheUser() async throws {
        try await withApus([.iam, .sts], authentication: .enforce) { apus in
            let alice = try await makeUser(apus)
            try await makeRole(apus, trusting: "arn:aws:iam::000000000000:root")
            let input: JSON = ["RoleArn": role, "RoleSessionName": "run"]
            #expect(
                try await refusal(apus, input, as: alice) == [
                    "AccessDenied",
                    "User: arn:aws:iam::000000000000:user/alice is not authorized to perform: sts:AssumeRole "
                        + "on resource: arn:aws:iam::000000000000:role/worker because no identity-based "
                        + "policy allows the sts:AssumeRole action",
                ])
        }
    }

    @Test func aRoleThatDoesNotTrustTheCallerIsNotAssumed() async throws {
        try await withApus([.iam, .sts], authentication: .enforce) { apus in
            let alice = try await makeUser(apus)
            try await makeRole(apus, trusting: "arn:aws:iam::000000000000:user/bob")
            let input: JSON = ["RoleArn": role, "RoleSessionName": "run"]
            #expect(
                try await refusal(apus, input, as: alice)[1].hasSuffix(
                    "because no role trust policy allows the sts:AssumeRole action"))
        }
    }

    @Test func tagsNeedThePermissionToTagSessions() async throws {
        try await withApus([.iam, .sts], authentication: .enforce) { apus in
            let alice = try await makeUser(apus)
            try await makeRole(apus, trusting: alice.arn, action: "sts:AssumeRole")
            let input: JSON = [
                "RoleArn": role, "RoleSessionName": "run", "Tags": [["Key": "k", "Value": "v"]],
            ]
            #expect(try await refusal(apus, input, as: alice)[1].contains("sts:TagSession"))
        }
    }

    @Test func aSessionLastsAsLongAsTheRoleAllows() async throws {
        try await withApus([.iam, .sts]) { apus in
            try await makeRole(apus, trusting: "*")
            let input: JSON = ["RoleArn": role, "RoleSessionName": "run", "DurationSeconds": 3601]
            #expect(
                try await refusal(apus, input) == [
                    "ValidationError",
                    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
                ])
            try await apus.invoke("iam:UpdateRole", ["RoleName": "worker", "MaxSessionDuration": 7200])
            try await apus.invoke("sts:AssumeRole", input)
        }
    }

    @Test func whatIsNoRoleIsRefused() async throws {
        try await withApus([.iam, .sts]) { apus in
            for arn in [
                "nothing-valid-in-here", "arn::b:::something/test-role", "arn:a::::something/test-role",
                "arn:a:::something/test-role", "arn:a:a::aaaaaaaaaa:",
            ] {
                let found = try await refusal(apus, ["RoleArn": .string(arn), "RoleSessionName": "run"])
                #expect(found == ["ValidationError", "\(arn) is invalid"])
            }
            let found = try await refusal(apus, ["RoleArn": role, "RoleSessionName": "Session1:2"])
            #expect(
                found == [
                    "ValidationError",
                    "1 validation error detected: Value 'Session1:2' at 'roleSessionName' failed to satisfy "
                        + #"constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*"#,
                ])
        }
    }

    @Test func settingsThatAreNotThereAreRefusedByName() async throws {
        try await withApus([.iam, .sts]) { apus in
            let failure = try await apus.failure(
                "sts:AssumeRole",
                ["RoleArn": role, "RoleSessionName": "run", "SourceIdentity": "me"])
            #expect(failure?.code == "NotImplemented")
            #expect(failure?.message.contains("SourceIdentity") == true)
        }
    }

    @Test func credentialsAreRemovedADayAfterTheirEnd() async throws {
        try await withApus([.iam, .sts]) { apus in
            try await makeRole(apus, trusting: "*")
            let made = try await apus.invoke("sts:AssumeRole", ["RoleArn": role, "RoleSessionName": "run"])
            let id = try #require(made["Credentials"]?["AccessKeyId"]?.string)
            func count() async throws -> Int {
                try await apus.kernel.store.read { tx in
                    try tx.value(
                        "SELECT count(*) FROM kernel_credential WHERE access_key_id = \(id)", as: Int.self)
                        ?? 0
                }
            }
            await apus.advance(by: .seconds(86_400))
            #expect(try await count() == 1)
            await apus.advance(by: .seconds(7300))
            #expect(try await count() == 0)
        }
    }

    @Test func everybodyMayAskWhoHeIs() async throws {
        try await withApus([.iam, .sts], authentication: .enforce) { apus in
            let alice = try await makeUser(apus)
            let who = try await apus.invoke("sts:GetCallerIdentity", as: alice)
            #expect(who["Arn"]?.string == "arn:aws:iam::000000000000:user/alice")
            #expect(who["UserId"]?.string == alice.userID)
            #expect(
                try await apus.failure(
                    "sts:GetAccessKeyInfo", ["AccessKeyId": "AKIAAAAAAAAAAAAAAAAA"], as: alice)?.status == 403
            )
        }
    }
}
