import EventSources
import Testing

@Suite struct BatchReportTests {
    @Test(arguments: ["", "null", "\"\"", "{}", "{\"batchItemFailures\":null}", "{\"batchItemFailures\":[]}"])
    func theseAnswersMeanThatAllIsDone(answer: String) {
        #expect(BatchReport.failures(Array(answer.utf8), of: ["a", "b"]).isEmpty)
    }

    @Test(arguments: [
        "no json", "[1]", "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}", "{\"batchItemFailures\":[{\"wrong\":\"a\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"c\"}]}", "{\"batchItemFailures\":7}",
    ])
    func theseAnswersMeanThatAllFailed(answer: String) {
        #expect(BatchReport.failures(Array(answer.utf8), of: ["a", "b"]) == ["a", "b"])
    }

    @Test func whatIsNamedFailedAndTheRestIsDone() {
        let answer = "{\"batchItemFailures\":[{\"itemIdentifier\":\"b\"}]}"
        #expect(BatchReport.failures(Array(answer.utf8), of: ["a", "b"]) == ["b"])
    }
}
