import Testing

@testable import DynamoDBExpressions

@Suite struct NumberTests {
    @Test func equalNumbersAreEqualHoweverTheyAreSpelled() throws {
        for (a, b) in [
            ("1.50", "15e-1"), ("-0", "0"), ("100", "1E+2"), (".5", "0.50"), ("5.", "5"), ("+7", "007"),
            ("0e999", "0.000"),
        ] { #expect(try Number(a) == Number(b)) }
    }

    @Test func numbersAreAnsweredInPlainDigits() throws {
        for (given, plain) in [
            ("1e3", "1000"), ("-1.50", "-1.5"), ("1E-5", "0.00001"),
            ("12345678901234567890123456789012345678", "12345678901234567890123456789012345678"),
            ("0.0", "0"), ("1e125", "1" + String(repeating: "0", count: 125)),
            ("1e-130", "0." + String(repeating: "0", count: 129) + "1"),
        ] { #expect(try Number(given).description == plain) }
    }

    @Test func textsThatAreNoNumbersAreRefused() {
        for text in [
            "", "a", "1a", "1e", "e5", ".", "-", "--1", "1.2.3", "NaN", "Infinity", "1 ", " 1", "0x1", "1e+",
        ] {
            #expect(throws: NumberError.notNumeric(text)) { try Number(text) }
        }
    }

    @Test func theLimitsAreThoseOfDynamoDB() throws {
        #expect(throws: NumberError.overflow) { try Number("1e126") }
        #expect(throws: NumberError.underflow) { try Number("1e-131") }
        #expect(throws: NumberError.tooPrecise) { try Number("123456789012345678901234567890123456789") }
        #expect(throws: NumberError.overflow) { try Number("1e999999999999999999") }
        let greatest = "9." + String(repeating: "9", count: 37) + "e125"
        #expect(try Number(greatest).digitCount == 38)
        #expect(try Number("1" + String(repeating: "0", count: 60)).digitCount == 1)
    }

    @Test func sumsAreExact() throws {
        for (a, b, sum) in [
            ("0.1", "0.2", "0.3"), ("1", "-1", "0"), ("1e20", "1", "100000000000000000001"),
            ("-5", "3", "-2"),
            ("99999999999999999999999999999999999999", "1", "1" + String(repeating: "0", count: 38)),
            ("1e37", "-1", String(repeating: "9", count: 37)),
            ("1e38", "-1", String(repeating: "9", count: 38)),
        ] { #expect(try Number(a).adding(Number(b)).description == sum) }
    }

    @Test func aSumThatNeedsMoreDigitsIsRefused() throws {
        #expect(throws: NumberError.tooPrecise) { try Number("1e38").adding(Number(1)) }
        #expect(throws: NumberError.tooPrecise) { try Number("1e100").subtracting(Number(1)) }
        let greatest = try Number("9." + String(repeating: "9", count: 37) + "e125")
        #expect(throws: NumberError.overflow) { try greatest.adding(greatest) }
    }

    @Test func additionObeysItsLaws() throws {
        var random = SeededRandom(7)
        for _ in 0..<4000 {
            let (a, b) = (try random.number(), try random.number())
            guard let sum = try? a.adding(b) else { continue }
            #expect(try b.adding(a) == sum)
            // What was added can be taken away, wherever the way back needs no more digits than there are.
            if let back = try? sum.subtracting(b) { #expect(back == a) }
            #expect(try Number(sum.description) == sum)
        }
    }

    @Test func smallSumsAgreeWithIntegers() throws {
        var random = SeededRandom(8)
        for _ in 0..<2000 {
            let (a, b) = (random.below(2_000_000) - 1_000_000, random.below(2_000_000) - 1_000_000)
            #expect(try Number(a).adding(Number(b)) == Number(a + b))
            #expect((Number(a) < Number(b)) == (a < b))
            #expect(Number(a).integer == a)
        }
    }

    @Test func encodedOrderIsTheOrderOfNumbers() throws {
        var random = SeededRandom(9)
        for _ in 0..<8000 {
            let (a, b) = (try random.number(), try random.number())
            var (x, y): ([UInt8], [UInt8]) = ([], [])
            a.writeOrdered(to: &x)
            b.writeOrdered(to: &y)
            #expect((a < b) == x.lexicographicallyPrecedes(y))
            #expect((a == b) == (x == y))
            if a != b { #expect(!y.starts(with: x)) }
        }
    }
}

extension SeededRandom {
    /// A number anywhere in the range, often close to others.
    mutating func number() throws -> Number {
        let digits = String(
            (0..<(1 + below(below(2) == 0 ? 4 : 38))).map { _ in Character(String(below(10))) })
        let exponent = below(2) == 0 ? below(7) - 3 : below(150) - 100
        return try Number("\(below(2) == 0 ? "-" : "")\(digits)e\(exponent)")
    }
}
