/// Answers to many requests that are sent at once, with one wake-up for each event loop.
public struct HTTPReplyBatch {
    private struct Group {
        let sink: any HTTPReplySink
        var answers: [HTTPAnswer]
    }

    /// One for each event loop; these are few, so that a search in order is the fastest.
    private var groups: [Group] = []

    /// No answers.
    public init() {}

    /// Adds the answer to one request; ignored if that is answered already.
    public mutating func add(_ response: HTTPResponse, to reply: HTTPReply) {
        guard reply.claim() else { return }
        let answer = HTTPAnswer(token: reply.token, response: response)
        for index in groups.indices where groups[index].sink === reply.sink {
            groups[index].answers.append(answer)
            return
        }
        groups.append(Group(sink: reply.sink, answers: [answer]))
    }

    /// Sends all that was added; the batch is empty then and can be used again.
    public mutating func send() {
        for index in groups.indices where !groups[index].answers.isEmpty {
            let answers = groups[index].answers
            groups[index].answers = []
            groups[index].sink.accept(answers)
        }
    }
}
