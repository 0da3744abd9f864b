// swift-tools-version: 6.2
import PackageDescription

/// Every target is compiled with the same strict settings; a warning is an error.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableExperimentalFeature("Lifetimes"),
    .treatAllWarnings(as: .error),
]

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let log: Target.Dependency = .product(name: "Logging", package: "swift-log")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")

func module(_ name: String, _ dependencies: [Target.Dependency] = [], path: String? = nil) -> Target {
    .target(name: name, dependencies: dependencies, path: path, swiftSettings: strict)
}

func tests(of name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, swiftSettings: strict)
}

/// The services whose interface is generated, each from Models/<service>.json and its overlay.
let interfaces = [
    "APIGateway", "CloudFormation", "CloudWatchLogs", "DynamoDB", "EventBridge", "IAM", "Lambda", "S3",
    "SNS", "SQS", "STS", "Pipes", "Scheduler", "Schemas",
]

/// Libraries that declare shapes of an interface by hand, as the overlay of the service says.
let provided: [String: [Target.Dependency]] = ["DynamoDB": ["DynamoDBExpressions"]]

let interfaceTargets: [Target] = interfaces.map { name in
    let dependencies: [Target.Dependency] = ["Wire"] + (provided[name] ?? [])
    return module("\(name)Interface", dependencies, path: "Sources/Interfaces/\(name)Interface")
}

/// The services, each with the libraries it needs besides the kernel and its own interface.
let services: [(name: String, libraries: [Target.Dependency])] = [
    ("APIGateway", ["JSONSchema", "YAML", "Velocity"]),
    ("CloudWatchLogs", ["Compression"]),
    ("DynamoDB", ["DynamoDBExpressions"]),
    ("IAM", []),
    ("S3", ["CChecksums"]),
    ("SNS", ["EventPattern", "Certificates"]),
    ("SQS", []),
    ("STS", []),
    ("Lambda", ["EventPattern", "EventSources", "ZipArchive"]),
    ("EventBridge", ["EventPattern", "Templates", "Cron"]),
    ("Pipes", ["EventPattern", "EventSources", "Templates"]),
    ("Scheduler", ["Cron"]),
    ("CloudFormation", ["YAML"]),
    ("Schemas", ["JSONSchema", "ZipArchive"]),
]

/// Services whose tests meet other services.
let neighbours: [String: [Target.Dependency]] = [
    "CloudWatchLogs": ["CloudFormation", "EventBridge", "IAM", "S3"],
    "DynamoDB": ["CloudFormation"],
    "IAM": ["SQS", "STS", "Policy"], "SNS": ["CloudWatchLogs"], "STS": ["IAM"],
    "EventBridge": ["CFaultDisk", "CloudFormation", "CloudWatchLogs", "Lambda", "S3", "SNS", "SQS"],
    "Pipes": [
        "CloudFormation", "CloudWatchLogs", "DynamoDB", "EventBridge", "IAM", "Lambda", "SNS", "SQS",
    ],
    "Schemas": ["CloudFormation", "EventBridge", "S3", "SQS"],
    "Scheduler": ["CloudFormation", "EventBridge", "IAM", "Lambda", "SNS", "SQS"],
]

/// What tests of every service may use; SNS delivers to queues and functions.
func serviceTests(_ name: String, _ libraries: [Target.Dependency]) -> Target {
    let common: Set<String> = [
        "ApusTesting", "Kernel", "SharedVectors", "Store", "Wire", "SQSInterface", "LambdaInterface",
    ]
    let names: [String] = common.union(["\(name)Interface"]).sorted()
    let modules: [Target.Dependency] = names.map { Target.Dependency.byName(name: $0) }
    return tests(of: name, modules + libraries + (neighbours[name] ?? []))
}

func serviceModule(_ name: String, _ libraries: [Target.Dependency]) -> Target {
    let common: [Target.Dependency] = ["Kernel", "Store", "Wire", "Policy", log]
    let interface: [Target.Dependency] = [.byName(name: "\(name)Interface")]
    return module(name, common + interface + libraries, path: "Sources/Services/\(name)")
}

let serviceTargets: [Target] = services.flatMap { service in
    [serviceModule(service.name, service.libraries), serviceTests(service.name, service.libraries)]
}

/// What reads foreign bytes, gathered for fuzzing; the driver for libFuzzer is built by `make fuzz` alone.
let fuzzTargets: [Target] = {
    let readers: [Target.Dependency] = [
        "Wire", "Policy", "Signing", "Gateway", "ApusClient", "EventPattern", "JSONSchema", "Templates",
        "Velocity", "YAML",
        "ZipArchive", "Compression", "Cron",
        "LambdaInterface", "S3Interface", "SNSInterface", "SQSInterface",
    ]
    let targets = [module("FuzzTargets", readers, path: "Fuzz/Targets")]
    guard Context.environment["APUS_FUZZ"] != nil else { return targets }
    let driver: Target = .executableTarget(
        name: "apus-fuzz", dependencies: ["FuzzTargets"], path: "Fuzz/Driver", swiftSettings: strict)
    return targets + [driver]
}()

