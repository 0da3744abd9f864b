import ApusTesting
import Schemas
import Testing
import Wire
import ZipArchive

@Suite struct BindingTests {
    private func files(_ apus: TestApus, _ language: String, _ name: String = "shop.web@OrderPlaced")
        async throws -> [String: String]
    {
        let input: JSON = [
            "RegistryName": "shop", "SchemaName": .string(name), "Language": .string(language),
        ]
        let put = try await apus.invoke("schemas:PutCodeBinding", input)
        #expect(put["Status"] == "CREATE_COMPLETE")
        #expect(try await apus.invoke("schemas:DescribeCodeBinding", input) == put)
        let answer = try await apus.invoke("schemas:GetCodeBindingSource", input)
        let archive = try ZipArchive(Base64.decoded(answer["Body"]?.string ?? "") ?? [])
        var files: [String: String] = [:]
        for entry in archive.entries {
            files[entry.path] = String(decoding: try archive.contents(of: entry), as: UTF8.self)
        }
        return files
    }

    private func withOrder(_ body: (TestApus) async throws -> Void) async throws {
        try await withApus([.schemas]) { apus in
            try await apus.makeRegistry()
            _ = try await apus.makeSchema("shop.web@OrderPlaced")
            try await body(apus)
        }
    }

    @Test func pythonIsAPackageBelowSchema() async throws {
        try await withOrder { apus in
            let files = try await files(apus, "Python36")
            #expect(
                Set(files.keys) == [
                    "schema/__init__.py", "schema/shop/__init__.py", "schema/shop/web/__init__.py",
                    "schema/shop/web/order_placed/__init__.py",
                    "schema/shop/web/order_placed/marshaller.py",
                    "schema/shop/web/order_placed/OrderPlaced.py", "schema/shop/web/order_placed/Line.py",
                    "schema/shop/web/order_placed/LineSku.py",
                ])
            let order = files["schema/shop/web/order_placed/OrderPlaced.py"] ?? ""
            #expect(order.contains(#"("total", "total", "float", False, True),"#))
            #expect(order.contains(#"("lines", "lines", ("list", "Line"), False, False),"#))
        }
    }

    @Test func typeScriptHasAClassForEachObject() async throws {
        try await withOrder { apus in
            let files = try await files(apus, "TypeScript3")
            let order = files["schema/shop/web/order_placed/OrderPlaced.ts"] ?? ""
            #expect(order.contains("public id!: string;"))
            #expect(order.contains("public lines?: Array<Line>;"))
            #expect(order.contains("public placed?: Date;"))
            #expect(
                files["schema/shop/web/order_placed/LineSku.ts"]?.contains(#"A = "a","#) == true)
        }
    }

    @Test func swiftIsAPackage() async throws {
        try await withOrder { apus in
            let files = try await files(apus, "Swift5")
            let order = files["Sources/ShopWebOrderPlaced/OrderPlaced.swift"] ?? ""
            #expect(order.contains("public struct OrderPlaced: Codable, Equatable, Sendable {"))
            #expect(order.contains("public var total: Double?"))
            #expect(files["Package.swift"]?.contains("name: \"ShopWebOrderPlaced\"") == true)
        }
    }

    @Test func whatContainsItselfIsAClassInSwift() async throws {
        try await withApus([.schemas]) { apus in
            try await apus.makeRegistry()
            let tree: JSON = [
                "title": "Tree", "type": "object",
                "properties": ["left": ["$ref": "#"], "all": ["type": "array", "items": ["$ref": "#"]]],
            ]
            _ = try await apus.makeSchema("tree", content: tree, type: "JSONSchemaDraft4")
            let files = try await files(apus, "Swift5", "tree")
            #expect(files["Sources/Tree/Tree.swift"]?.contains("final class Tree: Codable, Sendable") == true)
        }
    }

    @Test func schemasThatReferToEachOtherOverAndOverAreReadOnce() async throws {
        try await withApus([.schemas]) { apus in
            try await apus.makeRegistry()
            var components: JSONObject = ["A0": ["type": "object", "properties": ["x": ["type": "string"]]]]
            for number in 1...60 {
                let part: JSON = ["$ref": .string("#/components/schemas/A\(number - 1)")]
                components["A\(number)"] = ["allOf": [part, part, part]]
            }
            let document: JSON = [
                "openapi": "3.0.0", "info": ["version": "1", "title": "t"], "paths": [:],
                "components": ["schemas": .object(components)],
            ]
            _ = try await apus.makeSchema("often", content: document)
            let files = try await files(apus, "Python36", "often")
            #expect(files["schema/often/A60.py"]?.contains(#"("x", "x", "str", False, False)"#) == true)
        }
    }

    @Test func aComponentHasAPlainName() async throws {
        try await withApus([.schemas]) { apus in
            try await apus.makeRegistry()
            let document: JSON = [
                "openapi": "3.0.0", "info": ["version": "1", "title": "t"], "paths": [:],
                "components": ["schemas": ["a b": [:]]],
            ]
            let failure = try await apus.failure(
                "schemas:CreateSchema",
                [
                    "RegistryName": "shop", "SchemaName": "x", "Type": "OpenApi3",
                    "Content": .string(document.text),
                ])
            #expect(
                failure?.message
                    == "Content is no OpenAPI document: a component must not be called 'a b'.")
        }
    }

    @Test func textsCannotLeaveTheirPlace() async throws {
        try await withApus([.schemas]) { apus in
            try await apus.makeRegistry()
            let evil: JSON = [
                "title": "T", "type": "object", "description": "one\nimport os  # \u{2028}x",
                "properties": [
                    "a\"\n]; b": ["type": "string", "enum": ["\"", "\\(1)", "\n"]],
                    "../x": ["type": "string"], "": ["type": "integer"],
                ],
            ]
            _ = try await apus.makeSchema("evil", content: evil, type: "JSONSchemaDraft4")
            for language in ["Python36", "TypeScript3", "Swift5"] {
                let files = try await files(apus, language, "evil")
                for (path, text) in files {
                    #expect(!path.contains(".."))
                    #expect(!text.contains("\nimport os"))
                    #expect(!text.contains("\n]; b"))
                }
            }
        }
    }

    @Test(arguments: ["Java8", "Go1", "COBOL"])
    func aLanguageThatIsNotThereIsToldWithThoseThatAre(_ language: String) async throws {
        try await withOrder { apus in
            let failure = try await apus.failure(
                "schemas:PutCodeBinding",
                [
                    "RegistryName": "shop", "SchemaName": "shop.web@OrderPlaced",
                    "Language": .string(language),
                ])
            #expect(failure?.code == "BadRequestException")
            #expect(
                failure?.message
                    == "Code bindings in the language \(language) are not available; there are Python36, TypeScript3, Swift5."
            )
        }
    }

    @Test func codeIsFetchedAfterItWasAskedFor() async throws {
        try await withOrder { apus in
            let failure = try await apus.failure(
                "schemas:GetCodeBindingSource",
                ["RegistryName": "shop", "SchemaName": "shop.web@OrderPlaced", "Language": "Swift5"])
            #expect(failure?.code == "NotFoundException")
        }
    }
}
