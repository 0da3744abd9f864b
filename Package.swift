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
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")

func module(_ name: String, _ dependencies: [Target.Dependency] = [], path: String? = nil) -> Target {
    .target(name: name, dependencies: dependencies, path: path, swiftSettings: strict)
}

func tests(of name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, swiftSettings: strict)
}

/// Services whose interface is generated, each from Models/<service>.json and its overlay.
let services = [
    "APIGateway", "CloudFormation", "CloudWatchLogs", "DynamoDB", "EventBridge", "IAM", "Lambda", "S3", "SNS", "SQS", "STS",
]

let interfaces = services.map {
    module("\($0)Interface", ["Wire"], path: "Sources/Interfaces/\($0)Interface")
}

let package = Package(
    name: "apus",
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    ],
    targets: [
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        module("Wire"),
        module("Store", ["CSQLite"]),
        module("Policy", ["Wire"]),
        module("Signing", [crypto]),
        module("EventPattern", ["Wire"], path: "Sources/Libraries/EventPattern"),
        module("Gateway", [nioCore, nioPosix]),
        tests(of: "Wire", ["SQSInterface"]),
        tests(of: "Store"),
        tests(of: "Policy", ["Wire"]),
        tests(of: "Signing", [crypto]),
        tests(of: "EventPattern", ["Wire"]),
        tests(of: "Gateway", [nioCore, nioPosix, .product(name: "NIOEmbedded", package: "swift-nio")]),
    ] + interfaces
)
