import ApusClient
import ArgumentParser
import Kernel
import Wire

/// `apus schemas`: what the schema registry does beside AWS's interface.
struct SchemasCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schemas", abstract: "Use the schema registry.", subcommands: [ValidateEvent.self])
}

/// `apus schemas validate`: holds an event against a schema and tells each place where it does not follow it.
struct ValidateEvent: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Hold an event against a schema of the registry.",
        discussion: """
            Prints each violation with its JSON path and ends with 1 if there are some, with 2 if nothing could \
            be checked. Of an OpenAPI document AWSEvent is taken, or else its first schema. Requests are signed \
            with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; a server that enforces permissions asks for \
            schemas:DescribeSchema.
            """)

    @Option(help: "The registry.") var registry: String
    @Option(help: "The schema.") var schema: String
    @Option(help: "A version of the schema (default: the newest).") var schemaVersion: String?
    @Option(help: "A schema within an OpenAPI document.") var component: String?
    @Option(help: "Where the server is (default: AWS_ENDPOINT_URL, or http://127.0.0.1:4566).")
    var endpoint: String?
    @Flag(help: "Print what the server answered, as JSON.") var json = false
    @Argument(help: "The file of the event, or - for the standard input.") var file: String

    func run() async throws {
        let event: JSON
        do {
            event = try JSON(parsing: try TextFile.read(file == "-" ? "/dev/stdin" : file))
        } catch {
            Terminal.complain("\(file) is not JSON: \(error)")
            throw ExitCode(2)
        }
        var question: JSONObject = [
            "registry": .string(registry), "schema": .string(schema), "event": event,
        ]
        question["version"] = schemaVersion.map { .string($0) }
        question["component"] = component.map { .string($0) }
        let answer = try await ask(.object(question))
        let body = try JSON(parsing: answer.body)
        guard answer.status == 200 else {
            Terminal.complain(body["message"]?.string ?? "The server answered \(answer.status).")
            throw ExitCode(2)
        }
        Terminal.say(json ? body.text : Self.text(body))
        if body["valid"] != true { throw ExitCode(1) }
    }

    private func ask(_ question: JSON) async throws -> ResponseParts {
        let variables = ProcessEnvironment.all
        let configuration = AWSConfiguration(
            region: variables["AWS_REGION"] ?? variables["AWS_DEFAULT_REGION"] ?? "us-east-1",
            credentials: Credentials(
                accessKeyID: variables["AWS_ACCESS_KEY_ID"] ?? "test",
                secretAccessKey: variables["AWS_SECRET_ACCESS_KEY"] ?? "test",
                sessionToken: variables["AWS_SESSION_TOKEN"]),
            endpoint: endpoint ?? variables["AWS_ENDPOINT_URL"] ?? "http://127.0.0.1:4566")
        do {
            return try await HTTPSession().send(
                try configuration.request("POST", "/_schemas/validate", body: question.utf8, for: "schemas"))
        } catch {
            Terminal.complain("\(configuration.endpoint ?? "") does not answer: \(error)")
            throw ExitCode(2)
        }
    }

    private static func text(_ answer: JSON) -> String {
        let violations = answer["violations"]?.array ?? []
        guard !violations.isEmpty else { return "valid (version \(answer["version"]?.string ?? ""))" }
        return violations.map { "\($0["path"]?.string ?? ""): \($0["message"]?.string ?? "")" }
            .joined(separator: "\n")
    }
}
