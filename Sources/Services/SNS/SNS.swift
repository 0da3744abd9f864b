internal import EventPattern
public import Kernel
internal import SNSInterface
internal import Store
internal import Wire

/// Topics that copy each message to all their subscriptions.
struct SNS: Service, SNSInterface {
    typealias Call = Kernel.Call

    static let namespace = "sns"
    static let shortOperations: Set<String> = ["Publish"]
    static var migrations: [Migration] { Schema.migrations }

    let kernel: Kernel
    /// Topics in use with their subscriptions, filters compiled.
    let topics: TopicCache
    let signingKeys: SigningKeys
    /// Fired when copies wait to be made.
    let fanOutSignal: Signal
    /// Fired when a replay is asked for.
    let replaySignal: Signal

    init(kernel: Kernel) {
        self.kernel = kernel
        topics = TopicCache()
        signingKeys = SigningKeys()
        fanOutSignal = Signal(activity: kernel.time.activity)
        replaySignal = Signal(activity: kernel.time.activity)
    }

    func start(in background: Background) async throws {
        background.run { await FanOut(service: self).run() }
        background.run { await Replays(service: self).run() }
    }

    static let mailboxPath = "/_sns/mail"

    /// The certificate against which receivers check signatures.
    var routes: [Route] {
        [
            Route(.path(prefix: SigningKeys.pathPrefix)) { request, kernel in
                guard let pem = try await SigningKeys.certificate(at: request.path, kernel) else {
                    throw CommonFailure("NotFound", status: 404, "There is no such certificate.")
                }
                return ResponseParts(
                    headers: [("Content-Type", "application/x-pem-file")], body: Array(pem.utf8))
            },
            Route(.path(prefix: Self.mailboxPath)) { request, kernel in
                try await Self.mailbox(request, kernel)
            },
        ]
    }
}

extension ServiceDescriptor {
    /// Simple Notification Service.
    public static let sns = ServiceDescriptor(SNS.self)
}
