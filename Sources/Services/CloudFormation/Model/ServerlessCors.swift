internal import Kernel
internal import Wire

/// What an API answers browsers that ask before they send, as `Cors` says it.
/// <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-corsconfiguration.html>
struct ServerlessCors {
    static let known: Set<String> = [
        "AllowCredentials", "AllowHeaders", "AllowMethods", "AllowOrigin", "MaxAge",
    ]

    private let settings: JSON

    init(_ cors: JSON) {
        settings = cors.object == nil || cors["AllowOrigin"] == nil ? ["AllowOrigin": cors] : cors
    }

    func check(_ place: String) throws {
        for name in settings.object?.names ?? [] where !Self.known.contains(name) {
            throw NotImplemented("Cors.\(name) (\(place))")
        }
    }

    func add(to body: inout JSONObject) {
        var paths = body["paths"]?.object ?? JSONObject()
        for path in paths.members {
            var methods = path.value.object ?? JSONObject()
            guard methods["options"] == nil else { continue }
            methods["options"] = operation(for: methods.names)
            paths[path.name] = .object(methods)
        }
        body["paths"] = .object(paths)
    }

    private func operation(for methods: [String]) -> JSON {
        var headers = JSONObject()
        headers["Access-Control-Allow-Origin"] = settings["AllowOrigin"]
        headers["Access-Control-Allow-Methods"] =
            settings["AllowMethods"] ?? .string("'\(Self.allowed(methods))'")
        headers["Access-Control-Allow-Headers"] = settings["AllowHeaders"]
        headers["Access-Control-Max-Age"] = settings["MaxAge"]
        if settings["AllowCredentials"]?.scalarText == "true" {
            headers["Access-Control-Allow-Credentials"] = "'true'"
        }
        var parameters = JSONObject()
        var declared = JSONObject()
        for header in headers.members {
            parameters["method.response.header.\(header.name)"] = header.value
            declared[header.name] = ["type": "string"]
        }
        return [
            "summary": "CORS support",
            "x-amazon-apigateway-integration": [
                "type": "mock", "requestTemplates": ["application/json": "{\"statusCode\": 200}"],
                "responses": [
                    "default": [
                        "statusCode": "200", "responseParameters": .object(parameters),
                        "responseTemplates": ["application/json": "{}"],
                    ]
                ],
            ],
            "responses": [
                "200": ["description": "Default response for CORS method", "headers": .object(declared)]
            ],
        ]
    }

    private static func allowed(_ methods: [String]) -> String {
        guard !methods.contains("x-amazon-apigateway-any-method") else {
            return "DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT"
        }
        let known: Set = ["delete", "get", "head", "patch", "post", "put"]
        return (methods.filter(known.contains).map { $0.uppercased() } + ["OPTIONS"]).sorted()
            .joined(separator: ",")
    }
}
