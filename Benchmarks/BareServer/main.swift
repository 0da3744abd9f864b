import Gateway
import Glibc

/// The reference of every benchmark: the product's own HTTP stack with nothing behind it. Each request is answered
/// on its event loop with as many bytes as `SendMessage` answers.
struct BareResponder: HTTPResponder {
    func respond(to request: HTTPRequest, reply: HTTPReply) {
        reply.send(
            HTTPResponse(
                status: 200, headers: ["Content-Type": "application/x-amz-json-1.0"],
                body: .bytes([UInt8](repeating: UInt8(ascii: "x"), count: 147))))
    }
}

if CommandLine.arguments.count == 4, CommandLine.arguments[1] == "appends" {
    let file = SharedSync(path: CommandLine.arguments[2])
    print(file?.measure(writers: Int(CommandLine.arguments[3]) ?? 16, seconds: 3) ?? 0)
    exit(0)
}

let loops = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)) / 2)
let server = HTTPServer(loopCount: loops)
let listener = try await server.listen(
    on: .tcp(host: "127.0.0.1", port: Int(CommandLine.arguments.dropFirst().first ?? "0") ?? 0),
    responder: BareResponder())
if case .tcp(_, let port) = listener.address { print("http://127.0.0.1:\(port)") }
print("Ready.")
fflush(nil)
while true { try await Task.sleep(for: .seconds(3600)) }
