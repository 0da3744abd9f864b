import DynamoDBInterface
import MeterBroker
import Wire

/// What those who run the hub see and change.
struct Operator {
    let broker: Broker
    var settings: Settings { broker.settings }

    func answer(_ request: APIRequest) async -> APIAnswer {
        await broker.answering(request) {
            try broker.authoriseOperator(request)
            let tail = request.tail
            let second = tail.count > 1 ? tail[1] : ""
            switch (request.method, tail.first ?? "", tail.count) {
            case ("GET", "participants", 1): return try await participants()
            case ("PUT", "participants", 2): return try await register(second, try request.json())
            case ("POST", "meters", 1): return try await register(meters: try request.json())
            case ("GET", "meters", 2): return try await meter(second)
            case ("POST", "meters", 3): return try await appoint(second, try request.json())
            case ("GET", "messages", 2): return try await follow(second, request.query)
            case ("GET", "readings", 3): return try await readings(second, tail[2], request.query)
            case ("GET", "reconciliation", 1): return try await reconciliation(request.query)
            case ("GET", "refusals", 1): return try await refusals(request)
            default: throw Refusal.notFound("There is no \(request.method) \(request.path).")
            }
        }
    }

    // MARK: Participants

    private func participants() async throws -> APIAnswer {
        APIAnswer(200, ["participants": .array(try await broker.allParticipants().map(\.json))])
    }

    /// Registers a participant or changes its key, name, webhook or quota; its lane stays.
    private func register(_ id: String, _ body: JSON) async throws -> APIAnswer {
        guard ParticipantID(id) != nil else {
            throw Refusal.malformed(Rejection("$.id", "must be ten digits"))
        }
        guard let keyID = body["keyID"]?.string, !keyID.isEmpty else {
            throw Refusal.malformed(Rejection("$.keyID", "must be the id of the participant's API key"))
        }
        let webhook = body["webhook"]?.string
        if let webhook, !webhook.hasPrefix("http://"), !webhook.hasPrefix("https://") {
            throw Refusal.malformed(Rejection("$.webhook", "must be a URL"))
        }
        var sets = ["#kind = :kind", "#name = :name", "#key = :key"]
        var removes: [String] = []
        var values: Item = [
            ":kind": .s("participant"), ":name": .s(body["name"]?.string ?? id), ":key": .s(keyID),
        ]
        if let webhook {
            sets.append("#webhook = :webhook")
            values[":webhook"] = .s(webhook)
        } else {
            removes.append("#webhook")
        }
        if let quota = body["dailyQuota"]?.integer {
            sets.append("#quota = :quota")
            values[":quota"] = .number(quota)
        } else {
            removes.append("#quota")
        }
        let remove = removes.isEmpty ? "" : " REMOVE \(removes.joined(separator: ", "))"
        let item = try await broker.items.update(
            UpdateItemInput(
                tableName: settings.participants, key: broker.participantKey(id), returnValues: "ALL_NEW",
                updateExpression: "SET \(sets.joined(separator: ", "))\(remove)",
                expressionAttributeNames: [
                    "#kind": "kind", "#name": "name", "#key": "keyID", "#webhook": "webhook",
                    "#quota": "quota",
                ],
                expressionAttributeValues: values))
        await broker.directory.forget(id)
        // A new route is tried at once, whatever pause the old one had come to.
        if webhook != nil, Participant(item)?.lane.isCalled == true {
            try await broker.channels.wake(id, afterSeconds: 0)
        }
        return APIAnswer(200, Participant(item)?.json ?? .null)
    }

    // MARK: Meter points

    private static let metersMax = 500

