# Every code that the service's documentation names, answered once to a real Send-CosFile. The tables are copied from it once more
# (v4: cloud.tencent.com/document/product/436/8432; v1: the error page of product 430), grouped by what a user must see.
# Status is the documented one, or where none is documented that of the neighbours.
BeforeDiscovery {
    # Codes are numbers and ranges of them.
    function New-Group([hashtable] $Like, [string] $Name, [object[]] $Codes, [hashtable] $But = @{}) {
        $group = $Like.Clone()
        $But.Keys.ForEach({ $group[$_] = $But[$_] })
        $group.Name = $Name
        $group.Codes = @($Codes | ForEach-Object { $_ })
        @{ Group = $group }
    }

    $signature = @{ Id = 'CosServiceError'; Category = 'AuthenticationError'; Status = 403; Advice = '-Credential|-AppId|-Bucket|signature|clock' }
    $denied = @{ Id = 'CosServiceError'; Category = 'PermissionDenied'; Status = 403; Advice = 'console|support|-Key' }
    $argument = @{ Id = 'CosServiceError'; Category = 'InvalidArgument'; Status = 400; Advice = '-(Key|Bucket|Region|AppId|SliceSize|Checksum)' }
    $limit = @{ Id = 'CosServiceError'; Category = 'LimitsExceeded'; Status = 400; Advice = '-(SliceSize|BizAttribute)|split|shorten|console|length' }
    $missing = @{ Id = 'CosServiceError'; Category = 'ObjectNotFound'; Status = 404; Advice = 'check' }
    $state = @{ Id = 'CosServiceError'; Category = 'InvalidOperation'; Status = 409; Advice = '\w' }
    $damaged = @{ Id = 'CosServiceError'; Category = 'InvalidResult'; Status = 400; Advice = 'send' }
    $later = @{ Id = 'TransferInterrupted'; Category = 'ConnectionError'; Status = 503; Advice = 'Nothing is lost' }
    $exists = @{ Id = 'CosServiceError'; Category = 'ResourceExists'; Status = 409; Advice = '-Key|-Bucket' }

    # What the documentation calls an internal error, and no more.
    $internal = @(
        101, 100, -58, -66, -75, -83, -85, -98, -99, -116, -119, -181, (-185..-183), -194, -287, -288, (-5939..-5937), -5945,
        (-29003..-29000), (-29012..-29010), -29026, -29027, -29031, -29044, -29066, -29069, -29070, (-29088..-29080), (-29102..-29099),
        (-29109..-29106), -29111, -29112, -29114, -29115, (-29119..-29117), (-29125..-29123), -29128, (-29132..-29130), -29137, -29140,
        -29145, -29146, -29148, -29150, -29155, -29156, (-29165..-29162), (-29172..-29168), -29175, (-29993..-29991), (-46005..-46001),
        -46007, (-46026..-46020), -46030, -46031, (-46105..-46101), -46158, -46168, -46169, (-46175..-46171), (-46184..-46182),
        (-46196..-46189), -46201, -46202, (-46207..-46205), (-46212..-46210), (-46313..-46301), -46601, -46607, -46626, (-46640..-46634),
        -50122
    )

    $v4 = @(
        New-Group $signature 'signature' @(
            -47, -48, -59, -61, -70, -97, -96, -81, -79, -77, -76, -74, -73, -64, -62, -57, -56, -53, -46618, -46619, -46180
        )
        New-Group $denied 'blocked, or not permitted' -63, -55, -121, -134, -46615, -46616, -46617, -46620, -46621, -46627
        New-Group $denied 'blocked for its content' -46646 @{ Status = 451 }
        New-Group $missing 'missing' -133, -197, -5957, -29043, -5949, -46641
        New-Group $exists 'taken' -178, -176, -46208
        New-Group $exists 'taken by a file' -177, -4018 @{ Id = 'CosFileExists'; IsConclusion = $true }
        New-Group $exists 'unfinished' -4019, -4020 @{ Id = 'UploadNotProven'; IsConclusion = $true; Advice = '-Force' }
        New-Group $argument 'names, hosts and slices' -180, -199, -46157, -29015, -46170, -46642, -29095, -29098, -5965, -29133, -29134, -29136
        New-Group $limit 'sizes' -281, -283, -284, -285, -29105, -46622, -5947, -46176, -46613, -46185, -172
        New-Group $damaged 'damaged' -29063, -29143, -29147, -29138, -5961, -4016, -175, -50152
        New-Group $state 'sessions' -29021, -29093, -29094, -29096, -29103, -29144 @{ Status = 400; Advice = 'send the file again' }
        New-Group $state 'states' -173, -46659, -29036, -29129, -46614, -45062
        New-Group $state 'requests of another form' @(
            -5999, -5996, -5994, -5993, -5980, -5975, -5971, -5966, -5964, -5962, -5946, -29104, -29110, -29126, -29141, -46177, -46178
        ) @{ Status = 400; Advice = '-ApiVersion' }
        New-Group $state 'other operations' @(
            -29033, -29034, -29037, -100, -101, -117, -118, -120, -5967, -5968, -5969, -5970, -5991, (-46200..-46197), -29159, -29161,
            -29166, -29173, -46179, -46181, -46186, -46187, -46188, -46203, -46204, -46209, -46632
        ) @{ Status = 400; Advice = '-ApiVersion' }
        New-Group $later 'busy' -195, -196, -5997, -21095, -29302 @{ Advice = 'try again later\. Nothing is lost' }
        New-Group $later 'too much at once' -71, -5963 @{ Advice = '-ThrottleLimit.*Nothing is lost' }
        New-Group $later 'written by another' -20034 @{ Status = 409; Advice = 'only one upload.*Nothing is lost' }
        New-Group $later 'internal' $internal @{ Status = 500; Advice = 'fault of its own|storage' }
        New-Group $state 'internal, and for good' -29001, -46002 @{ Status = 400; Advice = 'request id' }
    )

    # Codes of v1 alone; v4's own documentation ships them too.
    $onlyV1 = @(
        New-Group $signature 'v1 alone, signature' -60, -72, -5998
        New-Group $argument 'v1 alone, names' (-164..-160), -147, -80, -82, -5973, -5979
        New-Group $missing 'v1 alone, missing' -4022, -6992, -6101
        New-Group $limit 'v1 alone, sizes' -5995, -6996
        New-Group $denied 'v1 alone, refused' -289
        New-Group $damaged 'v1 alone, damaged' -174, -5984
        New-Group $state 'v1 alone, sessions' -65, -94, -95, -286, -290, -291, -4013, -4015, -4021, -4024, -5983 @{ Status = 400; Advice = 'send the file again' }
        New-Group $state 'v1 alone, begin afresh' -4026, -4027, -143, -144, -166 @{ Status = 400; Advice = 'from the beginning' }
        New-Group $state 'v1 alone, states' -190, -78, -5972, -1, -2, -3, -4
        New-Group $state 'v1 alone, requests of another form' @(
            -157, -165, -168, -169, -170, -179, -182, -187, -191, -192, -4002, -4023, -5990, -5992, -6997
        ) @{ Status = 400; Advice = '-ApiVersion' }
        New-Group $state 'v1 alone, other operations' @(
            -69, -145, -146, -148, -149, -150, -151, -153, -154, -155, -156, -158, -159, -167, -171, -186, -189, -198, -5974, -5976
        ) @{ Status = 400; Advice = '-ApiVersion' }
        New-Group $later 'v1 alone, busy' -152, -300, -4025, -5989 @{ Advice = 'try (again )?later\. Nothing is lost' }
        New-Group $later 'v1 alone, internal' @(
            -67, -68, -84, (-89..-86), -193, -282, (-299..-292), (-4001..-4000), (-4012..-4003), -4014, -4017, (-5988..-5985), -5982,
            -5981, -5978, -5977, -6991, -6993, -6994, -6995, -6998, -6999, -9999
        ) @{ Status = 500; Advice = 'fault of its own' }
    )

    $unknown = @(
        New-Group $state 'unknown' -77777, -25001, 7 @{ Advice = 'request id' }
        New-Group $denied 'unknown, and denied' -77778 @{ Advice = '-Credential' }
        New-Group $missing 'unknown, and missing' -77779
        New-Group $later 'unknown, and busy' -77780
    )

    # Codes that mean the same in both, and those that meant another thing in v1.
    $inV1 = @(
        New-Group $signature 'signature' -97, -96, -81, -79, -77, -76, -74, -73, -70, -62, -61
        New-Group $denied 'blocked, or not permitted' -63, -64, -289
        New-Group $exists 'taken' -178, -176
        New-Group $exists 'taken by a file' -177, -4018 @{ Id = 'CosFileExists'; IsConclusion = $true }
        New-Group $missing 'missing' -197
        New-Group $argument 'names, and the kind of checksum' -180, -4020
        New-Group $limit 'sizes' -172, -283, -284, -285, -5991
        New-Group $damaged 'damaged' -4016, -175
        New-Group $state 'begin afresh' -4019 @{ Advice = 'from the beginning' }
        New-Group $state 'states' -173, -75, -199
        New-Group $state 'requests of another form' -5999, -5996, -5994, -5993, -5980, -5975, -5971 @{ Status = 400; Advice = '-ApiVersion' }
        New-Group $later 'busy' -66, -71, -195, -196, -5997
        New-Group $later 'internal' -83, -85, -98, -99, -181, (-185..-183), -194, -287, -288 @{ Status = 500; Advice = 'fault of its own' }
    )

    $groups = @(
        ($v4 + $onlyV1 + $unknown).ForEach({ @{ Group = $_.Group; Version = 4 } })
        ($inV1 + $onlyV1 + $unknown).ForEach({ @{ Group = $_.Group; Version = 1 } })
    )
    $pages = @(
        @{ Status = 400; Id = 'InvalidResponse'; Category = 'ProtocolError'; Advice = '-ApiVersion' }
        @{ Status = 401; Id = 'InvalidResponse'; Category = 'ProtocolError'; Advice = '-Credential' }
        @{ Status = 403; Id = 'InvalidResponse'; Category = 'ProtocolError'; Advice = '-Credential' }
        @{ Status = 404; Id = 'InvalidResponse'; Category = 'ProtocolError'; Advice = '-Bucket' }
        @{ Status = 413; Id = 'InvalidResponse'; Category = 'ProtocolError'; Advice = '-SliceSize' }
        @{ Status = 429; Id = 'TransferInterrupted'; Category = 'ConnectionError'; Advice = '-ThrottleLimit' }
        @{ Status = 500; Id = 'TransferInterrupted'; Category = 'ConnectionError'; Advice = 'again' }
        @{ Status = 503; Id = 'TransferInterrupted'; Category = 'ConnectionError'; Advice = 'again' }
        @{ Status = 504; Id = 'TransferInterrupted'; Category = 'ConnectionError'; Advice = 'again' }
        @{ Status = 599; Id = 'TransferInterrupted'; Category = 'ConnectionError'; Advice = 'again' }
        @{ Status = 612; Id = 'InvalidResponse'; Category = 'ProtocolError'; Advice = '-Key' }
        @{ Status = 631; Id = 'InvalidResponse'; Category = 'ProtocolError'; Advice = '-AppId' }
    )

    # What only a step of a sliced upload is refused with, answered to that step.
    $steps = @(
        New-Group $limit 'upload_slice_init' -281, -283, -284, -29105, -46622
        New-Group $argument 'upload_slice_init' -5965, -29133, -29134
        New-Group $argument 'upload_slice_data' -29095, -29098, -29136
        New-Group $damaged 'upload_slice_data' -29063, -29138, -29143, -29147
    )
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    $folder = New-TestFolder
    $small = New-TestFile "$folder/small.bin"
    $large = New-TestFile "$folder/large.bin" (20MB + 1)
    $quiet = @{ ErrorAction = 'SilentlyContinue'; WarningAction = 'SilentlyContinue'; MaximumRetryCount = 0 }

    function Get-Refusal([int] $Code) {
        '{"code":' + $Code + ',"message":"ERROR_' + [Math]::Abs($Code) + '","request_id":"r' + $Code + '"}'
    }

    # What else is asked about a key: the server holds nothing under it, or where it says that it does, another file.
    function New-Stub([switch] $HoldsAnother) {
        $stub = [CosSlice.Pester.StubServer]::new()
        $stub.AnswerOperation('POST', 'upload_slice_list', 404, 'application/json', (Get-Refusal -197))
        $stub.AnswerOperation('POST', '"delete"', 404, 'application/json', (Get-Refusal -197))
        if ($HoldsAnother) {
            $stub.Answer('op=stat', 200, 'application/json', '{"code":0,"message":"SUCCESS","request_id":"r","data":{"filesize":5,"filelen":5}}', 0)
        } else {
            $stub.Answer('op=stat', 404, 'application/json', (Get-Refusal -197), 0)
        }

        $stub
    }

    # Sends a file once for each code of a group, and gives the error of each key. A command for each: what a service says of who
    # asks counts for all files of a command.
    function Get-ErrorsByKey($Stub, $File, $Keys, $Version = 4) {
        $problems = @()
        foreach ($key in $Keys) {
            Send-CosFile $File -Key $key -Context (New-TestContext $Stub.Url) -ApiVersion $Version @quiet -ErrorVariable +problems | Should -BeNullOrEmpty
        }

        @($problems).Count | Should -Be @($Keys).Count
        $byKey = @{}
        foreach ($problem in $problems) {
            $byKey[$problem.TargetObject.Key] = $problem
        }

        $byKey
    }

    # What of an error is not as it must be, in words.
    function Get-Faults($Record, $Group, $Code) {
        $expected = [ordered]@{
            Id = "$($Group.Id),CosSlice.Commands.SendCosFileCommand"
            Category = $Group.Category
            Code = $Code
            HttpStatus = $Group.Status
            RequestId = "r$Code"
        }
        $actual = @{
            Id = $Record.FullyQualifiedErrorId
            Category = "$($Record.CategoryInfo.Category)"
            Code = $Record.Exception.Code
            HttpStatus = $Record.Exception.HttpStatus
            RequestId = $Record.Exception.RequestId
        }
        foreach ($name in $expected.Keys) {
            if ($actual[$name] -ne $expected[$name]) {
                "${Code}: $name is '$($actual[$name])', not '$($expected[$name])'"
            }
        }

        # What the module concludes from an answer and further questions has words of its own.
        if (-not $Group.IsConclusion -and "$($Record.ErrorDetails.Message)" -notmatch "code $Code \(ERROR_$([Math]::Abs($Code)); HTTP $($Group.Status), request r$Code\)") {
            "${Code}: the message is '$($Record.ErrorDetails.Message)'"
        }

        if ($Record.ErrorDetails.RecommendedAction -notmatch $Group.Advice -or $Record.ErrorDetails.RecommendedAction -notmatch '\.$') {
            "${Code}: the advice is '$($Record.ErrorDetails.RecommendedAction)'"
        }
    }
}

