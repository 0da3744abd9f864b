import ApusTesting
import Kernel
import SQS
import Testing

/// Identifiers say where what they name is found.
@Suite struct NamesTests {
    @Test func identifiersLeadBackToWhatTheyNameAndLookRandom() async throws {
        try await withApus([]) { apus in
            let names = apus.kernel.names
            var seen: Set<String> = []
            var flow = names.flow(at: apus.now)
            for number in 1...2000 as ClosedRange<Int64> {
                let next = names.flow(at: apus.now)
                #expect(next > flow && next.beganAt >= apus.now)
                flow = next
                let key = number << 43 | number &* 7919
                let event = names.name(in: flow)
                let copy = names.name(ofMessage: key, in: flow, sentAt: apus.now)
                let message = names.name(ofMessage: key, in: nil, sentAt: apus.now)
                #expect(names.meaning(of: event) == .flow(flow))
                #expect(names.meaning(of: copy) == .copy(key: key, flow))
                #expect(names.meaning(of: message) == .message(key: key, sentAt: apus.now))
                for text in [event, copy, message] {
                    #expect(text.utf8.count == 36 && Array(text)[14] == "4")
                    #expect(seen.insert(text).inserted)
                }
            }
        }
    }

    @Test func identifiersThatAreNoneOfTheServersMeanNothing() async throws {
        try await withApus([]) { apus in
            var known = 0
            for _ in 0..<20_000 where apus.kernel.names.meaning(of: apus.kernel.entropy.uuid()) != nil {
                known += 1
            }
            // A message's identifier has fewer bits to spare than others; its row must bear it as well.
            #expect(known < 20_000 / 200)
            #expect(apus.kernel.names.meaning(of: "") == nil)
            #expect(apus.kernel.names.meaning(of: "zzzzzzzz-zzzz-4zzz-8zzz-zzzzzzzzzzzz") == nil)
        }
    }
}
