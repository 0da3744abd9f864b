import ApusClient
import BrokerFunctions
import MeterBroker
import Wire

/// Receivers over HTTP.
struct HTTPReceivers: Receivers {
    let http: HTTPSession

    func post(
        _ body: [UInt8], to url: String, headers: [(String, String)], timeoutMilliseconds: Int
    ) async -> Attempt {
        let start = ContinuousClock.now
        func attempt(_ outcome: AttemptOutcome) -> Attempt {
            Attempt(outcome: outcome, milliseconds: Int((ContinuousClock.now - start) / .milliseconds(1)))
        }
        var request = HTTPSession.Request(
            method: "POST", url: url, headers: headers.map { (name: $0.0, value: $0.1) }, body: body,
            timeout: .milliseconds(timeoutMilliseconds))
        request.answerSizeMax = 65_536
        do throws(TransportError) {
            let answer = try await http.send(request)
            if (200..<300).contains(answer.status) { return attempt(.delivered) }
            let pause = answer.headers.first { $0.name.lowercased() == "retry-after" }.flatMap { Int($0.value) }
            if let pause, answer.status == 429 || answer.status == 503 { return attempt(.postponed(seconds: pause)) }
            return attempt(.refused(status: answer.status))
        } catch {
            return attempt(error.kind == .connection ? .unreachable(error.reason) : .timedOut)
        }
    }
}
