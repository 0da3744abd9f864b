import ApusTesting
import CloudWatchLogs
import EventBridge
import Kernel
import Lambda
import SNS
import SQS
import Wire

/// A path as tests look at it: all its places, in the order in which they are told.
struct ToldPath {
    let answer: JSON
    let places: [JSON]

    init(_ answer: JSON) {
        self.answer = answer
        var places: [JSON] = []
        func collect(_ node: JSON) {
            places.append(node)
            for inner in node["then"]?.array ?? [] { collect(inner) }
        }
        for node in answer["path"]?.array ?? [] { collect(node) }
        self.places = places
    }

    /// The sentences about resources whose ARN ends so, in order.
    func told(of suffix: String, _ state: String? = nil) -> [String] {
        places.filter {
            $0["who"]?.string?.hasSuffix(suffix) == true && (state == nil || $0["state"]?.string == state)
        }.compactMap { $0["what"]?.string }
    }

    func first(_ state: String, of suffix: String = "") -> JSON? {
        places.first { $0["state"]?.string == state && $0["who"]?.string?.hasSuffix(suffix) == true }
    }

    /// The identifier under which a resource knows it.
    func id(at suffix: String) -> String? {
        places.first { $0["who"]?.string?.hasSuffix(suffix) == true && $0["id"] != nil }?["id"]?.string
    }

    var ends: [String: Int] {
        var counts: [String: Int] = [:]
        for member in answer["ends"]?.object?.members ?? [] { counts[member.name] = member.value.integer }
        return counts
    }
}

extension TestApus {
    func path(_ id: String?, as principal: Principal? = nil) async throws -> ToldPath {
        ToldPath(try await why(id ?? "", as: principal))
    }

    @discardableResult
    func topic(_ name: String, _ attributes: JSON = [:]) async throws -> String {
        let answer = try await invoke(
            "sns:CreateTopic", ["Name": .string(name), "Attributes": attributes])
        return answer["TopicArn"]?.string ?? ""
    }

    func subscribe(
        _ endpoint: String, to topic: String, _ transport: String = "sqs", _ attributes: JSON = [:]
    ) async throws {
        try await invoke(
            "sns:Subscribe",
            [
                "TopicArn": .string(Self.arn("sns", topic)), "Protocol": .string(transport),
                "Endpoint": .string(endpoint), "Attributes": attributes,
            ])
    }

    func function(_ name: String, _ settings: JSON = [:]) async throws {
        var input: JSONObject = [
            "FunctionName": .string(name), "Runtime": "provided.al2023", "Handler": "h",
            "Role": .string("arn:aws:iam::\(Self.account):role/r"),
            "Code": ["ZipFile": .string(FakeFunctions.archive)],
        ]
        for member in settings.object?.members ?? [] { input[member.name] = member.value }
        try await invoke("lambda:CreateFunction", .object(input))
        await settle()
    }

    @discardableResult
    func mapping(_ queue: String, to function: String, _ settings: JSON = [:]) async throws -> String {
        var input: JSONObject = [
            "FunctionName": .string(function), "EventSourceArn": .string(Self.arn("sqs", queue)),
        ]
        for member in settings.object?.members ?? [] { input[member.name] = member.value }
        let answer = try await invoke("lambda:CreateEventSourceMapping", .object(input))
        await settle()
        return answer["UUID"]?.string ?? ""
    }

    @discardableResult
    func send(_ body: String, to queue: String, _ settings: JSON = [:]) async throws -> String {
        let url: JSON = try await invoke("sqs:GetQueueUrl", ["QueueName": .string(queue)])["QueueUrl"] ?? ""
        var input: JSONObject = ["QueueUrl": url, "MessageBody": .string(body)]
        for member in settings.object?.members ?? [] { input[member.name] = member.value }
        return try await invoke("sqs:SendMessage", .object(input))["MessageId"]?.string ?? ""
    }

    /// Receives messages and leaves them in flight.
    @discardableResult
    func receive(_ queue: String) async throws -> [JSON] {
        let url: JSON = try await invoke("sqs:GetQueueUrl", ["QueueName": .string(queue)])["QueueUrl"] ?? ""
        let answer = try await invoke(
            "sqs:ReceiveMessage", ["QueueUrl": url, "MaxNumberOfMessages": 10])
        return answer["Messages"]?.array ?? []
    }
}

/// Runs a test against everything that an event can come by.
func withFlows(
    authentication: KernelSettings.Authentication = .open, journal: JournalLimits = JournalLimits(),
    _ body: (TestApus) async throws -> Void
) async throws {
    try await withApus(
        [.sqs, .sns, .eventBridge, .lambda, .cloudWatchLogs], authentication: authentication,
        journal: journal
    ) { try await body($0) }
}
