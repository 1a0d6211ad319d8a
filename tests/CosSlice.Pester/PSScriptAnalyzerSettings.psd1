# For the Pester suite; what the other scripts of the project are held to, less what tests do on purpose.
@{
    IncludeDefaultRules = $true

    ExcludeRules        = @(
        # Functions of a script's own, and dotnet, take what they are given in its order.
        'PSAvoidUsingPositionalParameters'

        # They are no commands of a module: nobody finds them by a noun, or could ask them for -WhatIf.
        'PSUseShouldProcessForStateChangingFunctions'
        'PSUseSingularNouns'

        # What BeforeAll sets, the tests below read; what a script block for another runspace declares, blocks in it read.
        # The analyzer sees neither.
        'PSUseDeclaredVarsMoreThanAssignments'
        'PSReviewUnusedParameter'

        # SHA-1 and MD5 are what the service itself compares.
        'PSAvoidUsingBrokenHashAlgorithms'

        # What completion offers and advice tells to type is run as typed.
        'PSAvoidUsingInvokeExpression'
    )

    Rules               = @{
        # Windows PowerShell 5.1 must be able to read them all.
        PSUseCompatibleSyntax = @{
            Enable         = $true
            TargetVersions = @('5.1', '7.4')
        }
    }
}
