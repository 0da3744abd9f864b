internal import APIGatewayInterface

/// An API as an OpenAPI document defines it. What methods refer to (validators, authorizers) stands in
/// them by its name.
struct Definition: Sendable {
    /// A path with the methods that answer it.
    struct Path: Sendable {
        let parts: [String]
        var methods: [String: Method] = [:]

        var text: String { "/" + parts.joined(separator: "/") }
    }

    var name: String?
    var description: String?
    var version: String?
    var apiKeySource: String?
    var binaryMediaTypes: [String]?
    var models: [Model] = []
    var validators: [RequestValidator] = []
    var responses: [GatewayResponse] = []
    var authorizers: [Authorizer] = []
    /// In the order of the document.
    var paths: [Path] = []
}

/// What becomes of the path that a document states for all of its paths.
enum BasePath: String, Sendable {
    case ignore, prepend, split
}
