internal import APIGatewayInterface
internal import JSONSchema
internal import Wire

/// The models that methods of a deployment validate bodies with, compiled once.
struct ModelSchemas: Sendable {
    /// What opens the address by which one model refers to another.
    static let address = "https://apigateway.amazonaws.com/restapis/"

    private enum Compiled: Sendable {
        case schema(JSONSchema)
        /// Why bodies cannot be held against the model.
        case unusable(String)
    }

    private var compiled: [String: Compiled] = [:]

    /// - Parameter names: The models that are asked for; others only serve these.
    init(_ models: [Model], of api: String, names: Set<String>) {
        var documents: [String: JSON] = [:]
        var unreadable: [String: String] = [:]
        var own: [String: JSON] = [:]
        for model in models where !names.isEmpty {
            let name = model.name ?? ""
            do throws(JSONError) {
                let document = try JSON(parsing: model.schema ?? "")
                own[name] = document
                documents["\(Self.address)\(api)/models/\(name)"] = document
            } catch {
                unreadable[name] = "\(error)"
            }
        }
        for name in names {
            compiled[name] = Self.compile(own[name], documents, because: unreadable[name])
        }
    }

    private static func compile(
        _ document: JSON?, _ documents: [String: JSON], because reason: String?
    ) -> Compiled {
        guard let document else { return .unusable(reason ?? "is not there") }
        do throws(SchemaError) {
            return .schema(try JSONSchema(document, dialect: .draft4, documents: documents))
        } catch {
            return .unusable(error.description)
        }
    }

    /// The models by which a deployment's methods validate bodies.
    static func names(_ methods: some Sequence<Method>, _ validators: [String: RequestValidator]) -> Set<
        String
    > {
        Set(
            methods.filter {
                $0.requestValidatorId.flatMap { validators[$0] }?.validateRequestBody == true
            }.flatMap { ($0.requestModels ?? [:]).values })
    }

    /// What a model demands. A method whose model makes no sense answers nothing, rather than everything.
    func schema(_ name: String) throws(Refusal) -> JSONSchema {
        switch compiled[name] {
        case .schema(let schema)?: return schema
        case .unusable(let reason)?: throw Refusal.misconfigured("the model \(name): \(reason)")
        case nil: throw Refusal.misconfigured("the model \(name) is not there")
        }
    }
}
