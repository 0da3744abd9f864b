internal import APIGatewayInterface
public import Kernel
internal import Store
internal import Wire

/// REST APIs before functions: resources and methods, deployed to stages, guarded by keys and usage plans.
struct APIGateway: Service, APIGatewayInterface {
    typealias Call = Kernel.Call

    static let namespace = "apigateway"
    static var migrations: [Migration] { Schema.migrations }

    let kernel: Kernel
    /// Stages and keys in use, compiled from their rows.
    let live: LiveStages
    let throttle: Throttle
    let usage: UsageCounter
    /// What authorizers said lately.
    let verdicts: AuthorizerCache
    let logs: LogWriter

    init(kernel: Kernel) {
        self.kernel = kernel
        live = LiveStages()
        throttle = Throttle()
        usage = UsageCounter(kernel: kernel)
        verdicts = AuthorizerCache()
        logs = LogWriter(kernel: kernel)
    }

    func start(in background: Background) async throws {
        background.run { await self.usage.run() }
        background.run { await self.logs.run() }
    }

    var routes: [Route] {
        [
            Route(.pathWith(prefix: "/restapis/", part: "/_user_request_")) { request, _ in
                await Serving(service: self).answer(request)
            },
            Route(.host { APIHost($0) != nil }) { request, _ in await Serving(service: self).answer(request)
            },
        ]
    }

    /// A fresh identifier of ten lower-case letters and digits, as AWS gives.
    func makeID(_ length: Int = 10) -> String {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789")
        return String(kernel.entropy.bytes(length).map { alphabet[Int($0) % alphabet.count] })
    }
}

extension ServiceDescriptor {
    /// API Gateway.
    public static let apiGateway = ServiceDescriptor(APIGateway.self)
}
