import Testing
import Wire

@testable import LambdaRuntime

@Suite struct AnswerReaderTests {
    private func read(_ text: String) -> AnswerReader.Outcome {
        var reader = AnswerReader()
        return reader.read(Array(text.utf8))
    }

    @Test func anAnswerIsReadOnceItIsThereAsAWhole() {
        let text = "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id:  7 \r\nContent-Length: 2\r\n\r\n{}rest"
        var reader = AnswerReader()
        for end in 0..<(text.utf8.count - "rest".utf8.count) {
            guard case .more = reader.read(Array(text.utf8.prefix(end))) else {
                Issue.record("taken after \(end) bytes")
                return
            }
        }
        guard case .whole(let parts, let size) = reader.read(Array(text.utf8)) else {
            Issue.record("not taken")
            return
        }
        #expect(parts.status == 200 && parts.body == Array("{}".utf8))
        #expect(parts.header("lambda-runtime-aws-request-id") == "7")
        #expect(size == text.utf8.count - "rest".utf8.count)
    }

    @Test func chunksAreJoined() {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n"
        let text = Array((head + "3;a=b\r\nabc\r\n2\r\nde\r\n0\r\n\r\n").utf8)
        var reader = AnswerReader()
        for end in 0..<text.count {
            guard case .more = reader.read(Array(text.prefix(end))) else {
                Issue.record("taken after \(end) bytes")
                return
            }
        }
        guard case .whole(let parts, _) = reader.read(text) else {
            Issue.record("not taken")
            return
        }
        #expect(parts.body == Array("abcde".utf8))
    }

    @Test(arguments: [
        "hello\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n",
    ])
    func whatIsNoAnswerIsRefused(_ text: String) {
        guard case .broken = read(text) else {
            Issue.record("taken")
            return
        }
    }

    @Test func aHeadWithoutAnEndIsRefusedInTheEnd() {
        guard case .broken = read("HTTP/1.1 200 OK\r\n" + String(repeating: "a", count: 70_000)) else {
            Issue.record("taken")
            return
        }
    }
}
