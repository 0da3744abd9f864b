internal import Kernel

/// The limits of the service. <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>
enum Limits {
    /// Bytes of the payload of a synchronous invocation, and of its answer.
    static let payloadSizeMax = 6_291_456
    /// Bytes that an answer's envelope may add.
    static let answerSizeMax = payloadSizeMax + 100
    /// Bytes of an answer that are read before it is refused: a runtime that sends more than it may is told
    /// so, one that sends more than this is cut off.
    static let answerReadMax = 2 * payloadSizeMax
    /// Bytes of the payload of an asynchronous invocation.
    static let eventSizeMax = 1_048_576
    /// Bytes of an archive given in the request itself.
    static let zipSizeMax = 50 << 20
    static let unpackedSizeMax = 250 << 20
    static let codeStorageMax = 80_530_636_800
    static let environmentSizeMax = 4096
    static let timeoutSecondsMax = 900
    static let memoryMegabytes = 128...10_240
    static let layersMax = 5
    /// What a function may write to /tmp, as told to AWS's tools; nothing here holds it to that.
    static let temporaryMegabytes = 512
    /// Invocations of an account in a region at a time.
    static let concurrencyMax = 1000
    /// What reservations must leave for functions without one.
    static let unreservedConcurrencyMin = 100
    /// Worker processes of the whole server.
    static let workersMax = 512
    static let initTimeMax: Duration = .seconds(10)
    /// How long a worker without work is kept.
    static let idleTimeMax: Duration = .seconds(420)
    /// How old a worker may become; well within the life of the credentials it was given.
    static let workerAgeMax: Duration = .seconds(5 * 3600)
    static let credentialLife: Duration = .seconds(12 * 3600)
    /// Bytes of the log that an invocation with `LogType: Tail` answers.
    static let logTailSizeMax = 4096
    /// Private memory that a process may map beyond the function's memory: stacks, code and reserves that it
    /// does not touch. What it touches is held to the function's memory itself.
    static let memorySlack = 4 << 30
    static let policySizeMax = 20_480
    static let pageSizeMax = 50
    /// Asynchronous events under way at a time.
    static let eventsUnderWayMax = 256
    static let eventAgeMax: Duration = .seconds(21_600)
    static let eventRetriesMax = 2
    static let eventPauses: [Duration] = [.seconds(60), .seconds(120)]
}
