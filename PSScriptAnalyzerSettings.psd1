# For the scripts that build the project. Those of the tests have settings of their own beside them.
@{
    IncludeDefaultRules = $true

    ExcludeRules        = @(
        # Functions of a script's own, and dotnet, take what they are given in its order.
        'PSAvoidUsingPositionalParameters'

        # They are no commands of a module: nobody finds them by a noun, or could ask them for -WhatIf.
        'PSUseShouldProcessForStateChangingFunctions'
        'PSUseSingularNouns'
    )

    Rules               = @{
        # Windows PowerShell 5.1 must be able to read them all.
        PSUseCompatibleSyntax = @{
            Enable         = $true
            TargetVersions = @('5.1', '7.4')
        }
    }
}
