import ApusTesting
import EventBridge
import Kernel
import S3
import Schemas
import Testing
import Wire

@Suite struct DiscoveryTests {
    private static let name = "shop.web@OrderPlaced"

    @Test func theFirstEventMakesASchema() async throws {
        try await withApus([.eventBridge, .schemas]) { apus in
            try await apus.startDiscovery()
            try await apus.put(["id": 1, "at": "2026-01-01T00:00:00Z", "customer": ["name": "x"]])
            let schemas = try await apus.content(Self.name)["components"]?["schemas"]
            #expect(schemas?["AWSEvent"]?["x-amazon-events-source"] == "shop.web")
            #expect(schemas?["AWSEvent"]?["x-amazon-events-detail-type"] == "Order Placed")
            #expect(
                schemas?["OrderPlaced"] == [
                    "type": "object", "required": ["id", "at", "customer"],
                    "properties": [
                        "id": ["type": "integer"], "at": ["type": "string", "format": "date-time"],
                        "customer": ["$ref": "#/components/schemas/Customer"],
                    ],
                ])
        }
    }

    @Test func eventsOfAKnownShapeWriteNothing() async throws {
        try await withApus([.eventBridge, .schemas]) { apus in
            try await apus.startDiscovery()
            for number in 0..<20 { try await apus.put(["id": .number(String(number))]) }
            #expect(try await apus.versions(Self.name) == ["1"])
            let found = try await apus.invoke(
                "schemas:DescribeSchema",
                ["RegistryName": "discovered-schemas", "SchemaName": .string(Self.name)])
            #expect(found["LastModified"] == "2026-01-01T00:00:00Z")
        }
    }

    @Test func aNewShapeIsANewVersionThatCoversTheOldOnes() async throws {
        try await withApus([.eventBridge, .schemas]) { apus in
            try await apus.startDiscovery()
            try await apus.put(["id": 1])
            try await apus.put(["id": .number("1.5"), "note": .null])
            try await apus.put(["id": 2, "note": "x"])
            try await apus.put(["id": 2])
            #expect(try await apus.versions(Self.name) == ["3", "2", "1"])
            let order = try await apus.content(Self.name)["components"]?["schemas"]?["OrderPlaced"]
            #expect(order?["required"] == ["id"])
            #expect(order?["properties"]?["id"] == ["type": "number"])
            #expect(order?["properties"]?["note"] == ["type": "string", "nullable": true])
        }
    }

    @Test func namesThatNeverEndBecomeAMap() async throws {
        try await withApus([.eventBridge, .schemas]) { apus in
            try await apus.startDiscovery()
            for number in 0..<40 {
                var detail = JSONObject()
                for member in 0..<10 { detail["key-\(number)-\(member)"] = 1 }
                try await apus.put(.object(detail))
            }
            let order = try await apus.content(Self.name)["components"]?["schemas"]?["OrderPlaced"]
            #expect(order?["properties"]?.object?.count == 256)
            #expect(order?["additionalProperties"] == true)
            #expect(try await apus.versions(Self.name).count <= 27)
        }
    }

    @Test func whatIsTooLongForASchemaIsNotTriedAgain() async throws {
        try await withApus([.eventBridge, .schemas]) { apus in
            try await apus.startDiscovery()
            try await apus.put(["id": 1])
            var detail = JSONObject()
            for member in 0..<100 { detail[String(repeating: "k", count: 2000) + "\(member)"] = 1 }
            try await apus.put(.object(detail))
            try await apus.put(["id": "x"])
            #expect(try await apus.versions(Self.name) == ["1"])
        }
    }

    @Test func aDiscovererKeepsARuleThatNobodyElseChanges() async throws {
        try await withApus([.eventBridge, .schemas]) { apus in
            try await apus.startDiscovery()
            let rule = try await apus.invoke(
                "events:DescribeRule", ["Name": "Schemas-events-event-bus-default"])
            #expect(rule["ManagedBy"] == "schemas.amazonaws.com")
            #expect(rule["State"] == "ENABLED")
            let named: JSON = ["Name": "Schemas-events-event-bus-default"]
            for operation in ["DisableRule", "DeleteRule"] {
                let failure = try await apus.failure("events:\(operation)", named)
                #expect(failure?.code == "ManagedRuleException")
            }
            try await apus.invoke(
                "schemas:StopDiscoverer", ["DiscovererId": .string(Fixtures.discoverer)])
            #expect(try await apus.invoke("events:DescribeRule", named)["State"] == "DISABLED")
            try await apus.put(["id": 1])
            #expect(
                try await apus.failure(
                    "schemas:DescribeSchema",
                    ["RegistryName": "discovered-schemas", "SchemaName": .string(Self.name)])?.code
                    == "NotFoundException")
            try await apus.invoke(
                "schemas:StartDiscoverer", ["DiscovererId": .string(Fixtures.discoverer)])
            try await apus.put(["id": 1])
            #expect(try await apus.versions(Self.name) == ["1"])
            try await apus.invoke(
                "schemas:DeleteDiscoverer", ["DiscovererId": .string(Fixtures.discoverer)])
            #expect(try await apus.failure("events:DescribeRule", named)?.code == "ResourceNotFoundException")
        }
    }

    @Test func aBusHasOneDiscoverer() async throws {
        try await withApus([.eventBridge, .schemas]) { apus in
            try await apus.startDiscovery()
            let failure = try await apus.failure(
                "schemas:CreateDiscoverer", ["SourceArn": .string(Fixtures.bus)])
            #expect(failure?.code == "ConflictException")
        }
    }

    @Test func aDiscovererOfABusThatIsNotThereIsRefusedWhole() async throws {
        try await withApus([.eventBridge, .schemas]) { apus in
            let failure = try await apus.failure(
                "schemas:CreateDiscoverer", ["SourceArn": .string("\(Fixtures.bus)-not")])
            #expect(failure?.code == "BadRequestException")
            #expect(failure?.message == "Event bus default-not does not exist.")
            #expect(try await apus.invoke("schemas:ListDiscoverers")["Discoverers"] == [])
        }
    }

    @Test func aDiscovererIsDescribedAndListed() async throws {
        try await withApus([.eventBridge, .schemas]) { apus in
            try await apus.startDiscovery()
            try await apus.invoke(
                "schemas:UpdateDiscoverer",
                ["DiscovererId": .string(Fixtures.discoverer), "Description": "d", "CrossAccount": false])
            let found = try await apus.invoke(
                "schemas:DescribeDiscoverer", ["DiscovererId": .string(Fixtures.discoverer)])
            #expect(found["Description"] == "d")
            #expect(found["CrossAccount"] == false)
            #expect(found["SourceArn"] == .string(Fixtures.bus))
            let rule = try await apus.invoke(
                "events:DescribeRule", ["Name": "Schemas-events-event-bus-default"])
            #expect(rule["EventPattern"] == #"{"account":["000000000000"]}"#)
            let listed = try await apus.invoke(
                "schemas:ListDiscoverers", ["SourceArnPrefix": "arn:aws:events"])
            #expect(listed["Discoverers"]?.array?.count == 1)
            let none = try await apus.invoke("schemas:ListDiscoverers", ["DiscovererIdPrefix": "x"])
            #expect(none["Discoverers"] == [])
        }
    }

    @Test func aDeletedSchemaComesBackWithTheNextEvent() async throws {
        try await withApus([.eventBridge, .schemas]) { apus in
            try await apus.startDiscovery()
            try await apus.put(["id": 1])
            try await apus.invoke(
                "schemas:DeleteSchema",
                ["RegistryName": "discovered-schemas", "SchemaName": .string(Self.name)])
            try await apus.put(["name": "x"])
            let order = try await apus.content(Self.name)["components"]?["schemas"]?["OrderPlaced"]
            #expect(order?["required"] == ["name"])
        }
    }

    @Test(arguments: ["OpenApi3", "JSONSchemaDraft4"])
    func examplesGiveASchemaThatTheyFollow(_ type: String) async throws {
        try await withApus([.schemas]) { apus in
            let event: JSON = [
                "version": "0", "id": "1", "source": "a.b", "detail-type": "some thing", "account": "1",
                "time": "2026-01-01T00:00:00Z", "region": "r", "resources": [],
                "detail": ["lines": [["n": 1], ["n": 2, "class": "x"]], "none": .null],
            ]
            let answer = try await apus.invoke(
                "schemas:GetDiscoveredSchema", ["Type": .string(type), "Events": [.string(event.text)]])
            let document = try JSON(parsing: answer["Content"]?.string ?? "")
            try await apus.makeRegistry()
            _ = try await apus.makeSchema("found", content: document, type: type)
            let places = document["components"]?["schemas"] ?? document["definitions"]
            #expect(places?["Lines"]?["required"] == ["n"])
            #expect(places?["SomeThing"]?["required"] == ["lines", "none"])
        }
    }

    @Test func examplesAreOfOneKind() async throws {
        try await withApus([.schemas]) { apus in
            let events: [JSON] = ["a", "b"].map {
                let event: JSON = ["source": .string($0), "detail-type": "t", "detail": [:]]
                return .string(event.text)
            }
            let failure = try await apus.failure(
                "schemas:GetDiscoveredSchema", ["Type": "OpenApi3", "Events": .array(events)])
            #expect(failure?.message == "Events must be of one source and detail-type.")
            let plain = try await apus.failure(
                "schemas:GetDiscoveredSchema", ["Type": "OpenApi3", "Events": ["[1]"]])
            #expect(plain?.message == "An event must be a JSON object.")
        }
    }
}