let package = Package(
    name: "apus",
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "CProcesses", path: "Sources/CProcesses"),
        .target(name: "CFiles", path: "Sources/CFiles"),
        .target(name: "CChecksums", path: "Sources/CChecksums"),
        module("Wire"),
        module("Compression", ["CZlib"], path: "Sources/Libraries/Compression"),
        module("Store", ["CSQLite"]),
        module("Policy", ["Wire"]),
        module("Signing", [crypto]),
        module("EventPattern", ["Wire"], path: "Sources/Libraries/EventPattern"),
        module("JSONSchema", ["Wire"], path: "Sources/Libraries/JSONSchema"),
        module("ZipArchive", ["Compression"], path: "Sources/Libraries/ZipArchive"),
        module("Templates", ["Wire"], path: "Sources/Libraries/Templates"),
        module("Velocity", ["Wire"], path: "Sources/Libraries/Velocity"),
        module("Cron", path: "Sources/Libraries/Cron"),
        module(
            "EventSources", ["Kernel", "Wire", "EventPattern", log], path: "Sources/Libraries/EventSources"),
        module(
            "Certificates", ["Wire", crypto, .product(name: "CryptoExtras", package: "swift-crypto")],
            path: "Sources/Libraries/Certificates"),
        module(
            "YAML", ["Wire", .product(name: "Yams", package: "Yams")], path: "Sources/Libraries/YAML"),
        module("DynamoDBExpressions", ["Wire"], path: "Sources/Libraries/DynamoDBExpressions"),
        module("Kernel", ["Wire", "Store", "Policy", crypto, log]),
        module(
            "Gateway",
            [
                "Wire", "Store", "Kernel", "Signing", "Compression", "CFiles", log, nioCore, nioPosix,
            ]),
        module(
            "Outside",
            [
                "Kernel", "Wire", "CProcesses", nioCore, nioPosix,
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
            ]),
        module(
            "Server",
            ["Kernel", "Wire", "Store", "Gateway", "Outside", log] + services.map { .byName(name: $0.name) }),
        module(
            "ApusClient",
            [
                "Wire", "Signing", nioCore, nioPosix, .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
            ]),
        module("LambdaRuntime", ["ApusClient", "Wire"]),
        module("ApusTesting", ["Kernel", "Store", "Wire", log]),
        .executableTarget(
            name: "apus",
            dependencies: [
                "Server", "Kernel", "ApusClient", "Outside", "Wire", log,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "bare-server", dependencies: ["Gateway"], path: "Benchmarks/BareServer",
            swiftSettings: strict),
        .executableTarget(
            name: "pattern-bench", dependencies: ["EventPattern"], path: "Benchmarks/PatternBench",
            swiftSettings: strict),
        .executableTarget(
            name: "swift-function",
            dependencies: ["ApusClient", "LambdaRuntime", "SQSInterface", "S3Interface", "Wire"],
            path: "Examples/SwiftFunction", swiftSettings: strict),
        tests(of: "ApusClient", ["Wire", "SQSInterface", "S3Interface", nioCore, nioPosix]),
        tests(of: "LambdaRuntime", ["Wire"]),
        .testTarget(name: "TidyTests", swiftSettings: strict),
        .testTarget(name: "FuzzTests", dependencies: ["FuzzTargets"], swiftSettings: strict),
        module("MeterBroker", ["Wire"], path: "Applications/MeterBroker/Sources/MeterBroker"),
        module(
            "BrokerFunctions", ["MeterBroker", "Wire", "DynamoDBInterface", "DynamoDBExpressions"],
            path: "Applications/MeterBroker/Sources/BrokerFunctions"),
        .executableTarget(
            name: "meter-broker",
            dependencies: [
                "BrokerFunctions", "MeterBroker", "ApusClient", "LambdaRuntime", "Wire",
                "CloudWatchLogsInterface",
                "DynamoDBInterface",
                "EventBridgeInterface", "S3Interface", "SNSInterface", "SQSInterface",
            ],
            path: "Applications/MeterBroker/Sources/meter-broker", swiftSettings: strict),
        .executableTarget(
            name: "meter-simulator",
            dependencies: [
                "MeterBroker", "ApusClient", "Wire", nioCore, nioPosix,
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            path: "Applications/MeterBroker/Sources/meter-simulator", swiftSettings: strict),
        .testTarget(
            name: "BrokerFunctionsTests",
            dependencies: [
                "BrokerFunctions", "MeterBroker", "Wire", "DynamoDBInterface", "ApusTesting", "DynamoDB",
                "Kernel",
            ],
            path: "Applications/MeterBroker/Tests/BrokerFunctionsTests", swiftSettings: strict),
        .testTarget(
            name: "MeterBrokerTests", dependencies: ["MeterBroker", "Wire"],
            path: "Applications/MeterBroker/Tests/MeterBrokerTests", swiftSettings: strict),
        module("SharedVectors", ["Wire"], path: "Tests/SharedVectors"),
        tests(
            of: "Wire",
            [
                "SQSInterface", "DynamoDBInterface", "EventBridgeInterface", "LambdaInterface", "S3Interface",
                "SharedVectors",
            ]),
        .target(name: "CFaultDisk", dependencies: ["CSQLite"], path: "Tests/CFaultDisk"),
        tests(of: "Store", ["CFaultDisk"]),
        tests(of: "Policy", ["Wire"]),
        tests(of: "Kernel", ["ApusTesting", "CFaultDisk", "Store", "Wire"]),
        tests(of: "Signing", [crypto]),
        tests(of: "EventPattern", ["Wire", "SharedVectors"]),
        tests(of: "JSONSchema", ["Wire", "SharedVectors"]),
        tests(of: "Templates", ["Wire"]),
        tests(of: "Velocity", ["Wire"]),
        tests(of: "DynamoDBExpressions", ["Wire"]),
        tests(of: "Cron"),
        tests(of: "ZipArchive", ["Compression"]),
        tests(of: "YAML", ["Wire"]),
        tests(
            of: "Gateway",
            [
                nioCore, nioPosix, .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]),
        tests(of: "Certificates", ["Wire", crypto, .product(name: "CryptoExtras", package: "swift-crypto")]),
    ] + interfaceTargets + serviceTargets + fuzzTargets
)
