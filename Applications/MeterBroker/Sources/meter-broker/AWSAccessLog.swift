import ApusClient
import BrokerFunctions
import CloudWatchLogsInterface
import Wire

/// The API's access log in CloudWatch Logs.
struct AWSAccessLog: AccessLog {
    let client: CloudWatchLogsClient<AWSTransport>
    let group: String

    /// Pages that one stretch may have; ten thousand lines or a megabyte each.
    private static let pagesMax = 1000

    struct TooLong: Error {
        let group: String
    }

    func refused(from: Timestamp, until: Timestamp, _ body: ([String]) -> Void) async throws {
        var token: String?
        for _ in 0..<Self.pagesMax {
            let page = try await client.filterLogEvents(
                FilterLogEventsInput(
                    logGroupName: group, startTime: from.milliseconds, endTime: until.milliseconds - 1,
                    filterPattern: #"{ $.kind != "-" }"#, nextToken: token), .standard)
            body((page.events ?? []).compactMap(\.message))
            token = page.nextToken
            guard token != nil else { return }
        }
        throw TooLong(group: group)
    }
}
