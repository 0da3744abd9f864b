import Testing
import Wire

@testable import ApusClient

@Suite struct RetryPolicyTests {
    @Test func throttlingAndFaultsOfTheServerAreTriedAgain() {
        let policy = RetryPolicy()
        #expect(policy.mayRetry(RemoteFailure(code: "InternalError", status: 500, message: "")))
        #expect(policy.mayRetry(RemoteFailure(code: "ThrottlingException", status: 400, message: "")))
        #expect(!policy.mayRetry(RemoteFailure(code: "ValidationException", status: 400, message: "")))
    }

    @Test func retriesEndWhenTheBucketIsEmptyAndComeBackWithSuccess() {
        let policy = RetryPolicy()
        for _ in 0..<RetryPolicy.tokensMax / RetryPolicy.costOfRetry { #expect(policy.takeTokens()) }
        #expect(!policy.takeTokens())
        for _ in 0..<RetryPolicy.costOfRetry { policy.giveBack() }
        #expect(policy.takeTokens())
    }

    @Test func waitsStayBelowTheirBound() {
        let policy = RetryPolicy()
        for attempt in 1..<40 { #expect(policy.wait(before: attempt) <= .seconds(20)) }
    }
}
