import ApusTesting
import Kernel
import LambdaInterface
import Testing
import Wire
import ZipArchive

@testable import Lambda

/// What a function's settings answer: an effect, or a refusal that names the setting.
@Suite struct SettingsTests {
    private static let host = ConfigurationRules.architecture
    private static let other = host == "arm64" ? "x86_64" : "arm64"

    private static func input(_ name: String = "f", _ settings: JSONObject = [:]) -> JSON {
        var input: JSONObject = [
            "FunctionName": .string(name), "Runtime": "python3.12", "Handler": "app.handler",
            "Role": "arn:aws:iam::000000000000:role/r",
            "Code": ["ZipFile": .string(Base64.encoded(ZipWriter.archive("app.py", Array("x = 1".utf8))))],
        ]
        for member in settings.members { input[member.name] = member.value }
        return .object(input)
    }

    static let refused: [(JSONObject, String)] = [
        (
            ["EphemeralStorage": ["Size": 1024]],
            "EphemeralStorage of 1024 MB is not supported by this server, which does not bound /tmp: only 512 is "
                + "accepted."
        ),
        (
            ["TracingConfig": ["Mode": "Active"]],
            "TracingConfig with Mode Active is not supported by this server, which has no X-Ray: only "
                + "PassThrough is accepted."
        ),
        (
            ["Architectures": [.string(other)]],
            "Architectures [\(other)] is not supported by this server, whose machine runs \(host)."
        ),
        (
            ["LoggingConfig": ["LogFormat": "Text", "ApplicationLogLevel": "DEBUG"]],
            "ApplicationLogLevel can be set only where LogFormat is JSON: logs of the format Text have no levels."
        ),
        (
            ["LoggingConfig": ["SystemLogLevel": "DEBUG"]],
            "SystemLogLevel can be set only where LogFormat is JSON: logs of the format Text have no levels."
        ),
        (
            ["DeadLetterConfig": ["TargetArn": "arn:aws:s3:::bucket"]],
            "The DeadLetterConfig TargetArn arn:aws:s3:::bucket names neither a queue nor a topic."
        ),
        (["VpcConfig": ["SubnetIds": ["subnet-1"]]], "VpcConfig is not supported by this server."),
        (["VpcConfig": ["SecurityGroupIds": ["sg-1"]]], "VpcConfig is not supported by this server."),
        (
            [
                "FileSystemConfigs": [
                    [
                        "Arn":
                            "arn:aws:elasticfilesystem:eu-central-1:000000000000:access-point/fsap-00000000000000000",
                        "LocalMountPath": "/mnt/a",
                    ]
                ]
            ],
            "FileSystemConfigs is not supported by this server."
        ),
        (["ImageConfig": ["WorkingDirectory": "/"]], "ImageConfig is not supported by this server."),
        (
            ["KMSKeyArn": "arn:aws:kms:eu-central-1:000000000000:key/1"],
            "KMSKeyArn is not supported by this server."
        ),
        (["SnapStart": ["ApplyOn": "PublishedVersions"]], "SnapStart is not supported by this server."),
        (
            [
                "CodeSigningConfigArn":
                    "arn:aws:lambda:eu-central-1:000000000000:code-signing-config:csc-00000000000000000"
            ],
            "CodeSigningConfigArn is not supported by this server."
        ),
        (
            ["Runtime": "PYTHON3.9"],
            "Value PYTHON3.9 at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: "
                + "[\(Runtime.names.joined(separator: ", "))] or be a valid ARN"
        ),
        (
            ["Runtime": "java21"],
            "Value java21 at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: "
                + "[\(Runtime.names.joined(separator: ", "))] or be a valid ARN"
        ),
    ]

    @Test(arguments: refused)
    func aSettingWithoutEffectIsRefusedByName(_ settings: JSONObject, _ message: String) async throws {
        try await withApus([.lambda]) { apus in
            let failure = try await apus.failure("lambda:CreateFunction", Self.input("f", settings))
            #expect(failure?.code == "InvalidParameterValueException")
            #expect(failure?.message == message)
        }
    }

    @Test func anUpdateIsHeldToTheSameRules() async throws {
        try await withApus([.lambda]) { apus in
            _ = try await apus.invoke("lambda:CreateFunction", Self.input())
            await apus.settle()
            for (setting, message) in [
                (["EphemeralStorage": ["Size": 600]] as JSONObject, "EphemeralStorage of 600 MB"),
                (["TracingConfig": ["Mode": "Active"]], "TracingConfig"),
                (["Runtime": "ruby3.2"], "Value ruby3.2"),
            ] {
                var input = setting
                input["FunctionName"] = "f"
                let failure = try await apus.failure("lambda:UpdateFunctionConfiguration", .object(input))
                #expect(failure?.code == "InvalidParameterValueException")
                #expect(failure?.message.hasPrefix(message) == true)
            }
            let failure = try await apus.failure(
                "lambda:UpdateFunctionCode",
                ["FunctionName": "f", "Architectures": [.string(Self.other)], "ZipFile": "UEs="])
            #expect(failure?.message.hasPrefix("Architectures [\(Self.other)]") == true)
        }
    }

    @Test func whatTheServerDoesAnywayIsAccepted() async throws {
        try await withApus([.lambda]) { apus in
            let made = try await apus.invoke(
                "lambda:CreateFunction",
                Self.input(
                    "f",
                    [
                        "Architectures": [.string(Self.host)], "EphemeralStorage": ["Size": 512],
                        "TracingConfig": ["Mode": "PassThrough"], "SnapStart": ["ApplyOn": "None"],
                        "VpcConfig": ["SubnetIds": [], "SecurityGroupIds": []],
                        "LoggingConfig": ["LogGroup": "/own"],
                    ]))
            #expect(made["Architectures"] == [.string(Self.host)])
            #expect(made["LoggingConfig"] == ["LogFormat": "Text", "LogGroup": "/own"])
        }
    }

    @Test func logsOfJSONHaveLevelsUntilTheyAreTextAgain() async throws {
        try await withApus([.lambda]) { apus in
            let made = try await apus.invoke(
                "lambda:CreateFunction", Self.input("f", ["LoggingConfig": ["LogFormat": "JSON"]]))
            #expect(
                made["LoggingConfig"]
                    == [
                        "LogFormat": "JSON", "ApplicationLogLevel": "INFO", "SystemLogLevel": "INFO",
                        "LogGroup": "/aws/lambda/f",
                    ])
            await apus.settle()
            let text = try await apus.invoke(
                "lambda:UpdateFunctionConfiguration",
                ["FunctionName": "f", "LoggingConfig": ["LogFormat": "Text"]])
            #expect(text["LoggingConfig"] == ["LogFormat": "Text", "LogGroup": "/aws/lambda/f"])
        }
    }
}
