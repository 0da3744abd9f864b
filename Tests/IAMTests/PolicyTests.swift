import ApusTesting
import IAM
import Kernel
import Testing
import Wire

@Suite struct PolicyTests {
    private func make(_ apus: TestApus) async throws -> JSON {
        let made = try await apus.invoke(
            "iam:CreatePolicy", ["PolicyName": "p", "PolicyDocument": allowing("sqs:*")])
        return try #require(made["Policy"]?["Arn"])
    }

    @Test func aPolicyBeginsWithVersionOne() async throws {
        try await withApus([.iam]) { apus in
            let arn = try await make(apus)
            #expect(arn.string == "arn:aws:iam::000000000000:policy/p")
            let policy = try await apus.invoke("iam:GetPolicy", ["PolicyArn": arn])["Policy"]
            #expect(policy?["DefaultVersionId"]?.string == "v1")
            #expect(policy?["AttachmentCount"]?.integer == 0)
            #expect(policy?["IsAttachable"]?.bool == true)
            #expect(
                try await refusal(
                    apus, "iam:CreatePolicy", ["PolicyName": "p", "PolicyDocument": allowing("sqs:*")]) == [
                        "EntityAlreadyExists",
                        "A policy called p already exists. Duplicate names are not allowed.",
                    ])
        }
    }

    @Test func aPolicyHasFiveVersionsAtMostAndOneInForce() async throws {
        try await withApus([.iam]) { apus in
            let arn = try await make(apus)
            let more: JSON = ["PolicyArn": arn, "PolicyDocument": allowing("sns:*")]
            for _ in 0..<4 { try await apus.invoke("iam:CreatePolicyVersion", more) }
            #expect(try await refusal(apus, "iam:CreatePolicyVersion", more)[0] == "LimitExceeded")
            #expect(
                try await refusal(apus, "iam:DeletePolicyVersion", ["PolicyArn": arn, "VersionId": "v1"])
                    == ["DeleteConflict", "Cannot delete the default version of a policy."])
            try await apus.invoke(
                "iam:SetDefaultPolicyVersion", ["PolicyArn": arn, "VersionId": "v3"])
            try await apus.invoke("iam:DeletePolicyVersion", ["PolicyArn": arn, "VersionId": "v1"])
            let versions = try await apus.invoke("iam:ListPolicyVersions", ["PolicyArn": arn])["Versions"]
            #expect(versions?.array?.compactMap { $0["VersionId"]?.string } == ["v5", "v4", "v3", "v2"])
            #expect(
                versions?.array?.compactMap { $0["IsDefaultVersion"]?.bool } == [false, false, true, false])
            #expect(try await refusal(apus, "iam:DeletePolicy", ["PolicyArn": arn])[0] == "DeleteConflict")
            #expect(
                try await refusal(apus, "iam:GetPolicyVersion", ["PolicyArn": arn, "VersionId": "v1"]) == [
                    "NoSuchEntity",
                    "Policy arn:aws:iam::000000000000:policy/p version v1 does not exist or is not attachable.",
                ])
        }
    }

    @Test func attachmentsAreCountedAndListed() async throws {
        try await withApus([.iam]) { apus in
            let arn = try await make(apus)
            _ = try await apus.makeUser("alice")
            try await apus.invoke("iam:CreateGroup", ["GroupName": "g"])
            try await apus.invoke("iam:AttachUserPolicy", ["UserName": "alice", "PolicyArn": arn])
            try await apus.invoke("iam:AttachGroupPolicy", ["GroupName": "g", "PolicyArn": arn])
            let policy = try await apus.invoke("iam:GetPolicy", ["PolicyArn": arn])["Policy"]
            #expect(policy?["AttachmentCount"]?.integer == 2)
            let first = try await apus.invoke(
                "iam:ListEntitiesForPolicy", ["PolicyArn": arn, "MaxItems": 1])
            #expect(first["PolicyGroups"]?.array?.first?["GroupName"]?.string == "g")
            #expect(first["PolicyUsers"]?.array?.isEmpty ?? true)
            let marker = try #require(first["Marker"])
            let second = try await apus.invoke(
                "iam:ListEntitiesForPolicy", ["PolicyArn": arn, "MaxItems": 1, "Marker": marker])
            #expect(second["PolicyUsers"]?.array?.first?["UserName"]?.string == "alice")
            #expect(second["IsTruncated"]?.bool == false)
            #expect(
                try await refusal(apus, "iam:DeletePolicy", ["PolicyArn": arn])
                    == ["DeleteConflict", "Cannot delete a policy attached to entities."])
        }
    }

    @Test func whatIsNoPolicyIsNotAttached() async throws {
        try await withApus([.iam]) { apus in
            _ = try await apus.makeUser("alice")
            for text in ["longpolicynamebutnoarn", "arn:aws:sqs:us-east-1:000000000000:policy/p"] {
                #expect(
                    try await refusal(
                        apus, "iam:AttachUserPolicy", ["UserName": "alice", "PolicyArn": .string(text)])
                        == ["ValidationError", "Invalid ARN:  Could not be parsed!"])
            }
            let unknown = "arn:aws:iam::000000000000:policy/unknown"
            #expect(
                try await refusal(
                    apus, "iam:AttachUserPolicy", ["UserName": "alice", "PolicyArn": .string(unknown)])
                    == ["NoSuchEntity", "Policy \(unknown) does not exist or is not attachable."])
        }
    }

    @Test func policiesOfAWSAreThereAndStayAsTheyAre() async throws {
        try await withApus([.iam]) { apus in
            let arn: JSON = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
            let policy = try await apus.invoke("iam:GetPolicy", ["PolicyArn": arn])["Policy"]
            #expect(policy?["Path"]?.string == "/service-role/")
            let version = try #require(policy?["DefaultVersionId"])
            let found = try await apus.invoke(
                "iam:GetPolicyVersion", ["PolicyArn": arn, "VersionId": version])
            #expect(found["PolicyVersion"]?["Document"]?.string?.contains("PutLogEvents") == true)
            #expect(try await refusal(apus, "iam:DeletePolicy", ["PolicyArn": arn])[0] == "AccessDenied")
            let listed = try await apus.invoke("iam:ListPolicies", ["Scope": "AWS", "MaxItems": 1000])
            #expect((listed["Policies"]?.array?.count ?? 0) > 40)
        }
    }

    @Test func everyKnownPolicyOfAWSCanBeEvaluated() async throws {
        try await withApus([.iam], authentication: .enforce) { apus in
            let listed = try await apus.invoke("iam:ListPolicies", ["Scope": "AWS", "MaxItems": 1000])
            let arns = (listed["Policies"]?.array ?? []).compactMap { $0["Arn"] }
            for (index, arn) in arns.enumerated() {
                let user = try await apus.makeUser("u\(index)")
                let name = JSON.string("u\(index)")
                try await apus.invoke("iam:AttachUserPolicy", ["UserName": name, "PolicyArn": arn])
                let failure = try await apus.failure("iam:GetAccountSummary", as: user)
                #expect(failure?.status != 400 && failure?.status != 500, "\(arn)")
            }
        }
    }

    @Test func malformedDocumentsAreRefusedInIAMsWords() async throws {
        try await withApus([.iam]) { apus in
            let cases = [
                ("{", "Syntax errors in policy."),
                (
                    #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Effect":"Deny","#
                        + #""Action":"sqs:*","Resource":"*"}]}"#, "Syntax errors in policy."
                ),
                (
                    #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:*"}]}"#,
                    "Policy statement must contain resources."
                ),
                (
                    #"{"Statement":[{"Effect":"Allow","Action":"sqs:*","Resource":"*"}]}"#,
                    "Policy document must be version 2012-10-17 or greater."
                ),
            ]
            for (text, message) in cases {
                let found = try await refusal(
                    apus, "iam:CreatePolicy", ["PolicyName": "p", "PolicyDocument": .string(text)])
                #expect(found == ["MalformedPolicyDocument", message])
            }
        }
    }

    @Test func sizesAreLimitedByName() async throws {
        try await withApus([.iam]) { apus in
            _ = try await apus.makeUser("alice")
            func long(_ count: Int) -> JSON { allowing("sqs:" + String(repeating: "a", count: count)) }
            #expect(
                try await refusal(
                    apus, "iam:CreatePolicy", ["PolicyName": "p", "PolicyDocument": long(6200)])
                    == ["LimitExceeded", "Cannot exceed quota for PolicySize: 6144"])
            try await apus.invoke(
                "iam:PutUserPolicy",
                ["UserName": "alice", "PolicyName": "p", "PolicyDocument": long(1500)])
            #expect(
                try await refusal(
                    apus, "iam:PutUserPolicy",
                    ["UserName": "alice", "PolicyName": "q", "PolicyDocument": long(500)])
                    == ["LimitExceeded", "Maximum policy size of 2048 bytes exceeded for user alice"])
            try await apus.invoke(
                "iam:PutUserPolicy",
                ["UserName": "alice", "PolicyName": "p", "PolicyDocument": long(1600)])
        }
    }

    @Test func aBoundaryLimitsWhatOtherPoliciesGive() async throws {
        try await withApus([.iam], authentication: .enforce) { apus in
            let alice = try await apus.makeUser("alice")
            try await apus.invoke(
                "iam:PutUserPolicy",
                ["UserName": "alice", "PolicyName": "p", "PolicyDocument": allowing("iam:*")])
            let limit: JSON = "arn:aws:iam::aws:policy/IAMReadOnlyAccess"
            try await apus.invoke(
                "iam:PutUserPermissionsBoundary", ["UserName": "alice", "PermissionsBoundary": limit])
            #expect(try await apus.failure("iam:ListUsers", as: alice) == nil)
            let denied = try await apus.failure("iam:DeleteUser", ["UserName": "alice"], as: alice)
            #expect(
                denied?.message.hasSuffix(
                    "because no permissions boundary allows the iam:DeleteUser action") == true)
            let entities = try await apus.invoke(
                "iam:ListEntitiesForPolicy",
                ["PolicyArn": limit, "PolicyUsageFilter": "PermissionsBoundary"])
            #expect(entities["PolicyUsers"]?.array?.count == 1)
        }
    }

    @Test func aGroupsPolicyHoldsForItsMembers() async throws {
        try await withApus([.iam], authentication: .enforce) { apus in
            let alice = try await apus.makeUser("alice")
            try await apus.invoke("iam:CreateGroup", ["GroupName": "g"])
            try await apus.invoke(
                "iam:PutGroupPolicy",
                ["GroupName": "g", "PolicyName": "p", "PolicyDocument": allowing("iam:ListUsers")])
            #expect(try await apus.failure("iam:ListUsers", as: alice)?.status == 403)
            try await apus.invoke("iam:AddUserToGroup", ["GroupName": "g", "UserName": "alice"])
            #expect(try await apus.failure("iam:ListUsers", as: alice) == nil)
            try await apus.invoke("iam:UpdateGroup", ["GroupName": "g", "NewGroupName": "h"])
            #expect(try await apus.failure("iam:ListUsers", as: alice) == nil)
        }
    }
}
