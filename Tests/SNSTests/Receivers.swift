import ApusTesting
import Kernel
import LambdaInterface
import SNS
import SQSInterface
import Store
import Wire

/// Stands in for the services that messages go to: keeps what arrives, refuses what a name asks it to.
struct Queues: Service, SQSInterface {
    typealias Call = Kernel.Call
    static let namespace = "sqs"
    static let migrations = [
        Migration(
            number: 1,
            sql:
                "CREATE TABLE arrival (id INTEGER PRIMARY KEY, target TEXT, payload BLOB, parameters TEXT, action TEXT);"
        )
    ]

    init(kernel: Kernel) {}

    func receive(_ delivery: Delivery, _ call: Call, in tx: borrowing Transaction) throws {
        if delivery.target.contains("missing") {
            throw DeliveryFailure.permanent(code: "NotFound", message: "The queue does not exist.")
        }
        if delivery.target.contains("slow"), delivery.attempts < 3 {
            throw DeliveryFailure.transient(code: "Busy", message: "Later, please.")
        }
        try tx.run(
            """
            INSERT INTO arrival (target, payload, parameters, action)
            VALUES (\(delivery.target), \(delivery.payload), \(delivery.parameters.text), \(delivery.action))
            """)
    }
}

struct Functions: Service, LambdaInterface {
    typealias Call = Kernel.Call
    static let namespace = "lambda"

    init(kernel: Kernel) {}

    func receive(_ delivery: Delivery, _ call: Call, in tx: borrowing Transaction) throws {
        if delivery.target.contains("missing") {
            throw DeliveryFailure.permanent(code: "ResourceNotFoundException", message: "Function not found.")
        }
        try tx.run(
            """
            INSERT INTO arrival (target, payload, parameters, action)
            VALUES (\(delivery.target), \(delivery.payload), \(delivery.parameters.text), \(delivery.action))
            """)
    }
}

struct Arrival: RowDecodable, Sendable {
    static let columns: StaticString = "target, payload, parameters, action"
    let target: String
    let text: String
    let parameters: JSON
    let action: String

    init(row: borrowing Row) throws(StoreError) {
        target = try row[0]
        text = String(decoding: try row.blob(1), as: UTF8.self)
        parameters = (try? JSON(parsing: try row.text(2))) ?? .null
        action = try row[3]
    }

    var json: JSON { (try? JSON(parsing: text)) ?? .null }
}

/// A server with SNS and with queues and functions to send to.
func withSNS(_ body: (TestApus) async throws -> Void) async throws {
    try await withApus(
        [ServiceDescriptor(Queues.self), ServiceDescriptor(Functions.self), .sns], body)
}

extension TestApus {
    static func queue(_ name: String) -> String { "arn:aws:sqs:\(region):\(account):\(name)" }

    func topic(_ name: String = "readings", _ attributes: JSON = [:]) async throws -> String {
        try await invoke("sns:CreateTopic", ["Name": .string(name), "Attributes": attributes])["TopicArn"]?
            .string ?? ""
    }

    @discardableResult
    func subscribe(
        _ topic: String, _ endpoint: String, over transport: String = "sqs", _ attributes: JSON = [:]
    ) async throws -> String {
        try await invoke(
            "sns:Subscribe",
            [
                "TopicArn": .string(topic), "Protocol": .string(transport), "Endpoint": .string(endpoint),
                "Attributes": attributes, "ReturnSubscriptionArn": true,
            ])["SubscriptionArn"]?.string ?? ""
    }

    @discardableResult
    func publish(_ topic: String, _ message: String, _ extra: JSON = [:]) async throws -> JSON {
        var input: JSONObject = ["TopicArn": .string(topic), "Message": .string(message)]
        for member in extra.object?.members ?? [] { input[member.name] = member.value }
        return try await invoke("sns:Publish", .object(input))
    }

    func arrivals() async throws -> [Arrival] {
        await settle()
        return try await kernel.store.read { tx in
            try tx.all("SELECT \(raw: Arrival.columns) FROM arrival ORDER BY id")
        }
    }
}
