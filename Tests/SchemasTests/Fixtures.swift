import ApusTesting
import EventBridge
import Schemas
import Wire

/// Schemas and events that the tests share.
enum Fixtures {
    static let order: JSON = [
        "openapi": "3.0.0", "info": ["version": "1.0.0", "title": "OrderPlaced"], "paths": [:],
        "components": [
            "schemas": [
                "OrderPlaced": [
                    "type": "object", "required": ["id"],
                    "properties": [
                        "id": ["type": "string"], "total": ["type": "number", "nullable": true],
                        "placed": ["type": "string", "format": "date-time"],
                        "lines": ["type": "array", "items": ["$ref": "#/components/schemas/Line"]],
                    ],
                ],
                "Line": ["type": "object", "properties": ["sku": ["type": "string", "enum": ["a", "b"]]]],
            ]
        ],
    ]

    static let draft4: JSON = [
        "$schema": "http://json-schema.org/draft-04/schema#", "title": "Order", "type": "object",
        "required": ["id"], "properties": ["id": ["type": "string"]],
    ]

    static let bus = "arn:aws:events:eu-central-1:000000000000:event-bus/default"
    static let discoverer = "events-event-bus-default"
}

extension TestApus {
    func makeSchema(
        _ name: String = "order", in registry: String = "shop", content: JSON = Fixtures.order,
        type: String = "OpenApi3"
    ) async throws -> JSON {
        try await invoke(
            "schemas:CreateSchema",
            [
                "RegistryName": .string(registry), "SchemaName": .string(name), "Type": .string(type),
                "Content": .string(content.text),
            ])
    }

    func makeRegistry(_ name: String = "shop") async throws {
        try await invoke("schemas:CreateRegistry", ["RegistryName": .string(name)])
    }

    func put(_ detail: JSON, source: String = "shop.web", type: String = "Order Placed") async throws {
        try await invoke(
            "events:PutEvents",
            [
                "Entries": [
                    [
                        "Source": .string(source), "DetailType": .string(type),
                        "Detail": .string(detail.text),
                    ]
                ]
            ])
        await settle()
    }

    func startDiscovery() async throws {
        try await invoke("schemas:CreateDiscoverer", ["SourceArn": .string(Fixtures.bus)])
    }

    func versions(_ name: String, in registry: String = "discovered-schemas") async throws -> [String] {
        let answer = try await invoke(
            "schemas:ListSchemaVersions",
            ["RegistryName": .string(registry), "SchemaName": .string(name)])
        return (answer["SchemaVersions"]?.array ?? []).compactMap { $0["SchemaVersion"]?.string }
    }

    func content(_ name: String, in registry: String = "discovered-schemas") async throws -> JSON {
        let answer = try await invoke(
            "schemas:DescribeSchema", ["RegistryName": .string(registry), "SchemaName": .string(name)])
        return try JSON(parsing: answer["Content"]?.string ?? "")
    }
}
