import NIOCore

/// A response body that is being sent.
struct BodySender {
    enum Source {
        case writer(HTTPBodyWriter, ProducerTask)
        case file(HTTPFile, next: Int, end: Int)
    }

    let token: UInt64
    var source: Source
    let isChunked: Bool
    /// A read of the file is under way.
    var isReading = false

    /// The connection is gone.
    func lose() {
        guard case .writer(let writer, let task) = source else { return }
        writer.lose(.connectionLost)
        task.cancel()
    }
}
