internal import APIGatewayInterface
internal import Kernel
internal import Velocity
internal import Wire

/// A request as an integration gets it.
struct MappedRequest: Sendable {
    var headers: [(name: String, value: String)] = []
    var query: [(name: String, value: String)] = []
    var path: [String: String] = [:]
    var body: [UInt8]
}

/// Makes the request to a backend out of the one that came.
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html>
struct RequestMapping: Sendable {
    let exchange: Exchange
    let endpoint: Endpoint

    func request() throws -> MappedRequest {
        var sources = MappingSources(exchange)
        var mapped = MappedRequest(body: try body(&sources))
        for (field, name, expression) in endpoint.parameters {
            guard let value = sources.value(of: expression) else { continue }
            set(field, name, value, &mapped)
        }
        // What a template says about parameters comes last.
        for field in [MappingExpression.Field.header, .querystring, .path] {
            for member in sources.context["requestOverride"]?[field.rawValue]?.object?.members ?? [] {
                set(field, member.name, VelocityValue.data(member.value).text, &mapped)
            }
        }
        return mapped
    }

    private func set(
        _ field: MappingExpression.Field, _ name: String, _ value: String, _ mapped: inout MappedRequest
    ) {
        switch field {
        case .header:
            // A line break would end the header and begin whatever the caller likes.
            guard !value.utf8.contains(where: { $0 == 10 || $0 == 13 || $0 == 0 }) else { return }
            mapped.headers.removeAll { $0.name.lowercased() == name.lowercased() }
            mapped.headers.append((name, value))
        case .querystring:
            mapped.query.removeAll { $0.name == name }
            mapped.query.append((name, value))
        case .path: mapped.path[name] = value
        }
    }

    private func body(_ sources: inout MappingSources) throws -> [UInt8] {
        let body = exchange.request.parts.body
        let template = MediaType.choose(endpoint.templates, for: exchange.request.header("content-type"))
        if let template {
            do throws(VelocityError) {
                return Array(try sources.render(template).utf8)
            } catch {
                throw Refusal.misconfigured("request template: \(error.text)")
            }
        }
        switch endpoint.integration.passthroughBehavior ?? "WHEN_NO_MATCH" {
        case "WHEN_NO_MATCH": return body
        case "WHEN_NO_TEMPLATES" where endpoint.templates.isEmpty: return body
        default: throw Refusal.unsupportedMediaType
        }
    }
}
