extension ManagedPolicies {
    /// By path and name: the number of the version, and the document.
    static let texts: [String: Text] = [
        "AdministratorAccess": Text(
            version: 1,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}
            """#),
        "PowerUserAccess": Text(
            version: 12,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":["iam:*","organizations:*","a\#
            ccount:*"],"Resource":"*"},{"Effect":"Allow","Action":["account:GetAccountInformation","account:\#
            GetGovCloudAccountInformation","account:GetPrimaryEmail","account:ListRegions","iam:CreateServic\#
            eLinkedRole","iam:DeleteServiceLinkedRole","iam:ListRoles","organizations:DescribeEffectivePolic\#
            y","organizations:DescribeOrganization"],"Resource":"*"}]}
            """#),
        "IAMFullAccess": Text(
            version: 2,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:*","organizations:Describe\#
            Account","organizations:DescribeOrganization","organizations:DescribeOrganizationalUnit","organi\#
            zations:DescribePolicy","organizations:ListChildren","organizations:ListParents","organizations:\#
            ListPoliciesForTarget","organizations:ListRoots","organizations:ListPolicies","organizations:Lis\#
            tTargetsForPolicy"],"Resource":"*"}]}
            """#),
        "IAMReadOnlyAccess": Text(
            version: 4,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:GenerateCredentialReport",\#
            "iam:GenerateServiceLastAccessedDetails","iam:Get*","iam:List*","iam:SimulateCustomPolicy","iam:\#
            SimulatePrincipalPolicy"],"Resource":"*"}]}
            """#),
        "AmazonSQSFullAccess": Text(
            version: 1,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sqs:*"],"Resource":"*"}]}
            """#),
        "AmazonSQSReadOnlyAccess": Text(
            version: 4,
            #"""
            {"Version":"2012-10-17","Statement":[{"Sid":"AmazonSQSReadOnlyAccess","Effect":"Allow","Action":\#
            ["sqs:GetQueueAttributes","sqs:GetQueueUrl","sqs:ListDeadLetterSourceQueues","sqs:ListQueues","s\#
            qs:ListMessageMoveTasks","sqs:ListQueueTags"],"Resource":"*"}]}
            """#),
        "AmazonSNSFullAccess": Text(
            version: 2,
            #"""
            {"Version":"2012-10-17","Statement":[{"Sid":"SNSFullAccess","Effect":"Allow","Action":"sns:*","R\#
            esource":"*"},{"Sid":"SMSAccessViaSNS","Effect":"Allow","Action":["sms-voice:DescribeVerifiedDes\#
            tinationNumbers","sms-voice:CreateVerifiedDestinationNumber","sms-voice:SendDestinationNumberVer\#
            ificationCode","sms-voice:SendTextMessage","sms-voice:DeleteVerifiedDestinationNumber","sms-voic\#
            e:VerifyDestinationNumber","sms-voice:DescribeAccountAttributes","sms-voice:DescribeSpendLimits"\#
            ,"sms-voice:DescribePhoneNumbers","sms-voice:SetTextMessageSpendLimitOverride","sms-voice:Descri\#
            beOptedOutNumbers","sms-voice:DeleteOptedOutNumber"],"Resource":"*","Condition":{"StringEquals":\#
            {"aws:CalledViaLast":"sns.amazonaws.com"}}}]}
            """#),
        "AmazonSNSReadOnlyAccess": Text(
            version: 2,
            #"""
            {"Version":"2012-10-17","Statement":[{"Sid":"SNSReadOnlyAccess","Effect":"Allow","Action":["sns:\#
            GetTopicAttributes","sns:List*","sns:CheckIfPhoneNumberIsOptedOut","sns:GetEndpointAttributes","\#
            sns:GetDataProtectionPolicy","sns:GetPlatformApplicationAttributes","sns:GetSMSAttributes","sns:\#
            GetSMSSandboxAccountStatus","sns:GetSubscriptionAttributes"],"Resource":"*"},{"Sid":"SMSAccessVi\#
            aSNS","Effect":"Allow","Action":["sms-voice:DescribeVerifiedDestinationNumbers","sms-voice:Descr\#
            ibeAccountAttributes","sms-voice:DescribeSpendLimits","sms-voice:DescribePhoneNumbers","sms-voic\#
            e:DescribeOptedOutNumbers"],"Resource":"*","Condition":{"StringEquals":{"aws:CalledViaLast":"sns\#
            .amazonaws.com"}}}]}
            """#),
        "AmazonDynamoDBFullAccess": Text(
            version: 15,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["dynamodb:*","dax:*","applicati\#
            on-autoscaling:DeleteScalingPolicy","application-autoscaling:DeregisterScalableTarget","applicat\#
            ion-autoscaling:DescribeScalableTargets","application-autoscaling:DescribeScalingActivities","ap\#
            plication-autoscaling:DescribeScalingPolicies","application-autoscaling:PutScalingPolicy","appli\#
            cation-autoscaling:RegisterScalableTarget","cloudwatch:DeleteAlarms","cloudwatch:DescribeAlarmHi\#
            story","cloudwatch:DescribeAlarms","cloudwatch:DescribeAlarmsForMetric","cloudwatch:GetMetricSta\#
            tistics","cloudwatch:ListMetrics","cloudwatch:PutMetricAlarm","cloudwatch:GetMetricData","datapi\#
            peline:ActivatePipeline","datapipeline:CreatePipeline","datapipeline:DeletePipeline","datapipeli\#
            ne:DescribeObjects","datapipeline:DescribePipelines","datapipeline:GetPipelineDefinition","datap\#
            ipeline:ListPipelines","datapipeline:PutPipelineDefinition","datapipeline:QueryObjects","ec2:Des\#
            cribeVpcs","ec2:DescribeSubnets","ec2:DescribeSecurityGroups","iam:GetRole","iam:ListRoles","kms\#
            :DescribeKey","kms:ListAliases","sns:CreateTopic","sns:DeleteTopic","sns:ListSubscriptions","sns\#
            :ListSubscriptionsByTopic","sns:ListTopics","sns:Subscribe","sns:Unsubscribe","sns:SetTopicAttri\#
            butes","lambda:CreateFunction","lambda:ListFunctions","lambda:ListEventSourceMappings","lambda:C\#
            reateEventSourceMapping","lambda:DeleteEventSourceMapping","lambda:GetFunctionConfiguration","la\#
            mbda:DeleteFunction","resource-groups:ListGroups","resource-groups:ListGroupResources","resource\#
            -groups:GetGroup","resource-groups:GetGroupQuery","resource-groups:DeleteGroup","resource-groups\#
            :CreateGroup","tag:GetResources","kinesis:ListStreams","kinesis:DescribeStream","kinesis:Describ\#
            eStreamSummary"],"Resource":"*"},{"Effect":"Allow","Action":"cloudwatch:GetInsightRuleReport","R\#
            esource":"arn:aws:cloudwatch:*:*:insight-rule/DynamoDBContributorInsights*"},{"Effect":"Allow","\#
            Action":["iam:PassRole"],"Resource":"*","Condition":{"StringLike":{"iam:PassedToService":["appli\#
            cation-autoscaling.amazonaws.com","application-autoscaling.amazonaws.com.cn","dax.amazonaws.com"\#
            ]}}},{"Effect":"Allow","Action":["iam:CreateServiceLinkedRole"],"Resource":"*","Condition":{"Str\#
            ingEquals":{"iam:AWSServiceName":["replication.dynamodb.amazonaws.com","dax.amazonaws.com","dyna\#
            modb.application-autoscaling.amazonaws.com","contributorinsights.dynamodb.amazonaws.com","kinesi\#
            sreplication.dynamodb.amazonaws.com"]}}}]}
            """#),
        "AmazonDynamoDBReadOnlyAccess": Text(
            version: 15,
            #"""
            {"Version":"2012-10-17","Statement":[{"Sid":"GeneralReadOnlyAccess","Effect":"Allow","Action":["\#
            application-autoscaling:DescribeScalableTargets","application-autoscaling:DescribeScalingActivit\#
            ies","application-autoscaling:DescribeScalingPolicies","cloudwatch:DescribeAlarmHistory","cloudw\#
            atch:DescribeAlarms","cloudwatch:DescribeAlarmsForMetric","cloudwatch:GetMetricStatistics","clou\#
            dwatch:ListMetrics","cloudwatch:GetMetricData","datapipeline:DescribeObjects","datapipeline:Desc\#
            ribePipelines","datapipeline:GetPipelineDefinition","datapipeline:ListPipelines","datapipeline:Q\#
            ueryObjects","dynamodb:BatchGetItem","dynamodb:Describe*","dynamodb:List*","dynamodb:GetAbacStat\#
            us","dynamodb:GetItem","dynamodb:GetResourcePolicy","dynamodb:Query","dynamodb:Scan","dynamodb:P\#
            artiQLSelect","dax:Describe*","dax:List*","dax:GetItem","dax:BatchGetItem","dax:Query","dax:Scan\#
            ","ec2:DescribeVpcs","ec2:DescribeSubnets","ec2:DescribeSecurityGroups","iam:GetRole","iam:ListR\#
            oles","kms:DescribeKey","kms:ListAliases","sns:ListSubscriptionsByTopic","sns:ListTopics","lambd\#
            a:ListFunctions","lambda:ListEventSourceMappings","lambda:GetFunctionConfiguration","resource-gr\#
            oups:ListGroups","resource-groups:ListGroupResources","resource-groups:GetGroup","resource-group\#
            s:GetGroupQuery","tag:GetResources","kinesis:ListStreams","kinesis:DescribeStream","kinesis:Desc\#
            ribeStreamSummary"],"Resource":"*"},{"Sid":"CCIAccess","Effect":"Allow","Action":"cloudwatch:Get\#
            InsightRuleReport","Resource":"arn:aws:cloudwatch:*:*:insight-rule/DynamoDBContributorInsights*"\#
            }]}
            """#),
        "AmazonS3FullAccess": Text(
            version: 2,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*","s3-object-lambda:*"],"R\#
            esource":"*"}]}
            """#),
        "AmazonS3ReadOnlyAccess": Text(
            version: 3,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:Get*","s3:List*","s3:Descri\#
            be*","s3-object-lambda:Get*","s3-object-lambda:List*"],"Resource":"*"}]}
            """#),
        "AWSLambda_FullAccess": Text(
            version: 7,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["cloudformation:DescribeStacks"\#
            ,"cloudformation:ListStackResources","cloudwatch:ListMetrics","cloudwatch:GetMetricData","ec2:De\#
            scribeSecurityGroups","ec2:DescribeSubnets","ec2:DescribeVpcs","kms:DescribeKey","kms:ListAliase\#
            s","iam:GetPolicy","iam:GetPolicyVersion","iam:GetRole","iam:GetRolePolicy","iam:ListAttachedRol\#
            ePolicies","iam:ListRolePolicies","iam:ListRoles","lambda:*","logs:DescribeLogGroups","states:De\#
            scribeStateMachine","states:ListStateMachines","tag:GetResources","xray:GetTraceSummaries","xray\#
            :BatchGetTraces"],"Resource":"*"},{"Effect":"Allow","Action":"iam:PassRole","Resource":"*","Cond\#
            ition":{"StringEquals":{"iam:PassedToService":"lambda.amazonaws.com"}}},{"Effect":"Allow","Actio\#
            n":["logs:DescribeLogStreams","logs:GetLogEvents","logs:FilterLogEvents","logs:StartLiveTail","l\#
            ogs:StopLiveTail"],"Resource":"arn:aws:logs:*:*:log-group:/aws/lambda/*"},{"Effect":"Allow","Act\#
            ion":"iam:CreateServiceLinkedRole","Resource":"arn:aws:iam::*:role/aws-service-role/lambda.amazo\#
            naws.com/AWSServiceRoleForLambda","Condition":{"StringEquals":{"iam:AWSServiceName":"lambda.amaz\#
            onaws.com"}}}]}
            """#),
        "AWSLambda_ReadOnlyAccess": Text(
            version: 5,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["cloudformation:DescribeStacks"\#
            ,"cloudformation:ListStacks","cloudformation:ListStackResources","cloudwatch:GetMetricData","clo\#
            udwatch:ListMetrics","ec2:DescribeSecurityGroups","ec2:DescribeSubnets","ec2:DescribeVpcs","kms:\#
            ListAliases","iam:GetPolicy","iam:GetPolicyVersion","iam:GetRole","iam:GetRolePolicy","iam:ListA\#
            ttachedRolePolicies","iam:ListRolePolicies","iam:ListRoles","logs:DescribeLogGroups","lambda:Get\#
            *","lambda:List*","states:DescribeStateMachine","states:ListStateMachines","tag:GetResources","x\#
            ray:GetTraceSummaries","xray:BatchGetTraces"],"Resource":"*"},{"Effect":"Allow","Action":["logs:\#
            DescribeLogStreams","logs:GetLogEvents","logs:FilterLogEvents","logs:StartQuery","logs:StopQuery\#
            ","logs:DescribeQueries","logs:GetLogGroupFields","logs:GetLogRecord","logs:GetQueryResults","lo\#
            gs:StartLiveTail","logs:StopLiveTail"],"Resource":"arn:aws:logs:*:*:log-group:/aws/lambda/*"}]}
            """#),
        "AWSLambdaExecute": Text(
            version: 1,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["logs:*"],"Resource":"arn:aws:l\#
            ogs:*:*:*"},{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::\#
            *"}]}
            """#),
        "AWSLambdaInvocation-DynamoDB": Text(
            version: 1,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["lambda:InvokeFunction"],"Resou\#
            rce":"*"},{"Effect":"Allow","Action":["dynamodb:DescribeStream","dynamodb:GetRecords","dynamodb:\#
            GetShardIterator","dynamodb:ListStreams"],"Resource":"*"}]}
            """#),
        "CloudWatchFullAccess": Text(
            version: 4,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["autoscaling:Describe*","cloudw\#
            atch:*","logs:*","sns:*","iam:GetPolicy","iam:GetPolicyVersion","iam:GetRole","oam:ListSinks"],"\#
            Resource":"*"},{"Effect":"Allow","Action":"iam:CreateServiceLinkedRole","Resource":"arn:aws:iam:\#
            :*:role/aws-service-role/events.amazonaws.com/AWSServiceRoleForCloudWatchEvents*","Condition":{"\#
            StringLike":{"iam:AWSServiceName":"events.amazonaws.com"}}},{"Effect":"Allow","Action":["oam:Lis\#
            tAttachedLinks"],"Resource":"arn:aws:oam:*:*:sink/*"}]}
            """#),
        "CloudWatchLogsFullAccess": Text(
            version: 8,
            #"""
            {"Version":"2012-10-17","Statement":[{"Sid":"CloudWatchLogsFullAccess","Effect":"Allow","Action"\#
            :["logs:*","cloudwatch:GenerateQuery","cloudwatch:GenerateQueryResultsSummary","observabilityadm\#
            in:GetS3TableIntegration","observabilityadmin:ListS3TableIntegrations","observabilityadmin:ListT\#
            elemetryPipelines"],"Resource":"*"}]}
            """#),
        "CloudWatchLogsReadOnlyAccess": Text(
            version: 12,
            #"""
            {"Version":"2012-10-17","Statement":[{"Sid":"CloudWatchLogsReadOnlyAccess","Effect":"Allow","Act\#
            ion":["logs:Describe*","logs:Get*","logs:List*","logs:StartQuery","logs:StopQuery","logs:TestMet\#
            ricFilter","logs:FilterLogEvents","logs:StartLiveTail","logs:StopLiveTail","cloudwatch:GenerateQ\#
            uery","cloudwatch:GenerateQueryResultsSummary","observabilityadmin:ListS3TableIntegrations","obs\#
            ervabilityadmin:GetS3TableIntegration","observabilityadmin:ListTelemetryPipelines"],"Resource":"\#
            *"}]}
            """#),
        "AmazonEventBridgeFullAccess": Text(
            version: 7,
            #"""
            {"Version":"2012-10-17","Statement":[{"Sid":"EventBridgeActions","Effect":"Allow","Action":["eve\#
            nts:*","schemas:*","scheduler:*","pipes:*"],"Resource":"*"},{"Sid":"IAMCreateServiceLinkedRoleFo\#
            rApiDestinations","Effect":"Allow","Action":"iam:CreateServiceLinkedRole","Resource":"arn:aws:ia\#
            m::*:role/aws-service-role/apidestinations.events.amazonaws.com/AWSServiceRoleForAmazonEventBrid\#
            geApiDestinations","Condition":{"StringEquals":{"iam:AWSServiceName":"apidestinations.events.ama\#
            zonaws.com"}}},{"Sid":"IAMCreateServiceLinkedRoleForAmazonEventBridgeSchemas","Effect":"Allow","\#
            Action":"iam:CreateServiceLinkedRole","Resource":"arn:aws:iam::*:role/aws-service-role/schemas.a\#
            mazonaws.com/AWSServiceRoleForSchemas","Condition":{"StringEquals":{"iam:AWSServiceName":"schema\#
            s.amazonaws.com"}}},{"Sid":"SecretsManagerAccessForApiDestinations","Effect":"Allow","Action":["\#
            secretsmanager:CreateSecret","secretsmanager:UpdateSecret","secretsmanager:DeleteSecret","secret\#
            smanager:GetSecretValue","secretsmanager:PutSecretValue"],"Resource":"arn:aws:secretsmanager:*:*\#
            :secret:events!*"},{"Sid":"IAMPassRoleAccessForEventBridge","Effect":"Allow","Action":"iam:PassR\#
            ole","Resource":"arn:aws:iam::*:role/*","Condition":{"StringLike":{"iam:PassedToService":"events\#
            .amazonaws.com"}}},{"Sid":"IAMPassRoleAccessForScheduler","Effect":"Allow","Action":"iam:PassRol\#
            e","Resource":"arn:aws:iam::*:role/*","Condition":{"StringLike":{"iam:PassedToService":"schedule\#
            r.amazonaws.com"}}},{"Sid":"IAMPassRoleAccessForPipes","Effect":"Allow","Action":"iam:PassRole",\#
            "Resource":"arn:aws:iam::*:role/*","Condition":{"StringLike":{"iam:PassedToService":"pipes.amazo\#
            naws.com"}}}]}
            """#),
        "AmazonEventBridgeReadOnlyAccess": Text(
            version: 6,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["events:DescribeRule","events:D\#
            escribeEventBus","events:DescribeEventSource","events:ListEventBuses","events:ListEventSources",\#
            "events:ListRuleNamesByTarget","events:ListRules","events:ListTargetsByRule","events:TestEventPa\#
            ttern","events:DescribeArchive","events:ListArchives","events:DescribeReplay","events:ListReplay\#
            s","events:DescribeConnection","events:ListConnections","events:DescribeApiDestination","events:\#
            ListApiDestinations","events:DescribeEndpoint","events:ListEndpoints","schemas:DescribeCodeBindi\#
            ng","schemas:DescribeDiscoverer","schemas:DescribeRegistry","schemas:DescribeSchema","schemas:Ex\#
            portSchema","schemas:GetCodeBindingSource","schemas:GetDiscoveredSchema","schemas:GetResourcePol\#
            icy","schemas:ListDiscoverers","schemas:ListRegistries","schemas:ListSchemas","schemas:ListSchem\#
            aVersions","schemas:ListTagsForResource","schemas:SearchSchemas","scheduler:GetSchedule","schedu\#
            ler:GetScheduleGroup","scheduler:ListSchedules","scheduler:ListScheduleGroups","scheduler:ListTa\#
            gsForResource","pipes:DescribePipe","pipes:ListPipes","pipes:ListTagsForResource"],"Resource":"*\#
            "}]}
            """#),
        "AmazonKinesisFullAccess": Text(
            version: 1,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kinesis:*","Resource":"*"}]}
            """#),
        "AmazonKinesisReadOnlyAccess": Text(
            version: 1,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["kinesis:Get*","kinesis:List*",\#
            "kinesis:Describe*"],"Resource":"*"}]}
            """#),
        "AmazonKinesisFirehoseFullAccess": Text(
            version: 1,
            #"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["firehose:*"],"Resource":"*"}]}
            """#),
    ]
}
