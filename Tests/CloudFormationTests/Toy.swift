import Kernel
import Store
import Wire

/// A service whose resources do what a test tells them to: fail, wait, be found again.
struct Toy: Service {
    typealias Call = Kernel.Call

    static let namespace = "toy"
    static let model = ServiceModel(
        name: "toy", signingName: "toy", iamPrefix: "toy", serviceID: "Toy", apiVersion: "1",
        protocols: [.awsJson1_1], validation: .listed(code: "ValidationException"))
    static let actions: [Action<Toy>] = []
    static let migrations = [
        Migration(
            number: 1,
            sql: """
                CREATE TABLE toy_thing (name TEXT PRIMARY KEY, color TEXT) WITHOUT ROWID;
                CREATE TABLE toy_log (id INTEGER PRIMARY KEY, entry TEXT NOT NULL);
                """)
    ]

    init(kernel: Kernel) {}

    struct Trouble: Failure {
        var code = "ThingTrouble"
        let status = 400
        let message: String
    }

    static var resourceTypes: [ResourceType] { [thing, role] }

    private static let properties: Set = [
        "Name", "Color", "FailCreate", "FailUpdate", "FailDelete", "Seconds", "Tags", "Replace", "Other",
    ]

    static let thing = ResourceType(
        "Toy::Test::Thing", properties: properties, createOnly: ["Name"], attributes: ["Arn", "Color"],
        find: { request in
            let name = request.string("Name") ?? request.generatedName
            return try await exists(name, request) ? state(name, request) : nil
        },
        create: { request in
            if request.bool("FailCreate") == true { throw Trouble(message: "no thing today") }
            let name = request.string("Name") ?? request.generatedName
            let color = request.string("Color") ?? "none"
            try await request.call.write { tx in
                let known = try tx.value(
                    "SELECT count(*) FROM toy_thing WHERE name = \(name)", as: Int64.self)
                guard known == 0 else { throw Trouble(code: "AlreadyExists", message: "\(name) exists") }
                try tx.run("INSERT INTO toy_thing (name, color) VALUES (\(name), \(color))")
                try log("create \(request.logicalID)", in: tx)
            }
            if let seconds = request.integer("Seconds") {
                let kernel = request.call.kernel
                await kernel.time.sleep(until: kernel.time.now + .seconds(seconds))
                if Task.isCancelled { throw CancellationError() }
            }
            return state(name, request)
        },
        update: { request, old in
            if request.bool("FailUpdate") == true { throw Trouble(message: "no change today") }
            if request.string("Replace") != request.previous?["Replace"]?.scalarText {
                throw ReplacementRequired()
            }
            let color = request.string("Color") ?? "none"
            try await request.call.write { tx in
                try tx.run("UPDATE toy_thing SET color = \(color) WHERE name = \(old.physicalID)")
                try log("update \(request.logicalID) \(color)", in: tx)
            }
            return state(old.physicalID, request)
        },
        delete: { request, old in
            if request.bool("FailDelete") == true { throw Trouble(message: "no end today") }
            try await request.call.write { tx in
                try tx.run("DELETE FROM toy_thing WHERE name = \(old.physicalID)")
                try log("delete \(request.logicalID)", in: tx)
            }
        })

    /// Stands for a resource that needs a capability.
    static let role = ResourceType(
        "AWS::IAM::Role", properties: ["RoleName", "AssumeRolePolicyDocument"],
        create: { request in ResourceState(physicalID: request.string("RoleName") ?? request.generatedName) },
        update: { _, old in old }, delete: { _, _ in })

    private static func exists(_ name: String, _ request: ResourceRequest) async throws -> Bool {
        try await request.call.read { tx in
            try tx.value("SELECT count(*) FROM toy_thing WHERE name = \(name)", as: Int64.self) ?? 0 > 0
        }
    }

    private static func state(_ name: String, _ request: ResourceRequest) -> ResourceState {
        ResourceState(
            physicalID: name,
            attributes: [
                "Arn": .string("arn:toy:\(name)"), "Color": .string(request.string("Color") ?? "none"),
            ])
    }

    private static func log(_ entry: String, in tx: borrowing Transaction) throws {
        try tx.run("INSERT INTO toy_log (entry) VALUES (\(entry))")
    }
}

extension ServiceDescriptor {
    static let toy = ServiceDescriptor(Toy.self)
}

extension Kernel {
    /// What was done to things, in order.
    func toyLog() async throws -> [String] {
        try await store.read { tx in
            try tx.values("SELECT entry FROM toy_log ORDER BY id LIMIT 1000", as: String.self)
        }
    }

    /// The names of the things there are.
    func toyThings() async throws -> [String] {
        try await store.read { tx in
            try tx.values("SELECT name FROM toy_thing ORDER BY name LIMIT 1000", as: String.self)
        }
    }
}
