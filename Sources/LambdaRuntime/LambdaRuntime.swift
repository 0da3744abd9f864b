internal import ApusClient
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

    /// The largest answer a function may give, in bytes.
    static let answerSizeMax = 6_291_556

    private let connection: RuntimeConnection
    private let handler: Handler

    /// Serves invocations with one of `handlers` for as long as the process lives.
    public static func run(_ handlers: [String: Handler]) async -> Never {
        let variables = ProcessEnvironment.variables
        guard let address = variables["AWS_LAMBDA_RUNTIME_API"] else {
            stop("AWS_LAMBDA_RUNTIME_API is not set: this program runs as a Lambda function.")
        }
        do throws(RuntimeConnectionError) {
            let connection = try RuntimeConnection(address)
            let name = variables["_HANDLER"] ?? ""
            guard let handler = handlers[name] else {
                let known = handlers.keys.sorted().joined(separator: ", ")
                let error = LambdaError("Runtime.HandlerNotFound", "Handler '\(name)' is none of: \(known)")
                try await connection.send(answer(for: error, to: "/init/error"))
                stop(error.message)
            }
            try await LambdaRuntime(connection: connection, handler: handler).serve()
        } catch {
            stop("The runtime API is gone: \(error)")
        }
    }

    private func serve() async throws(RuntimeConnectionError) -> Never {
        var answer: RuntimeConnection.Answer?
        while true {
            let next = try await connection.next(after: answer)
            guard next.status == 200, let id = next.header("lambda-runtime-aws-request-id") else {
                Self.stop("The runtime API answered \(next.status).")
            }
            let context = LambdaContext(
                requestID: id, functionARN: next.header("lambda-runtime-invoked-function-arn") ?? "",
                deadlineMilliseconds: next.header("lambda-runtime-deadline-ms").flatMap { Int64($0) } ?? 0,
                traceID: next.header("lambda-runtime-trace-id"))
            answer = await self.answer(next.body, context)
        }
    }

    private func answer(_ event: [UInt8], _ context: LambdaContext) async -> RuntimeConnection.Answer {
        let path = "/invocation/\(context.requestID)"
        do {
            let body = try await handler(event, context)
            guard body.count <= Self.answerSizeMax else {
                throw LambdaError(
                    "Function.ResponseSizeTooLarge",
                    "Response payload size exceeded maximum allowed payload size (\(Self.answerSizeMax) bytes)."
                )
            }
            return RuntimeConnection.Answer(path: "\(path)/response", body: body)
        } catch {
            return Self.answer(for: error, to: "\(path)/error")
        }
    }

    private static func answer(for error: any Error, to path: String) -> RuntimeConnection.Answer {
        let type = (error as? LambdaError)?.type ?? "\(Swift.type(of: error))"
        let body: JSON = ["errorType": .string(type), "errorMessage": .string("\(error)"), "stackTrace": []]
        return RuntimeConnection.Answer(
            path: path, headers: [(name: "Lambda-Runtime-Function-Error-Type", value: type)],
            body: Array(body.text.utf8))
    }

    private static func stop(_ reason: String) -> Never {
        print(reason)
        exit(1)
    }
}

extension ResponseParts {
    /// The first value of a header; names are in lower case here.
    func header(_ name: String) -> String? {
        headers.first { $0.name == name }?.value
    }
}
