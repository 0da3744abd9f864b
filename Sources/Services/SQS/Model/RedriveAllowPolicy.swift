internal import Kernel
internal import SQSInterface
internal import Wire

/// Which queues may name this one as their dead-letter queue.
struct RedriveAllowPolicy: Hashable {
    enum Permission: String {
        case allowAll, denyAll, byQueue
    }

    static let sourcesMax = 10

    let permission: Permission
    let sources: [String]

    init(parsing text: String) throws(InvalidParameterValue) {
        func refusal(_ reason: String) -> InvalidParameterValue {
            InvalidParameterValue(
                "Value \(text) for parameter RedriveAllowPolicy is invalid. Reason: \(reason)")
        }
        let json: JSON
        do throws(JSONError) { json = try JSON(parsing: text) } catch {
            throw refusal("RedriveAllowPolicy is not a valid JSON map.")
        }
        guard json.object != nil else { throw refusal("RedriveAllowPolicy is not a valid JSON map.") }
        guard let name = json["redrivePermission"]?.string, let permission = Permission(rawValue: name) else {
            throw refusal("The redrivePermission must be one of: allowAll, denyAll, byQueue.")
        }
        let sources = json["sourceQueueArns"]?.array?.compactMap(\.string) ?? []
        if permission == .byQueue {
            guard !sources.isEmpty, sources.count <= Self.sourcesMax, sources.allSatisfy({ ARN($0) != nil })
            else {
                throw refusal("With byQueue, sourceQueueArns must list 1 to 10 queue ARNs.")
            }
        } else if json["sourceQueueArns"] != nil {
            throw refusal("sourceQueueArns can only be specified when redrivePermission is byQueue.")
        }
        self.permission = permission
        self.sources = sources
    }

    func allows(_ source: ARN) -> Bool {
        switch permission {
        case .allowAll: true
        case .denyAll: false
        case .byQueue: sources.contains(source.description)
        }
    }
}