    /// `{"meters": [{"MPANCore", "appointments": [...]}]}`: replaces what was registered for each.
    private func register(meters body: JSON) async throws -> APIAnswer {
        guard let elements = body["meters"]?.array, elements.count <= Self.metersMax else {
            throw Refusal.malformed(
                Rejection("$.meters", "must be an array of at most \(Self.metersMax) meter points"))
        }
        var requests: [WriteRequest] = []
        for (index, element) in elements.enumerated() {
            let path = "$.meters[\(index)]"
            guard let meter = element["MPANCore"]?.string.flatMap({ MeterPoint($0) }) else {
                throw Refusal.malformed(Rejection("\(path).MPANCore", "is no meter point"))
            }
            let registration: Registration
            do throws(Rejection) {
                registration = try Registration(
                    json: element["appointments"] ?? [], path: "\(path).appointments")
            } catch {
                throw Refusal.malformed(error)
            }
            let item: Item = ["meter": .s(meter.digits), "appointments": registration.attribute]
            requests.append(WriteRequest(putRequest: PutRequest(item: item)))
        }
        let count = requests.count
        var rest = requests[...]
        while !rest.isEmpty {
            let answer = try await broker.items.batchWrite(
                BatchWriteItemInput(requestItems: [settings.meters: Array(rest.prefix(25))]))
            rest = rest.dropFirst(25) + (answer.unprocessedItems?[settings.meters] ?? [])
        }
        return APIAnswer(200, ["registered": .number(String(count))])
    }

    private func registration(_ meter: String) async throws -> (Registration, Item) {
        let item = try await broker.items.get(
            GetItemInput(tableName: settings.meters, key: ["meter": .s(meter)], consistentRead: true))
        guard let item else { throw Refusal.unknownMeter(meter) }
        return (Registration(item: item), item)
    }

    private func meter(_ meter: String) async throws -> APIAnswer {
        APIAnswer(
            200, ["MPANCore": .string(meter), "appointments": try await registration(meter).0.json])
    }

    /// Appoints a participant from a settlement date on: `{"participant", "role", "from"}`.
    private func appoint(_ meter: String, _ body: JSON) async throws -> APIAnswer {
        let new: Registration
        do throws(Rejection) {
            new = try Registration(json: [body], path: "$")
        } catch {
            throw Refusal.malformed(error)
        }
        var (registration, before) = try await registration(meter)
        for appointment in new.appointments {
            registration.appoint(appointment.participant, role: appointment.role, from: appointment.from)
        }
        do {
            try await broker.items.put(
                PutItemInput(
                    tableName: settings.meters,
                    item: ["meter": .s(meter), "appointments": registration.attribute],
                    conditionExpression: "appointments = :before",
                    expressionAttributeValues: [":before": before["appointments"] ?? .l([])]))
        } catch is ConditionalCheckFailedException {
            throw Refusal.busy()
        }
        return APIAnswer(200, ["MPANCore": .string(meter), "appointments": registration.json])
    }

    // MARK: Refusals

    private func refusals(_ request: APIRequest) async throws -> APIAnswer {
        let gateway = GatewayRefusals(broker: broker)
        try await gateway.count()
        let counted = try await gateway.counts(of: request.query["day"] ?? broker.now.day)
        let page = try await broker.items.query(
            QueryInput(
                tableName: settings.refusals, limit: request.number("limit", default: 50, max: 500),
                scanIndexForward: false, keyConditionExpression: "#day = :day",
                expressionAttributeNames: ["#day": "day"],
                expressionAttributeValues: [":day": .s(request.query["day"] ?? broker.now.day)]))
        let rows = (page.items ?? []).map { row -> JSON in
            var json: JSONObject = ["status": .number(String(row.number("status") ?? 0))]
            for name in ["at", "code", "message", "path", "sender", "reference", "keyID", "requestID"] {
                json[name] = row.text(name).map(JSON.string)
            }
            return .object(json)
        }
        return APIAnswer(
            200,
            [
                "refusals": .array(rows), "gateway": .array(counted.rows),
                "gatewayCountedUntil": counted.until.map(JSON.string) ?? .null,
            ])
    }
}