AfterAll {
    Remove-Item -LiteralPath $folder -Recurse -Force
    Remove-TestJournal
}

Describe 'A code of v<Version>: <Group.Name>' -ForEach $groups {
    It 'is told whole, in its category, with advice' {
        $stub = New-Stub -HoldsAnother:($Group.Id -eq 'CosFileExists')
        try {
            foreach ($code in $Group.Codes) {
                $stub.Answer("/k$code HTTP", $Group.Status, 'application/json', (Get-Refusal $code), 0)
            }

            $byKey = Get-ErrorsByKey $stub $small $Group.Codes.ForEach({ "k$_" }) $Version
            $Group.Codes.ForEach({ Get-Faults $byKey["k$_"] $Group $_ }) | Should -BeNullOrEmpty
        } finally {
            $stub.Dispose()
        }
    }
}

Describe 'A code that refuses <Group.Name>: <Group.Category>' -ForEach $steps {
    It 'ends the upload, and is told whole' {
        $stub = New-Stub
        try {
            foreach ($code in $Group.Codes) {
                $stub.AnswerOperation("/k$code HTTP", $Group.Name, $Group.Status, 'application/json', (Get-Refusal $code))
            }

            $stub.AnswerOperation('POST', 'upload_slice_init', 200, 'application/json', '{"code":0,"message":"SUCCESS","request_id":"r","data":{"session":"s1","slice_size":1048576}}')
            $byKey = Get-ErrorsByKey $stub $large $Group.Codes.ForEach({ "k$_" })
            $Group.Codes.ForEach({ Get-Faults $byKey["k$_"] $Group $_ }) | Should -BeNullOrEmpty
        } finally {
            $stub.Dispose()
        }
    }
}

Describe 'A page without a code' {
    It 'is explained by its status <Status>' -ForEach $pages {
        $stub = New-Stub
        try {
            $stub.Answer('/page HTTP', $Status, 'text/html', '<html><body>no</body></html>', 0)
            $record = (Get-ErrorsByKey $stub $small 'page')['page']
            $record.FullyQualifiedErrorId | Should -Be "$Id,CosSlice.Commands.SendCosFileCommand"
            $record.CategoryInfo.Category | Should -Be $Category
            $record.Exception.Code | Should -BeNullOrEmpty
            $record.Exception.HttpStatus | Should -Be $Status
            $record.ErrorDetails.RecommendedAction | Should -Match $Advice
        } finally {
            $stub.Dispose()
        }
    }
}
