import Kernel
import Store
import Wire

/// Stands where functions are: keeps the events it is sent.
struct Receiver: Service {
    typealias Call = Kernel.Call

    static let namespace = "receiver"
    static let model = ServiceModel(
        name: "lambda", signingName: "lambda", iamPrefix: "lambda", serviceID: "Lambda", apiVersion: "1",
        protocols: [.awsJson1_1], validation: .listed(code: "ValidationException"))
    static let actions: [Action<Receiver>] = []
    static let migrations = [
        Migration(number: 1, sql: "CREATE TABLE receiver_event (id INTEGER PRIMARY KEY, event TEXT NOT NULL)")
    ]

    init(kernel: Kernel) {}

    func receive(_ delivery: Delivery, _ call: Call, in tx: borrowing Transaction) throws {
        let text = String(decoding: delivery.payload, as: UTF8.self)
        try tx.run("INSERT INTO receiver_event (event) VALUES (\(text))")
    }

    static func events(_ kernel: Kernel) async throws -> [JSON] {
        let texts = try await kernel.store.read { tx in
            try tx.values("SELECT event FROM receiver_event ORDER BY id LIMIT 100", as: String.self)
        }
        return try texts.map { try JSON(parsing: $0) }
    }
}

extension ServiceDescriptor {
    static let receiver = ServiceDescriptor(Receiver.self)
}
