extension ManagedPolicies {
    /// By path and name: the number of the version, and the document.
    static let moreTexts: [String: Text] = [
        "AmazonAPIGatewayInvokeFullAccess": Text(
            version: 2,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["execute-api:Invoke","execute-a\#
            pi:ManageConnections"],"Resource":"arn:aws:execute-api:*:*:*"}]}
            """#),
        "AmazonAPIGatewayAdministrator": Text(
            version: 1,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["apigateway:*"],"Resource":"arn\#
            :aws:apigateway:*::/*"}]}
            """#),
        "AWSStepFunctionsFullAccess": Text(
            version: 1,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"states:*","Resource":"*"}]}
            """#),
        "AWSStepFunctionsReadOnlyAccess": Text(
            version: 4,
            #"""
            {"Version":"2012-10-17","Statement":[{"Sid":"ReadOnlyAccess","Effect":"Allow","Action":["states:\#
            ListStateMachines","states:ListActivities","states:DescribeStateMachine","states:DescribeStateMa\#
            chineForExecution","states:ListExecutions","states:DescribeExecution","states:GetExecutionHistor\#
            y","states:DescribeActivity","states:ListTagsForResource","states:DescribeMapRun","states:ListMa\#
            pRuns","states:DescribeStateMachineAlias","states:ListStateMachineAliases","states:ListStateMach\#
            ineVersions","states:ValidateStateMachineDefinition"],"Resource":"*"}]}
            """#),
        "AWSCloudFormationFullAccess": Text(
            version: 1,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["cloudformation:*"],"Resource":\#
            "*"}]}
            """#),
        "AWSCloudFormationReadOnlyAccess": Text(
            version: 7,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["cloudformation:Describe*","clo\#
            udformation:BatchDescribe*","cloudformation:EstimateTemplateCost","cloudformation:Get*","cloudfo\#
            rmation:List*","cloudformation:ValidateTemplate","cloudformation:Detect*"],"Resource":"*"}]}
            """#),
        "AWSXRayDaemonWriteAccess": Text(
            version: 2,
            #"""
            {"Version":"2012-10-17","Statement":[{"Sid":"AWSXRayDaemonWriteAccess","Effect":"Allow","Action"\#
            :["xray:PutTraceSegments","xray:PutTelemetryRecords","xray:GetSamplingRules","xray:GetSamplingTa\#
            rgets","xray:GetSamplingStatisticSummaries"],"Resource":["*"]}]}
            """#),
        "AWSXrayWriteOnlyAccess": Text(
            version: 2,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["xray:PutTraceSegments","xray:P\#
            utTelemetryRecords","xray:GetSamplingRules","xray:GetSamplingTargets","xray:GetSamplingStatistic\#
            Summaries"],"Resource":["*"]}]}
            """#),
        "CloudWatchLambdaInsightsExecutionRolePolicy": Text(
            version: 1,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"logs:CreateLogGroup","Resource"\#
            :"*"},{"Effect":"Allow","Action":["logs:CreateLogStream","logs:PutLogEvents"],"Resource":"arn:aw\#
            s:logs:*:*:log-group:/aws/lambda-insights:*"}]}
            """#),
        "AmazonSSMReadOnlyAccess": Text(
            version: 1,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ssm:Describe*","ssm:Get*","ssm\#
            :List*"],"Resource":"*"}]}
            """#),
        "AmazonSSMFullAccess": Text(
            version: 4,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["cloudwatch:PutMetricData","ds:\#
            CreateComputer","ds:DescribeDirectories","ec2:DescribeInstanceStatus","logs:*","ssm:*","ec2messa\#
            ges:*"],"Resource":"*"},{"Effect":"Allow","Action":"iam:CreateServiceLinkedRole","Resource":"arn\#
            :aws:iam::*:role/aws-service-role/ssm.amazonaws.com/AWSServiceRoleForAmazonSSM*","Condition":{"S\#
            tringLike":{"iam:AWSServiceName":"ssm.amazonaws.com"}}},{"Effect":"Allow","Action":["iam:DeleteS\#
            erviceLinkedRole","iam:GetServiceLinkedRoleDeletionStatus"],"Resource":"arn:aws:iam::*:role/aws-\#
            service-role/ssm.amazonaws.com/AWSServiceRoleForAmazonSSM*"},{"Effect":"Allow","Action":["ssmmes\#
            sages:CreateControlChannel","ssmmessages:CreateDataChannel","ssmmessages:OpenControlChannel","ss\#
            mmessages:OpenDataChannel"],"Resource":"*"}]}
            """#),
        "SecretsManagerReadWrite": Text(
            version: 5,
            #"""
            {"Version":"2012-10-17","Statement":[{"Sid":"BasePermissions","Effect":"Allow","Action":["secret\#
            smanager:*","cloudformation:CreateChangeSet","cloudformation:DescribeChangeSet","cloudformation:\#
            DescribeStackResource","cloudformation:DescribeStacks","cloudformation:ExecuteChangeSet","docdb-\#
            elastic:GetCluster","docdb-elastic:ListClusters","ec2:DescribeSecurityGroups","ec2:DescribeSubne\#
            ts","ec2:DescribeVpcs","kms:DescribeKey","kms:ListAliases","kms:ListKeys","lambda:ListFunctions"\#
            ,"rds:DescribeDBClusters","rds:DescribeDBInstances","redshift:DescribeClusters","redshift-server\#
            less:ListWorkgroups","redshift-serverless:GetNamespace","tag:GetResources"],"Resource":"*"},{"Si\#
            d":"LambdaPermissions","Effect":"Allow","Action":["lambda:AddPermission","lambda:CreateFunction"\#
            ,"lambda:GetFunction","lambda:InvokeFunction","lambda:UpdateFunctionConfiguration"],"Resource":"\#
            arn:aws:lambda:*:*:function:SecretsManager*"},{"Sid":"SARPermissions","Effect":"Allow","Action":\#
            ["serverlessrepo:CreateCloudFormationChangeSet","serverlessrepo:GetApplication"],"Resource":"arn\#
            :aws:serverlessrepo:*:*:applications/SecretsManager*"},{"Sid":"S3Permissions","Effect":"Allow","\#
            Action":["s3:GetObject"],"Resource":["arn:aws:s3:::awsserverlessrepo-changesets*","arn:aws:s3:::\#
            secrets-manager-rotation-apps-*/*"]}]}
            """#),
        "AmazonSESFullAccess": Text(
            version: 1,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ses:*"],"Resource":"*"}]}
            """#),
        "AmazonEventBridgeSchedulerFullAccess": Text(
            version: 4,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"scheduler:*","Resource":"*"},{"\#
            Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::*:role/*","Condition":{"StringL\#
            ike":{"iam:PassedToService":"scheduler.amazonaws.com"}}}]}
            """#),
        "service-role/AWSLambdaRole": Text(
            version: 1,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["lambda:InvokeFunction"],"Resou\#
            rce":["*"]}]}
            """#),
        "service-role/AWSLambdaBasicExecutionRole": Text(
            version: 1,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["logs:CreateLogGroup","logs:Cre\#
            ateLogStream","logs:PutLogEvents"],"Resource":"*"}]}
            """#),
        "service-role/AWSLambdaVPCAccessExecutionRole": Text(
            version: 3,
            #"""
            {"Version":"2012-10-17","Statement":[{"Sid":"AWSLambdaVPCAccessExecutionPermissions","Effect":"A\#
            llow","Action":["logs:CreateLogGroup","logs:CreateLogStream","logs:PutLogEvents","ec2:CreateNetw\#
            orkInterface","ec2:DescribeNetworkInterfaces","ec2:DescribeSubnets","ec2:DeleteNetworkInterface"\#
            ,"ec2:AssignPrivateIpAddresses","ec2:UnassignPrivateIpAddresses"],"Resource":"*"}]}
            """#),
        "service-role/AWSLambdaKinesisExecutionRole": Text(
            version: 2,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["kinesis:DescribeStream","kines\#
            is:DescribeStreamSummary","kinesis:GetRecords","kinesis:GetShardIterator","kinesis:ListShards","\#
            kinesis:ListStreams","kinesis:SubscribeToShard","logs:CreateLogGroup","logs:CreateLogStream","lo\#
            gs:PutLogEvents"],"Resource":"*"}]}
            """#),
        "service-role/AWSLambdaSQSQueueExecutionRole": Text(
            version: 1,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sqs:ReceiveMessage","sqs:Delet\#
            eMessage","sqs:GetQueueAttributes","logs:CreateLogGroup","logs:CreateLogStream","logs:PutLogEven\#
            ts"],"Resource":"*"}]}
            """#),
        "service-role/AWSLambdaDynamoDBExecutionRole": Text(
            version: 1,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["dynamodb:DescribeStream","dyna\#
            modb:GetRecords","dynamodb:GetShardIterator","dynamodb:ListStreams","logs:CreateLogGroup","logs:\#
            CreateLogStream","logs:PutLogEvents"],"Resource":"*"}]}
            """#),
        "service-role/AmazonAPIGatewayPushToCloudWatchLogs": Text(
            version: 1,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["logs:CreateLogGroup","logs:Cre\#
            ateLogStream","logs:DescribeLogGroups","logs:DescribeLogStreams","logs:PutLogEvents","logs:GetLo\#
            gEvents","logs:FilterLogEvents"],"Resource":"*"}]}
            """#),
        "service-role/AWSLambdaENIManagementAccess": Text(
            version: 2,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ec2:CreateNetworkInterface","e\#
            c2:DescribeNetworkInterfaces","ec2:DeleteNetworkInterface","ec2:AssignPrivateIpAddresses","ec2:U\#
            nassignPrivateIpAddresses"],"Resource":"*"}]}
            """#),
    ]
}
