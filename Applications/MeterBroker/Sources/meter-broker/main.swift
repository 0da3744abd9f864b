import ApusClient
import BrokerFunctions
import CloudWatchLogsInterface
import DynamoDBInterface
import EventBridgeInterface
import Glibc
import LambdaRuntime
import S3Interface
import SNSInterface
import SQSInterface
import Wire

/// The broker, from what the environment says: nothing here knows where it runs.
func makeBroker(http: HTTPSession) throws -> Broker {
    let settings = try Settings(ProcessEnvironment.variables)
    let aws = AWSTransport(try .environment(), http: http)
    let channels = AWSChannels(
        events: EventBridgeClient(aws), queues: SQSClient(aws), topics: SNSClient(aws), settings: settings)
    return Broker(
        settings: settings, items: AWSItems(client: DynamoDBClient(aws)),
        archive: AWSArchive(client: S3Client(aws), bucket: settings.bucket), channels: channels,
        receivers: HTTPReceivers(http: http),
        accessLog: AWSAccessLog(client: CloudWatchLogsClient(aws), group: settings.gatewayLog),
        environment: Machine())
}

let http = HTTPSession(connectionsPerHost: 64, usesOneThread: true)
let broker: Broker
do {
    broker = try makeBroker(http: http)
} catch {
    print("meter-broker: \(error)")
    exit(1)
}

var known: [String: LambdaRuntime.Handler] = [:]
for handler in Handler.allCases {
    known[handler.rawValue] = { event, _ in try await handler.handle(try JSON(parsing: event), broker).utf8 }
}
let handlers = known
// All on the thread of the connections: a change of threads costs as much as a small piece of work.
await http.run { () async -> Void in await LambdaRuntime.run(handlers) }
