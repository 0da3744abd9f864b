import Testing

@testable import SQS

@Suite struct MessageTextTests {
    private func isTaken(_ text: String) -> Bool {
        do {
            try MessageText.check(text)
            return true
        } catch {
            return false
        }
    }

    @Test func aControlCharacterIsFoundWhereverItStands() {
        let plain = Array("the quick brown fox ü € 😀 jumps".unicodeScalars)
        for index in plain.indices {
            for (scalar, isAllowed) in [
                ("\u{1}", false), ("\u{1F}", false), ("\t", true), ("\n", true), ("\r", true),
            ] {
                var text = String.UnicodeScalarView(plain[..<index])
                text.append(contentsOf: scalar.unicodeScalars)
                text.append(contentsOf: plain[index...])
                #expect(isTaken(String(text)) == isAllowed, "\(scalar.unicodeScalars) at \(index)")
            }
        }
    }

    @Test func theTwoScalarsThatAreNoCharactersAreFoundWhereverTheyStand() {
        for count in 0..<20 {
            let before = String(repeating: "x", count: count)
            #expect(!isTaken(before + "\u{FFFE}"))
            #expect(!isTaken(before + "\u{FFFF}yyyyyyyyyyyy"))
            #expect(isTaken(before + "\u{FFFD}yyyyyyyyyyyy"))
            #expect(isTaken(before + "\u{F000}\u{EFFF}"))
            #expect(isTaken(before + "\u{D7FF}\u{E000}\u{10FFFF}"))
        }
    }
}
