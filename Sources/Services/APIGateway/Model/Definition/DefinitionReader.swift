internal import APIGatewayInterface
internal import Wire
internal import YAML

/// Reads OpenAPI documents of the versions 2.0 and 3.0 with API Gateway's extensions. What describes an API
/// and changes nothing about it (summaries, tags, examples) is left out; an extension without effect here
/// is refused by its name.
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html>
struct DefinitionReader: Sendable {
    /// Bytes of a document, as on AWS.
    static let sizeMax = 6 << 20
    /// How many references may lead to one another.
    static let referencesMax = 8

    let root: JSON
    /// The operation that is at work, for refusals.
    let operation: String
    let isSwagger: Bool

    private static let extensionsKnown: Set<String> = [
        "x-amazon-apigateway-api-key-source", "x-amazon-apigateway-binary-media-types",
        "x-amazon-apigateway-gateway-responses", "x-amazon-apigateway-request-validator",
        "x-amazon-apigateway-request-validators",
    ]

    init(_ body: [UInt8], _ operation: String) throws {
        guard body.count <= Self.sizeMax else {
            throw BadRequestException("API definition is larger than \(Self.sizeMax) bytes.")
        }
        guard let root = Self.parsed(body), root.object != nil else {
            throw BadRequestException("Invalid OpenAPI input.")
        }
        isSwagger = root["swagger"] != nil
        let version = Self.text(root[isSwagger ? "swagger" : "openapi"]) ?? ""
        guard isSwagger ? version == "2.0" : version.hasPrefix("3.0") else {
            throw BadRequestException(isSwagger ? "Invalid Swagger 2.0 input." : "Invalid OpenAPI input.")
        }
        self.root = root
        self.operation = operation
    }

    private static func parsed(_ body: [UInt8]) -> JSON? {
        if let json = try? JSON(parsing: body) { return json }
        guard let text = String(validating: body, as: UTF8.self) else { return nil }
        return try? YAML.json(text)
    }

    /// The text of a scalar: YAML takes `2.0` for a number.
    static func text(_ value: JSON?) -> String? {
        switch value {
        case .string(let text): text
        case .number(let digits): digits
        case .bool(let flag): flag ? "true" : "false"
        default: nil
        }
    }

    var invalid: BadRequestException {
        BadRequestException(isSwagger ? "Invalid Swagger 2.0 input." : "Invalid OpenAPI input.")
    }

    func refuse(_ what: String) -> NotImplemented { NotImplemented("\(operation) with \(what)") }

    func definition(_ basePath: BasePath) throws -> Definition {
        for name in root.object?.names ?? []
        where name.hasPrefix("x-amazon-") && !Self.extensionsKnown.contains(name) { throw refuse(name) }
        let info = root["info"]
        var definition = Definition()
        definition.name = Self.text(info?["title"])
        definition.description = Self.text(info?["description"])
        definition.version = Self.text(info?["version"])
        definition.apiKeySource = Self.text(root["x-amazon-apigateway-api-key-source"])
        if let types = root["x-amazon-apigateway-binary-media-types"] {
            definition.binaryMediaTypes = try (types.array ?? []).map { type in
                guard let text = type.string else { throw invalid }
                return text
            }
        }
        definition.models = try models()
        definition.validators = try validators()
        definition.responses = try gatewayResponses()
        definition.authorizers = try authorizers()
        try addPaths(to: &definition, below: prefix(basePath))
        return definition
    }

    private func addPaths(to definition: inout Definition, below prefix: [String]) throws {
        guard let paths = root["paths"] else { return }
        guard let object = paths.object else { throw invalid }
        for member in object.members {
            if member.name.hasPrefix("x-") { throw refuse("\(member.name) of paths") }
            guard member.name.hasPrefix("/"), member.value.object != nil else { throw invalid }
            let parts = prefix + member.name.split(separator: "/").map(String.init)
            definition.paths.append(try path(parts, try resolved(member.value)))
        }
    }

    // MARK: References

    /// What a value refers to within the document, or itself.
    func resolved(_ value: JSON) throws -> JSON {
        var value = value
        for _ in 0..<Self.referencesMax {
            guard let reference = value["$ref"] else { return value }
            guard let text = reference.string, text.hasPrefix("#/") else {
                throw refuse("$ref \(reference.text)")
            }
            var found: JSON? = root
            for part in text.dropFirst(2).split(separator: "/") {
                let name = String(part).replacing("~1", with: "/").replacing("~0", with: "~")
                found = found?[name]
            }
            guard let found else {
                throw BadRequestException("Invalid reference \(text) in the API definition.")
            }
            value = found
        }
        throw BadRequestException("References in the API definition lead to one another.")
    }

    // MARK: The path of all paths

    private func prefix(_ mode: BasePath) throws -> [String] {
        let parts = try stated().split(separator: "/").map(String.init)
        switch mode {
        case .ignore: return []
        case .prepend: return parts
        // The first part stands for the stage.
        case .split: return Array(parts.dropFirst())
        }
    }

    private func stated() throws -> String {
        if isSwagger { return Self.text(root["basePath"]) ?? "" }
        guard let server = root["servers"]?.array?.first, var url = Self.text(server["url"]) else {
            return ""
        }
        // A variable of this name holds what another version of the format has a member for.
        for variable in server["variables"]?.object?.members ?? [] {
            let value = Self.text(variable.value["default"]) ?? ""
            let plain = value.hasPrefix("/") ? String(value.dropFirst()) : value
            url = url.replacing("{\(variable.name)}", with: plain)
        }
        if let scheme = url.firstRange(of: "://") {
            let rest = url[scheme.upperBound...]
            return rest.firstIndex(of: "/").map { String(rest[$0...]) } ?? ""
        }
        return url
    }
}
