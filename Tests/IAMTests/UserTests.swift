import ApusTesting
import IAM
import Kernel
import Testing
import Wire

@Suite struct UserTests {
    @Test func aUserHasWhatItWasMadeWith() async throws {
        try await withApus([.iam]) { apus in
            try await apus.invoke(
                "iam:CreateUser",
                ["UserName": "alice", "Path": "/staff/", "Tags": [["Key": "k", "Value": "v"]]])
            let user = try await apus.invoke("iam:GetUser", ["UserName": "alice"])["User"]
            #expect(user?["Arn"]?.string == "arn:aws:iam::000000000000:user/staff/alice")
            #expect(user?["UserId"]?.string?.hasPrefix("AIDA") == true)
            #expect(user?["Tags"]?.array == [["Key": "k", "Value": "v"]])
            #expect(
                try await refusal(apus, "iam:CreateUser", ["UserName": "alice"])
                    == ["EntityAlreadyExists", "User with name alice already exists."])
            #expect(
                try await refusal(apus, "iam:GetUser", ["UserName": "bob"])
                    == ["NoSuchEntity", "The user with name bob cannot be found."])
        }
    }

    @Test func namesAndPathsAreCheckedInIAMsWords() async throws {
        try await withApus([.iam]) { apus in
            let name = try await refusal(apus, "iam:CreateUser", ["UserName": "a b"])
            #expect(
                name == [
                    "ValidationError",
                    "The specified value for userName is invalid. It must contain only alphanumeric "
                        + "characters and/or the following: +=,.@_-",
                ])
            for path in ["staff", "/staff", "/a//b/"] {
                let found = try await refusal(
                    apus, "iam:CreateUser", ["UserName": "alice", "Path": .string(path)])
                #expect(
                    found == [
                        "ValidationError",
                        "The specified value for path is invalid. It must begin and end with / and contain "
                            + "only alphanumeric characters and/or / characters.",
                    ])
            }
            let long = try await refusal(
                apus, "iam:CreateUser", ["UserName": .string(String(repeating: "a", count: 65))])
            #expect(long[1].contains("Member must have length less than or equal to 64"))
        }
    }

    @Test func namesDoNotDifferByCaseAlone() async throws {
        try await withApus([.iam]) { apus in
            _ = try await apus.makeUser("Alice")
            #expect(
                try await refusal(apus, "iam:CreateUser", ["UserName": "alice"])
                    == ["EntityAlreadyExists", "User with name alice already exists."])
            try await apus.invoke("iam:UpdateUser", ["UserName": "Alice", "NewUserName": "alice"])
            try await apus.invoke("iam:GetUser", ["UserName": "alice"])
        }
    }

    @Test func whatIsTaggedIsKnownByItsTags() async throws {
        try await withApus([.iam], authentication: .enforce) { apus in
            let alice = try await apus.makeUser("alice")
            try await apus.invoke(
                "iam:CreateUser", ["UserName": "bob", "Tags": [["Key": "team", "Value": "a"]]])
            let policy =
                #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:GetUser","#
                + #""Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/team":"a"}}}]}"#
            try await apus.invoke(
                "iam:PutUserPolicy",
                ["UserName": "alice", "PolicyName": "p", "PolicyDocument": .string(policy)])
            #expect(try await apus.failure("iam:GetUser", ["UserName": "bob"], as: alice) == nil)
            #expect(try await apus.failure("iam:GetUser", as: alice)?.status == 403)
        }
    }

    @Test func aUserHasTwoKeysAtMost() async throws {
        try await withApus([.iam]) { apus in
            _ = try await apus.makeUser("alice")
            for _ in 0..<2 { try await apus.invoke("iam:CreateAccessKey", ["UserName": "alice"]) }
            #expect(
                try await refusal(apus, "iam:CreateAccessKey", ["UserName": "alice"])
                    == ["LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: 2"])
            #expect(
                try await refusal(apus, "iam:DeleteUser", ["UserName": "alice"])
                    == ["DeleteConflict", "Cannot delete entity, must delete access keys first."])
        }
    }

    @Test func aUserInAGroupIsNotDeleted() async throws {
        try await withApus([.iam]) { apus in
            _ = try await apus.makeUser("alice")
            try await apus.invoke("iam:CreateGroup", ["GroupName": "g"])
            try await apus.invoke("iam:AddUserToGroup", ["GroupName": "g", "UserName": "alice"])
            let text = "Cannot delete entity, must remove users from group first."
            #expect(
                try await refusal(apus, "iam:DeleteUser", ["UserName": "alice"]) == ["DeleteConflict", text])
            #expect(
                try await refusal(apus, "iam:DeleteGroup", ["GroupName": "g"]) == ["DeleteConflict", text])
            try await apus.invoke("iam:RemoveUserFromGroup", ["GroupName": "g", "UserName": "alice"])
            try await apus.invoke("iam:DeleteUser", ["UserName": "alice"])
            try await apus.invoke("iam:DeleteGroup", ["GroupName": "g"])
        }
    }

    @Test func aRenamedUserKeepsKeysGroupsPoliciesAndTags() async throws {
        try await withApus([.iam]) { apus in
            _ = try await apus.makeUser("alice")
            try await apus.invoke(
                "iam:TagUser", ["UserName": "alice", "Tags": [["Key": "k", "Value": "v"]]])
            try await apus.invoke(
                "iam:PutUserPolicy",
                ["UserName": "alice", "PolicyName": "p", "PolicyDocument": allowing("sqs:*")])
            try await apus.invoke("iam:CreateGroup", ["GroupName": "g"])
            try await apus.invoke("iam:AddUserToGroup", ["GroupName": "g", "UserName": "alice"])
            let key = try await apus.invoke("iam:CreateAccessKey", ["UserName": "alice"])["AccessKey"]
            try await apus.invoke(
                "iam:UpdateUser", ["UserName": "alice", "NewUserName": "eve", "NewPath": "/x/"])
            let eve: JSON = ["UserName": "eve"]
            let user = try await apus.invoke("iam:GetUser", eve)["User"]
            #expect(user?["Tags"]?.array?.count == 1)
            #expect(try await apus.invoke("iam:ListUserPolicies", eve)["PolicyNames"] == ["p"])
            #expect(try await apus.invoke("iam:ListGroupsForUser", eve)["Groups"]?.array?.count == 1)
            let id = try #require(key?["AccessKeyId"]?.string)
            let credential = try await apus.kernel.credentials.credential(id, apus.kernel.store)
            #expect(credential?.principal.arn == "arn:aws:iam::000000000000:user/x/eve")
        }
    }

    @Test func aUserMadeAnewHasNotThePermissionsOfTheOldOne() async throws {
        try await withApus([.iam], authentication: .enforce) { apus in
            let old = try await apus.makeUser("alice")
            try await apus.invoke("iam:DeleteUser", ["UserName": "alice"])
            let new = try await apus.makeUser("alice")
            try await apus.invoke(
                "iam:PutUserPolicy",
                ["UserName": "alice", "PolicyName": "p", "PolicyDocument": allowing("iam:ListUsers")])
            #expect(try await apus.failure("iam:ListUsers", as: new) == nil)
            #expect(try await apus.failure("iam:ListUsers", as: old)?.status == 403)
        }
    }

    @Test func listingsComeInPages() async throws {
        try await withApus([.iam]) { apus in
            for name in ["a", "b", "c"] { _ = try await apus.makeUser(name) }
            let first = try await apus.invoke("iam:ListUsers", ["MaxItems": 2])
            #expect(first["Users"]?.array?.compactMap { $0["UserName"]?.string } == ["a", "b"])
            #expect(first["IsTruncated"]?.bool == true)
            let marker = try #require(first["Marker"])
            let second = try await apus.invoke("iam:ListUsers", ["MaxItems": 2, "Marker": marker])
            #expect(second["Users"]?.array?.compactMap { $0["UserName"]?.string } == ["c"])
            #expect(second["IsTruncated"]?.bool == false)
            #expect(
                try await refusal(apus, "iam:ListRoles", ["Marker": marker])
                    == ["ValidationError", "Invalid Marker."])
        }
    }

    @Test func theCallerIsMeantWithoutAName() async throws {
        try await withApus([.iam], authentication: .enforce) { apus in
            let alice = try await apus.makeUser("alice")
            let own =
                #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:*","#
                + #""Resource":"arn:aws:iam::000000000000:user/${aws:username}"}]}"#
            try await apus.invoke(
                "iam:PutUserPolicy",
                ["UserName": "alice", "PolicyName": "p", "PolicyDocument": .string(own)])
            let found = try await apus.invoke("iam:GetUser", as: alice)
            #expect(found["User"]?["UserName"]?.string == "alice")
            try await apus.invoke("iam:CreateAccessKey", as: alice)
            _ = try await apus.makeUser("bob")
            let denied = try await apus.failure("iam:GetUser", ["UserName": "bob"], as: alice)
            #expect(denied?.status == 403)
        }
    }
}
