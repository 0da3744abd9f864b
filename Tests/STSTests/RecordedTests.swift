import ApusTesting
import Foundation
import IAM
import STS
import Testing
import Wire

/// What AWS itself answered, where the recordings are at hand (`APUS_SHARED`, or beside the repository).
@Suite struct RecordedTests {
    private static let recordings: JSON? = {
        let root = ProcessInfo.processInfo.environment["APUS_SHARED"] ?? "../shared"
        guard let data = FileManager.default.contents(atPath: root + "/vectors/recorded/sts.json") else {
            print("No recordings at \(root)/vectors/recorded/sts.json; skipped.")
            return nil
        }
        return try? JSON(parsing: Array(data))
    }()

    @Test(.enabled(if: recordings != nil)) func errorsAreThoseOfAWS() async throws {
        let role = "arn:aws:iam::000000000000:role/r"
        let asked: [String: (arn: String, session: String)] = [
            "malformed-arn": ("nothing-valid-in-here", "Session1"),
            "no-partition": ("arn::b:::something/test-role", "Session1"),
            "no-service": ("arn:a::::something/test-role", "Session1"),
            "not-enough-colons": ("arn:a:::something/test-role", "Session1"),
            "no-resource": ("arn:a:a::aaaaaaaaaa:", "Session1"),
            "invalid-session-name": (role, "Session1:2"),
        ]
        try await withApus([.iam, .sts]) { apus in
            for (step, question) in asked {
                let recorded = Self.recordings?["TestSTSIntegrations::test_sts_invalid_parameters"]?[step]
                let failure = try await apus.failure(
                    "sts:AssumeRole",
                    ["RoleArn": .string(question.arn), "RoleSessionName": .string(question.session)])
                #expect(failure?.code == recorded?["Error"]?["Code"]?.string, "\(step)")
                #expect(failure?.message == recorded?["Error"]?["Message"]?.string, "\(step)")
            }
        }
    }
}
