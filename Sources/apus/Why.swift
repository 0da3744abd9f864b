import ApusClient
import ArgumentParser
import Kernel
import Wire

/// `apus why`: tells the whole path of an event or a message, and what keeps it from arriving.
struct Why: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell where an event or a message went, and why it did not arrive.",
        discussion: """
            Takes the id of an event of EventBridge, the MessageId of SNS or SQS, or the request id of a \
            function's run. Requests are signed with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; a server that \
            enforces permissions asks for apus:Why.
            """)

    @Argument(help: "An event id, message id or request id.") var id: String
    @Option(help: "Where the server is (default: AWS_ENDPOINT_URL, or http://127.0.0.1:4566).")
    var endpoint: String?
    @Flag(help: "Print what the server answered, as JSON.") var json = false

    func run() async throws {
        let variables = ProcessEnvironment.all
        let configuration = AWSConfiguration(
            region: variables["AWS_REGION"] ?? variables["AWS_DEFAULT_REGION"] ?? "us-east-1",
            credentials: Credentials(
                accessKeyID: variables["AWS_ACCESS_KEY_ID"] ?? "test",
                secretAccessKey: variables["AWS_SECRET_ACCESS_KEY"] ?? "test",
                sessionToken: variables["AWS_SESSION_TOKEN"]),
            endpoint: endpoint ?? variables["AWS_ENDPOINT_URL"] ?? "http://127.0.0.1:4566")
        guard !id.isEmpty, id.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }) else {
            Terminal.complain("\(id) is no id.")
            throw ExitCode(2)
        }
        let answer: ResponseParts
        do {
            answer = try await HTTPSession().send(
                try configuration.request("GET", "/_apus/why/\(id)", for: "apus"))
        } catch {
            Terminal.complain("\(configuration.endpoint ?? "") does not answer: \(error)")
            throw ExitCode(2)
        }
        let body = try JSON(parsing: answer.body)
        guard answer.status == 200 else {
            Terminal.complain(body["message"]?.string ?? "The server answered \(answer.status).")
            throw ExitCode(1)
        }
        Terminal.say(json ? body.text : PathText(body).text)
    }
}

/// A path as lines for people, each step under the one that it follows from.
struct PathText {
    let text: String

    init(_ answer: JSON) {
        var lines = ["\(answer["id"]?.string ?? ""), since \(answer["beganAt"]?.string ?? "")"]
        if let note = answer["note"]?.string { lines.append(note) }
        for node in answer["path"]?.array ?? [] { Self.add(node, depth: 0, to: &lines) }
        let ends = (answer["ends"]?.object?.members ?? []).map { member in
            "\(member.value.integer ?? 0) \(Self.word(member.name))"
        }
        if !ends.isEmpty { lines.append("In the end: \(ends.joined(separator: ", ")).") }
        text = lines.joined(separator: "\n")
    }

    private static func add(_ node: JSON, depth: Int, to lines: inout [String]) {
        let indent = String(repeating: "  ", count: depth)
        let state = word(node["state"]?.string ?? "")
        var line =
            "\(indent)\(node["at"]?.string.map { "\($0)  " } ?? "")[\(state)] \(node["what"]?.string ?? "")"
        if let until = node["until"]?.string { line += " Until \(until)." }
        lines.append(line)
        let who = node["who"]?.string ?? ""
        let id = node["id"]?.string.map { "  id \($0)" } ?? ""
        if !who.isEmpty || !id.isEmpty { lines.append("\(indent)    \(who)\(id)") }
        for inner in node["then"]?.array ?? [] { add(inner, depth: depth + 1, to: &lines) }
    }

    private static func word(_ state: String) -> String { state == "notMatched" ? "not matched" : state }
}
