import ArgumentParser
import Kernel
import Outside
import Wire

/// `apus mail`: shows what the server sent to people and nothing carried on.
struct Mail: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show mail, texts and pushes that a running server kept instead of sending.",
        discussion: """
            SNS puts mail here unless it is given a relay (APUS_MAIL_RELAY=smtp://host:port); texts and pushes \
            always end here. Links in mail to confirm a subscription can be opened as they are.
            """)

    @Option(help: "Where the server is (default: AWS_ENDPOINT_URL, or http://127.0.0.1:4566).")
    var endpoint: String?
    @Option(help: "Only what went to this address, number or endpoint.") var to: String?
    @Flag(help: "Print one JSON document a line.") var json = false

    func run() async throws {
        let base = endpoint ?? ProcessEnvironment.all["AWS_ENDPOINT_URL"] ?? "http://127.0.0.1:4566"
        let client = HTTPClientPort()
        do {
            try await show(base, client)
            try await client.stop()
        } catch {
            try await client.stop()
            throw error
        }
    }

    private func show(_ base: String, _ client: HTTPClientPort) async throws {
        var place = "0"
        var count = 0
        while true {
            let answer: OutboundResponse
            do {
                answer = try await client.send(
                    OutboundRequest(
                        method: "GET", url: "\(base)/_sns/mail?after=\(place)", answerSizeMax: 64 << 20))
            } catch {
                Terminal.complain("\(base) does not answer.")
                throw ExitCode(2)
            }
            let body = try JSON(parsing: answer.body)
            guard answer.status == 200 else {
                Terminal.complain(body["message"]?.string ?? "The server answered \(answer.status).")
                throw ExitCode(1)
            }
            let messages = body["messages"]?.array ?? []
            for message in messages where to == nil || message["recipient"]?.string == to {
                Terminal.say(json ? message.text : Self.text(message))
                count += 1
            }
            guard case .number(let last)? = messages.last?["place"] else { break }
            place = last
        }
        if count == 0, !json { Terminal.say("Nothing was sent.") }
    }

    private static func text(_ message: JSON) -> String {
        var lines = ["--- \(message["medium"]?.string ?? "") \(message["at"]?.string ?? "")"]
        lines.append("To: \(message["recipient"]?.string ?? "")")
        if let subject = message["subject"]?.string {
            lines.append("\(message["medium"] == "sms" ? "From" : "Subject"): \(subject)")
        }
        return (lines + ["", message["content"]?.string ?? ""]).joined(separator: "\n")
    }
}
