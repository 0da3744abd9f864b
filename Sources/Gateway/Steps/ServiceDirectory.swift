internal import Kernel
internal import Wire

/// Finds the service that a request is for; built once from the catalogue.
struct ServiceDirectory: Sendable {
    private var bySigningName: [String: [RegisteredService]] = [:]
    private var byTarget: [ByteKey: (service: RegisteredService, action: RegisteredAction)] = [:]
    private var byTargetPrefix: [String: RegisteredService] = [:]
    private var byName: [String: RegisteredService] = [:]
    private var byAPIVersion: [String: RegisteredService] = [:]
    /// Actions that links without a signature may name, by the service that has them.
    private var byAnonymousAction: [String: RegisteredService] = [:]
    private var routers: [String: RESTRouter] = [:]

    init(_ services: [RegisteredService]) {
        for service in services {
            let model = service.model
            bySigningName[model.signingName, default: []].append(service)
            byName[model.name] = service
            if !model.targetPrefix.isEmpty {
                byTargetPrefix[model.targetPrefix] = service
                for (name, action) in service.actions {
                    let prefix = action.operation.targetPrefix ?? model.targetPrefix
                    byTarget[ByteKey(keeping: "\(prefix).\(name)".utf8)] = (service, action)
                    byTargetPrefix[prefix] = service
                }
            }
            if model.protocols.contains(.awsQuery) {
                byAPIVersion[model.apiVersion] = service
                for (name, action) in service.actions where action.operation.isAnonymous {
                    byAnonymousAction[name] = service
                }
            }
            if model.protocols.contains(.restJson) || model.protocols.contains(.restXml) {
                routers[model.name] = RESTRouter(service)
            }
        }
    }

    func service(named name: String) -> RegisteredService? { byName[name] }

    /// The operation that `X-Amz-Target` names, for example `AmazonSQS.SendMessage`.
    func action(target: ArraySlice<UInt8>) -> (service: RegisteredService, action: RegisteredAction)? {
        byTarget[ByteKey(target)]
    }

    func service(targetPrefix: String) -> RegisteredService? { byTargetPrefix[targetPrefix] }

    /// The service whose operation a link names that is opened in a browser, for example
    /// `ConfirmSubscription`.
    func service(anonymousAction name: String) -> RegisteredService? { byAnonymousAction[name] }

    func service(apiVersion: String) -> RegisteredService? { byAPIVersion[apiVersion] }

    func services(signingName: String) -> [RegisteredService] { bySigningName[signingName] ?? [] }

    func router(of service: RegisteredService) -> RESTRouter? { routers[service.model.name] }

    /// The service that a host names, for example `sqs.eu-central-1.amazonaws.com` or `bucket.s3.localhost`.
    func service(host: String) -> RegisteredService? {
        for label in host.split(separator: ".", maxSplits: 8) {
            if let service = byName[String(label)] ?? bySigningName[String(label)]?.first { return service }
        }
        return nil
    }

    /// The REST service whose bindings a method and path fit, S3 aside, whose bindings fit everything.
    func serviceBinding(_ head: RequestHead) -> RegisteredService? {
        for (name, router) in routers.sorted(by: { $0.key < $1.key }) where name != "s3" {
            if router.match(head) != nil { return byName[name] }
        }
        return nil
    }
}
