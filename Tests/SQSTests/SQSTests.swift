import ApusTesting
import Kernel
import SQS
import Testing
import Wire

@Suite struct SQSTests {
    @Test func anOperationNobodyWroteSaysSo() async throws {
        try await withApus([.sqs]) { apus in
            let failure = try await apus.failure("sqs:ListQueues")
            #expect(failure?.code == "NotImplemented")
        }
    }
}
