import ApusTesting
import IAM
import STS
import SharedVectors
import Testing
import Wire

/// What AWS itself answered, where the recordings are at hand (`APUS_SHARED`, or beside the repository).
@Suite struct RecordedTests {
    private static let recordings = Recordings(of: "sts")

    @Test(.enabled(if: recordings.arePresent)) func errorsAreThoseOfAWS() async throws {
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
                let recorded = try Self.recordings.error(
                    "TestSTSIntegrations::test_sts_invalid_parameters", step)
                let failure = try await apus.failure(
                    "sts:AssumeRole",
                    ["RoleArn": .string(question.arn), "RoleSessionName": .string(question.session)])
                #expect(failure?.code == recorded.code, "\(step)")
                #expect(failure?.message == recorded.message, "\(step)")
            }
        }
    }
}
