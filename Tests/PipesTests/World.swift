import ApusTesting
import CloudWatchLogs
import DynamoDB
import EventBridge
import Kernel
import LambdaInterface
import Pipes
import SNS
import SQS
import Store
import Synchronization
import Testing
import Wire

extension TestApus {
    static func arn(_ service: String, _ resource: String) -> String {
        "arn:aws:\(service):\(region):\(account):\(resource)"
    }

    static let role = "arn:aws:iam::\(account):role/r"

    func url(_ queue: String) -> JSON { .string("\(kernel.settings.endpoint)/\(TestApus.account)/\(queue)") }

    func queue(_ name: String, _ attributes: JSON = [:]) async throws {
        try await invoke("sqs:CreateQueue", ["QueueName": .string(name), "Attributes": attributes])
    }

    func send(_ bodies: [String], to queue: String = "in") async throws {
        for body in bodies {
            try await invoke(
                "sqs:SendMessage", ["QueueUrl": url(queue), "MessageBody": .string(body)])
        }
        await settle()
    }

    /// Takes all messages out of a queue, in order.
    func messages(_ queue: String) async throws -> [JSON] {
        await settle()
        var messages: [JSON] = []
        while true {
            let answer = try await invoke(
                "sqs:ReceiveMessage",
                [
                    "QueueUrl": url(queue), "MaxNumberOfMessages": 10, "MessageAttributeNames": ["All"],
                    "MessageSystemAttributeNames": ["All"],
                ])
            let found = answer["Messages"]?.array ?? []
            if found.isEmpty { return messages }
            for message in found {
                try await invoke(
                    "sqs:DeleteMessage",
                    ["QueueUrl": url(queue), "ReceiptHandle": message["ReceiptHandle"] ?? ""])
            }
            messages += found
        }
    }

    func bodies(_ queue: String) async throws -> [String] {
        try await messages(queue).compactMap { $0["Body"]?.string }
    }

    static func pipe(_ settings: JSON = [:]) -> JSON {
        var input: JSONObject = [
            "Name": "p", "Source": .string(arn("sqs", "in")), "Target": .string(arn("sqs", "out")),
            "RoleArn": .string(role),
        ]
        for member in settings.object?.members ?? [] {
            input[member.name] = member.value.isNull ? nil : member.value
        }
        return .object(input)
    }

    @discardableResult
    func pipe(_ settings: JSON = [:]) async throws -> JSON {
        let made = try await invoke("pipes:CreatePipe", TestApus.pipe(settings))
        await settle()
        return made
    }

    func state(_ name: JSON = "p") async throws -> String? {
        await settle()
        return try await invoke("pipes:DescribePipe", ["Name": name])["CurrentState"]?.string
    }

    static let function: JSON = .string(arn("lambda", "function:f"))
    static let bus: JSON = .string(arn("events", "event-bus/default"))
}

/// Stands in for Lambda: answers what a test tells it to, and remembers what it was called with.
struct Functions: Service, LambdaInterface {
    typealias Call = Kernel.Call

    struct State {
        var payloads: [JSON] = []
        var answer: @Sendable (JSON) throws -> JSON = { _ in .null }
    }

    /// By kernel, since tests run at once.
    static let states = Mutex<[ObjectIdentifier: State]>([:])
    static let namespace = "functions"

    let kernel: Kernel

    func invoke(_ input: InvokeInput, _ call: Call) async throws -> InvokeOutput {
        let payload = try JSON(parsing: input.payload ?? [])
        let answer = Self.states.withLock { states in
            states[ObjectIdentifier(kernel), default: State()].payloads.append(payload)
            return states[ObjectIdentifier(kernel)]?.answer
        }
        if input.invocationType == "Event" { return InvokeOutput(statusCode: 202) }
        do {
            return InvokeOutput(statusCode: 200, payload: try answer?(payload).utf8)
        } catch let failure as any Failure {
            throw failure
        } catch {
            return InvokeOutput(
                statusCode: 200, functionError: "Unhandled", payload: Array("{}".utf8))
        }
    }
}

extension ServiceDescriptor {
    static let functions = ServiceDescriptor(Functions.self)
}

extension TestApus {
    func answer(_ answer: @escaping @Sendable (JSON) throws -> JSON) {
        Functions.states.withLock { $0[ObjectIdentifier(kernel)] = Functions.State(answer: answer) }
    }

    var payloads: [JSON] {
        Functions.states.withLock { $0[ObjectIdentifier(kernel)]?.payloads ?? [] }
    }
}

/// Runs a test against pipes, with queues `in` and `out`.
func withPipes(_ body: (TestApus) async throws -> Void) async throws {
    try await withApus([.sqs, .sns, .dynamodb, .cloudWatchLogs, .eventBridge, .functions, .pipes]) { apus in
        for name in ["in", "out"] { try await apus.queue(name) }
        apus.answer { _ in .null }
        try await body(apus)
    }
}
