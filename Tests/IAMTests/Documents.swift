import ApusTesting
import Kernel
import Testing
import Wire

let queueArn = "arn:aws:sqs:eu-central-1:000000000000:q"

/// A policy that allows an action on everything.
func allowing(_ action: String) -> JSON {
    .string(
        #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"\#(action)","Resource":"*"}]}"#)
}

/// The code and text of the failure that a call answers.
func refusal(
    _ apus: TestApus, _ action: String, _ input: JSON = [:], as principal: Principal? = nil
) async throws -> [String] {
    let failure = try #require(try await apus.failure(action, input, as: principal))
    return [failure.queryCode, failure.message]
}

extension TestApus {
    /// Makes a user and answers whom its keys stand for.
    func makeUser(_ name: String, path: String = "/") async throws -> Principal {
        let made = try await invoke("iam:CreateUser", ["UserName": .string(name), "Path": .string(path)])
        return Principal(
            kind: .user(name: name), account: TestApus.account, arn: made["User"]?["Arn"]?.string,
            userID: made["User"]?["UserId"]?.string ?? "")
    }
}
