internal import Kernel
internal import SNSInterface
internal import Store
internal import Wire

extension SNS {
    /// Answers none: nothing here sends texts from numbers of its own.
    func listOriginationNumbers(
        _ input: ListOriginationNumbersInput, _ call: Call
    ) async throws -> ListOriginationNumbersOutput {
        _ = try Self.place(input.nextToken, for: "origination numbers")
        return ListOriginationNumbersOutput(phoneNumbers: [])
    }
}
