/// A request body that is coming in.
final class BodyReception {
    /// Where the bytes go.
    enum Destination {
        /// Into `bytes`, until the request is whole.
        case buffer
        case reader(HTTPBodyReader)
        /// Nowhere: the request is answered, and the connection shall be kept.
        case nowhere
    }

    let parsed: ParsedHead
    let token: UInt64
    var destination = Destination.buffer
    /// What is to come, in `Content-Length` framing.
    var remaining = 0
    /// Not nil in chunked framing.
    var decoder: ChunkedDecoder?
    /// What came before `destination` became `reader` or `nowhere` is not in here.
    var bytes: [UInt8] = []
    var size = 0
    /// The client waits for `100 Continue`, and no byte of the body has come.
    var owesContinue = false
    /// The body is wanted, so that the client may be told to go on.
    var isWanted = false
    /// The reader has enough for now.
    var isPaused = false
    /// When the first and the latest bytes came, in ticks.
    let startTick: UInt64
    var latestTick: UInt64

    init(parsed: ParsedHead, token: UInt64, tick: UInt64) {
        self.parsed = parsed
        self.token = token
        self.startTick = tick
        self.latestTick = tick
    }
}
