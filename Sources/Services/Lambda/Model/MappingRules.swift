internal import EventPattern
internal import Kernel
internal import LambdaInterface
internal import Wire

/// What an event source mapping must satisfy.
enum MappingRules {
    static let batchSizeDefault = 10
    /// Messages of a batch from a standard queue with a window, and from any other.
    static let batchSizeMax = 10_000
    static let smallBatchSizeMax = 10
    /// Records of a batch from a stream when the mapping names no size.
    static let streamBatchSizeDefault = 100
    static let startingPositions: Set = ["TRIM_HORIZON", "LATEST"]
    static let filtersMax = 5
    static let concurrency = 2...1000

    /// Settings that have an effect on a mapping of a queue.
    private static let known: Set = [
        "UUID", "EventSourceArn", "FunctionName", "Enabled", "BatchSize", "FilterCriteria",
        "MaximumBatchingWindowInSeconds", "FunctionResponseTypes", "ScalingConfig", "DestinationConfig",
        "Tags",
    ]

    /// Settings that have an effect on a mapping of a stream besides those.
    private static let knownOfStreams: Set = [
        "StartingPosition", "MaximumRetryAttempts", "MaximumRecordAgeInSeconds", "BisectBatchOnFunctionError",
        "ParallelizationFactor", "TumblingWindowInSeconds",
    ]

    /// Refuses every other setting by its name.
    static func refuseOthers(_ input: some Shape, isStream: Bool) throws {
        for member in try JSON(parsing: input.json()).object?.members ?? [] where !known.contains(member.name)
        {
            if isStream, knownOfStreams.contains(member.name) { continue }
            if [.object([:]), .array([]), .string("")].contains(member.value) { continue }
            throw invalid(
                "\(member.name) is not supported by this server for \(isStream ? "streams" : "queues").")
        }
    }

    static func check(_ mapping: EventSourceMappingConfiguration) throws {
        let batchSize = mapping.batchSize ?? batchSizeDefault
        let isFIFO = mapping.eventSourceArn?.hasSuffix(".fifo") == true
        let window = mapping.maximumBatchingWindowInSeconds ?? 0
        if mapping.startingPosition != nil { return try checkStream(mapping) }
        if isFIFO, window > 0 {
            throw invalid("Batching window is not supported for FIFO queues")
        }
        if isFIFO, batchSize > smallBatchSizeMax {
            throw invalid("BatchSize must be at most \(smallBatchSizeMax) for FIFO queues")
        }
        if batchSize > smallBatchSizeMax, window == 0 {
            throw invalid(
                "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater "
                    + "than 10"
            )
        }
        if let limit = mapping.scalingConfig?.maximumConcurrency, !concurrency.contains(limit) {
            throw invalid(
                "MaximumConcurrency must be between \(concurrency.lowerBound) and \(concurrency.upperBound)")
        }
        _ = try filters(of: mapping)
    }

    private static func checkStream(_ mapping: EventSourceMappingConfiguration) throws {
        guard startingPositions.contains(mapping.startingPosition ?? "") else {
            throw invalid(
                "Unsupported starting position for arn type: \(mapping.eventSourceArn ?? "")")
        }
        guard mapping.scalingConfig == nil else {
            throw invalid("ScalingConfig is not supported for stream event sources")
        }
        _ = try filters(of: mapping)
    }

    /// The patterns of a mapping, of which a message has to match one; none when all are let through.
    static func filters(of mapping: EventSourceMappingConfiguration) throws -> [EventPattern] {
        let filters = mapping.filterCriteria?.filters ?? []
        guard filters.count <= filtersMax else {
            throw invalid("FilterCriteria may hold at most \(filtersMax) filters")
        }
        return try filters.map { filter in
            do throws(EventPatternError) {
                return try EventPattern(parsing: filter.pattern ?? "")
            } catch {
                throw invalid("Invalid filter pattern definition.")
            }
        }
    }

    static func invalid(_ message: String) -> InvalidParameterValueException {
        InvalidParameterValueException(message, type: "User")
    }

    static let notFound = ResourceNotFoundException(
        "The resource you requested does not exist.", type: "User")
}
