import DynamoDBExpressions
import Testing
import Wire

@testable import DynamoDB

@Suite struct FuzzTests {
    static let seed = """
        {"a":{"S":"text"},"b":{"N":"-12.5e3"},"c":{"B":"AAEC"},"d":{"L":[{"NULL":true},{"BOOL":false}]},\
        "e":{"M":{"x":{"SS":["a","b"]},"y":{"NS":["1","2"]},"z":{"BS":["AA=="]}}}}
        """

    @Test func mutatedItemsAreReadOrRefused() throws {
        var random = SeededRandom(11)
        var (read, refused) = (0, 0)
        for _ in 0..<20_000 {
            var bytes = Array("{\"M\":\(Self.seed)}".utf8)
            for _ in 0...random.below(2) {
                let position = random.below(bytes.count)
                switch random.below(5) {
                case 0: bytes[position] = UInt8(random.below(256))
                // Digits keep most texts well formed and change numbers, names and base 64.
                case 1 where (0x30...0x39).contains(bytes[position]) || bytes[position] > 0x60:
                    bytes[position] = UInt8(0x30 + random.below(10))
                case 1: bytes.remove(at: position)
                case 2: bytes.insert(contentsOf: bytes[..<min(bytes.count, random.below(20))], at: position)
                default: bytes.insert(UInt8(ascii: " "), at: position)
                }
            }
            do {
                let value = try AttributeValue(json: bytes)
                guard value.fault == nil, case .map(let item) = value else {
                    refused += 1
                    continue
                }
                #expect(try ItemCoding.decode(ItemCoding.encode(item)) == item)
                read += 1
            } catch {
                refused += 1
            }
        }
        #expect(read > 1_000 && refused > 1_000)
    }

    @Test func damagedRowsAreErrorsNotTraps() throws {
        guard case .map(let item) = try AttributeValue(json: Array("{\"M\":\(Self.seed)}".utf8)) else {
            return
        }
        let whole = ItemCoding.encode(item)
        var random = SeededRandom(12)
        var refused = 0
        for _ in 0..<20_000 {
            var bytes = whole
            for _ in 0...random.below(3) { bytes[random.below(bytes.count)] = UInt8(random.below(256)) }
            if random.below(4) == 0 { bytes.removeLast(random.below(bytes.count)) }
            do {
                _ = try ItemCoding.decode(bytes)
            } catch {
                refused += 1
            }
        }
        #expect(refused > 5_000)
    }
}
