public import Kernel
internal import S3Interface
internal import Store
internal import Wire

/// Buckets of objects: durable, versioned, uploaded whole or in parts.
struct S3: Service, S3Interface {
    typealias Call = Kernel.Call

    static let namespace = "s3"
    static var migrations: [Migration] { Schema.migrations }

    let kernel: Kernel
    let collector: Collector
    let lifecycle: Lifecycle

    init(kernel: Kernel) {
        self.kernel = kernel
        collector = Collector(kernel: kernel)
        lifecycle = Lifecycle(kernel: kernel)
    }

    func start(in background: Background) async throws {
        background.run { await self.collector.run() }
        background.run { await self.lifecycle.run() }
    }

    func arns(of resources: [NamedResource], action: OperationModel, _ call: Call) -> [ARN] {
        // A source that is malformed is refused by the operation.
        if let copied = resources.first(where: { $0.kind == "copySource" }) {
            guard let source = try? CopySource(copied.value) else { return [] }
            return [StoredBucket.arn("\(source.bucket)/\(source.key)", call.region)]
        }
        guard let bucket = resources.first(where: { $0.kind == "bucket" })?.value else { return [] }
        if action.name == "DeleteObjects" { return [StoredBucket.arn("\(bucket)/*", call.region)] }
        let key = resources.first { $0.kind == "object" }?.value
        return [StoredBucket.arn(key.map { "\(bucket)/\($0)" } ?? bucket, call.region)]
    }

    func resourcePolicy(of arn: ARN, in tx: borrowing Transaction) throws -> String? {
        let name = arn.resource.split(separator: "/", maxSplits: 1).first.map(String.init) ?? ""
        guard let bucket = try Buckets.find(name, in: tx), let policy = bucket.policy else { return nil }
        if try PublicAccess.of(bucket)?.restricts == true, try PublicAccess.isPublic(policy) { return nil }
        return policy
    }

    func fire(_ timer: Timer, _ call: Call, in tx: borrowing Transaction) throws {
        let parts = timer.key.split(separator: ":")
        guard parts.count == 2, let number = Int64(parts[1]) else { return }
        switch parts[0] {
        case "garbage":
            let collector = collector
            tx.afterCommit { collector.signal.fire() }
        case "lifecycle": try lifecycle.fire(number, call, in: tx)
        case "bucket":
            if try Uploads.abandonSome(ofBucket: number, call, in: tx) {
                try call.schedule("s3", at: call.now, key: timer.key, in: tx)
            }
        default: break
        }
    }
}

extension ServiceDescriptor {
    /// Simple Storage Service.
    public static let s3 = ServiceDescriptor(S3.self)
}
