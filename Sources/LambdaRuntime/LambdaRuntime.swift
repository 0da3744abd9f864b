public import ApusClient
internal import Glibc
internal import Wire

/// Runs handlers written in Swift as a function of the runtime `provided.al2023`.
///
/// One binary may hold several handlers: the function's `Handler` setting names the one to run.
///
/// ```swift
/// await LambdaRuntime.run(["echo": { event, _ in event }])
/// ```
///
/// Implements the [runtime API](https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).
public struct LambdaRuntime: Sendable {
    /// Takes the event as it came and answers the result, both usually JSON. What it throws fails
    /// the invocation.
    public typealias Handler = @Sendable (_ event: [UInt8], _ context: LambdaContext) async throws -> [UInt8]

    /// The largest answer a function may give.
    static let answerSizeMax = 6 << 20

    private let api: String
    private let http: HTTPSession

    /// Serves invocations with one of `handlers` for as long as the process lives.
    public static func run(_ handlers: [String: Handler], http: HTTPSession = HTTPSession()) async -> Never {
        let variables = ProcessEnvironment.variables
        guard let address = variables["AWS_LAMBDA_RUNTIME_API"] else {
            stop("AWS_LAMBDA_RUNTIME_API is not set: this program runs as a Lambda function.")
        }
        let runtime = LambdaRuntime(api: "http://\(address)/2018-06-01/runtime", http: http)
        let name = variables["_HANDLER"] ?? ""
        guard let handler = handlers[name] else {
            let known = handlers.keys.sorted().joined(separator: ", ")
            let error = LambdaError("Runtime.HandlerNotFound", "Handler '\(name)' is none of: \(known)")
            await runtime.report(error, to: "/init/error")
            stop(error.message)
        }
        while true { await runtime.serveNext(handler) }
    }

    private func serveNext(_ handler: Handler) async {
        // The next invocation may be hours away.
        let request = HTTPSession.Request(
            method: "GET", url: api + "/invocation/next", timeout: .seconds(1_000_000))
        let next: ResponseParts
        do throws(TransportError) {
            next = try await http.send(request)
        } catch {
            Self.stop("The runtime API is gone: \(error)")
        }
        guard next.status == 200, let id = next.header("lambda-runtime-aws-request-id") else {
            Self.stop("The runtime API answered \(next.status).")
        }
        let context = LambdaContext(
            requestID: id, functionARN: next.header("lambda-runtime-invoked-function-arn") ?? "",
            deadlineMilliseconds: next.header("lambda-runtime-deadline-ms").flatMap { Int64($0) } ?? 0,
            traceID: next.header("lambda-runtime-trace-id"))
        do {
            let answer = try await handler(next.body, context)
            await post(answer, to: "/invocation/\(id)/response")
        } catch {
            await report(error, to: "/invocation/\(id)/error")
        }
    }

    private func report(_ error: any Error, to path: String) async {
        let type = (error as? LambdaError)?.type ?? "\(Swift.type(of: error))"
        let body: JSON = ["errorType": .string(type), "errorMessage": .string("\(error)"), "stackTrace": []]
        await post(
            Array(body.text.utf8), to: path,
            headers: [(name: "Lambda-Runtime-Function-Error-Type", value: type)])
    }

    private func post(_ body: [UInt8], to path: String, headers: [(name: String, value: String)] = []) async {
        let request = HTTPSession.Request(method: "POST", url: api + path, headers: headers, body: body)
        do throws(TransportError) {
            let answer = try await http.send(request)
            if answer.status == 413 {
                await report(
                    LambdaError(
                        "Function.ResponseSizeTooLarge",
                        "Response payload size exceeded maximum allowed payload size (\(Self.answerSizeMax) bytes)."
                    ),
                    to: path.replacing("/response", with: "/error"))
            }
        } catch {
            Self.stop("The runtime API is gone: \(error)")
        }
    }

    private static func stop(_ reason: String) -> Never {
        print(reason)
        exit(1)
    }
}

extension ResponseParts {
    /// The first value of a header, whose name is given in lower case.
    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name }?.value
    }
}
