internal import Kernel
internal import PipesInterface
internal import Store

extension Pipes {
    /// Entries of one page of any listing.
    static let pageSize = 100

    static func pipe(_ name: String, _ call: Call, in tx: borrowing Transaction) throws -> StoredPipe {
        guard let pipe = try StoredPipes.named(name, call.scope, in: tx) else { throw Refusals.noPipe(name) }
        return pipe
    }

    /// A pipe whose state somebody may change.
    static func restingPipe(
        _ name: String, _ call: Call, in tx: borrowing Transaction
    ) throws -> StoredPipe {
        let pipe = try pipe(name, call, in: tx)
        guard StoredPipe.resting.contains(pipe.state) else { throw Refusals.inTransition(pipe) }
        return pipe
    }

    /// The pipe of an ARN, for its tags.
    static func tagged(_ text: String, _ call: Call, in tx: borrowing Transaction) throws -> ARN {
        guard let arn = ARN(text), arn.service == "pipes", arn.resource.hasPrefix("pipe/"),
            arn.account == call.account, arn.region == call.region
        else { throw Refusals.noPipe(text) }
        _ = try pipe(String(arn.resource.dropFirst("pipe/".count)), call, in: tx)
        return arn
    }
}
