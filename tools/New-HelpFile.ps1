#requires -Version 5.1
<#
.SYNOPSIS
Makes the files that Get-Help reads from the Markdown in docs: one for each language.

.DESCRIPTION
The Markdown, one file a cmdlet and language, is what is written and reviewed; it has the form of PlatyPS (schema 2.0.0), whose headings
stay English in every language. The XML (MAML) is checked in, so that a build needs no PowerShell. Run this after a change of the
Markdown: ./tools/New-HelpFile.ps1. The tests fail where the two differ.

What it cannot read is an error that names the file: nothing is left out in silence.
#>
[CmdletBinding()]
param(
    # The languages.
    [string[]] $Culture = @('en-US', 'zh-CN'),

    # The folder with a folder of Markdown files for each language.
    [string] $Source = (Join-Path (Split-Path $PSScriptRoot) 'docs'),

    # The folder with a folder for each language, where the file is written.
    [string] $Destination = (Join-Path (Split-Path $PSScriptRoot) 'src/CosSlice')
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

$Namespaces = @{
    maml    = 'http://schemas.microsoft.com/maml/2004/10'
    command = 'http://schemas.microsoft.com/maml/dev/command/2004/10'
    dev     = 'http://schemas.microsoft.com/maml/dev/2004/10'
}

# The lines below each heading of one level, in their order; a # inside a fence is none.
function Get-Section([string[]] $Lines, [int] $Level) {
    $sections = [ordered]@{}
    $name = $null
    $fenced = $false
    foreach ($line in $Lines) {
        if ($line.StartsWith('```')) {
            $fenced = -not $fenced
        }

        if (-not $fenced -and $line -match "^#{$Level} (.+)$") {
            $name = $Matches[1].Trim()
            if ($sections.Contains($name)) {
                throw "'$name' is there twice."
            }

            $sections[$name] = [Collections.Generic.List[string]]::new()
        } elseif ($null -ne $name) {
            $sections[$name].Add($line)
        }
    }

    if ($fenced) {
        throw 'A fence is not closed.'
    }

    $sections
}

# Paragraphs, list items and fenced blocks, in their order.
function Get-Block([string[]] $Lines) {
    $language = $null
    $gathered = [Collections.Generic.List[string]]::new()
    foreach ($line in @($Lines) + '') {
        $isFence = $line.StartsWith('```')
        if ($null -ne $language) {
            if ($isFence) {
                [pscustomobject]@{ Language = $language; Text = $gathered -join "`n" }
                $gathered.Clear()
                $language = $null
            } else {
                $gathered.Add($line)
            }

            continue
        }

        # The line that ends a paragraph may be the first one of something else.
        if (($isFence -or $line.Trim() -eq '' -or $line.StartsWith('- ')) -and $gathered.Count -gt 0) {
            [pscustomobject]@{ Language = $null; Text = ConvertTo-PlainText ($gathered -join ' ') }
            $gathered.Clear()
        }

        if ($isFence) {
            $language = $line.Substring(3).Trim()
        } elseif ($line.Trim() -ne '') {
            $gathered.Add($line.Trim())
        }
    }
}

function ConvertTo-PlainText([string] $Markdown) {
    $text = $Markdown -replace '\[([^\]]+)\]\([^)]*\)', '$1'
    $text.Replace('`', '').Replace('**', '')
}

function Get-Paragraph([string[]] $Lines) {
    @(Get-Block $Lines | ForEach-Object Text)
}

# The "name: value" lines of the block that opens a parameter.
function Get-Property([string[]] $Lines) {
    $block = @(Get-Block $Lines | Where-Object Language -EQ 'yaml')
    if ($block.Count -ne 1) {
        throw 'A parameter needs one yaml block.'
    }

    $properties = @{}
    foreach ($line in $block[0].Text -split "`n" | Where-Object { $_.Trim() }) {
        if ($line -notmatch '^([^:]+):\s*(.*)$') {
            throw "'$line' is no property of a parameter."
        }

        $properties[$Matches[1]] = $Matches[2].Trim()
    }

    $properties
}

function Get-Parameter([string] $Name, [string[]] $Lines) {
    $properties = Get-Property $Lines
    $values = ''
    if ($properties.ContainsKey('Accepted values')) {
        $values = $properties['Accepted values']
    }

    [pscustomobject]@{
        Name     = $Name
        Type     = $properties['Type']
        Sets     = @($properties['Parameter Sets'] -split ',\s*')
        Aliases  = $properties['Aliases']
        Values   = @($values -split ',\s*' | Where-Object { $_ })
        Required = $properties['Required']
        Position = $properties['Position']
        Default  = $properties['Default value']
        Pipeline = $properties['Accept pipeline input']
        Globbing = $properties['Accept wildcard characters']
        Text     = @(Get-Block $Lines | Where-Object Language -NE 'yaml' | ForEach-Object Text)
    }
}

function Get-SyntaxBlock([string[]] $Lines) {
    @(Get-Block $Lines | Where-Object { $null -ne $_.Language } | ForEach-Object Text)
}

# The parameters of one syntax, in their order.
function Get-UsedName([string] $Syntax) {
    [regex]::Matches($Syntax, '(?<=[\s\[]-)\w+') | ForEach-Object Value
}

# One file, taken apart.
function Get-CommandHelp([string] $File) {
    $lines = [IO.File]::ReadAllText($File) -split "`r?`n"
    $sections = Get-Section $lines 2
    foreach ($section in 'SYNOPSIS', 'SYNTAX', 'DESCRIPTION', 'EXAMPLES', 'PARAMETERS', 'INPUTS', 'OUTPUTS', 'NOTES', 'RELATED LINKS') {
        if (-not $sections.Contains($section)) {
            throw "There is no section $section."
        }
    }

    $parameters = [ordered]@{}
    $described = Get-Section $sections['PARAMETERS'] 3
    foreach ($heading in $described.Keys | Where-Object { $_ -ne 'CommonParameters' }) {
        $name = $heading.TrimStart('-')
        $parameters[$name] = Get-Parameter $name $described[$heading]
    }

    # A cmdlet of one set has no headings there.
    $sets = @(Get-SyntaxBlock $sections['SYNTAX'])
    foreach ($syntax in $sets) {
        foreach ($used in Get-UsedName $syntax) {
            if (-not $parameters.Contains($used)) {
                throw "-$used is in the syntax, and not among the parameters."
            }
        }
    }

    [pscustomobject]@{
        Name        = [IO.Path]::GetFileNameWithoutExtension($File)
        Synopsis    = @(Get-Paragraph $sections['SYNOPSIS'])
        Description = @(Get-Paragraph $sections['DESCRIPTION'])
        Syntax      = $sets
        Parameters  = $parameters
        Inputs      = Get-Section $sections['INPUTS'] 3
        Outputs     = Get-Section $sections['OUTPUTS'] 3
        Notes       = @(Get-Paragraph $sections['NOTES'])
        Examples    = Get-Section $sections['EXAMPLES'] 3
        Links       = @([regex]::Matches($sections['RELATED LINKS'] -join "`n", '\[([^\]]+)\]\(([^)]*)\)'))
    }
}

function Write-Element([Xml.XmlWriter] $Writer, [string] $Name, $Content, [hashtable] $Attributes = @{}) {
    $prefix, $local = $Name -split ':'
    $Writer.WriteStartElement($prefix, $local, $Namespaces[$prefix])
    foreach ($attribute in $Attributes.Keys | Sort-Object) {
        $Writer.WriteAttributeString($attribute, $Attributes[$attribute])
    }

    if ($Content -is [scriptblock]) {
        & $Content
    } else {
        $Writer.WriteString([string]$Content)
    }

    $Writer.WriteEndElement()
}

function Write-Paragraphs([Xml.XmlWriter] $Writer, [string] $Name, [string[]] $Paragraphs) {
    Write-Element $Writer $Name {
        foreach ($paragraph in $Paragraphs) {
            Write-Element $Writer 'maml:para' $paragraph
        }
    }
}

function Write-Parameter([Xml.XmlWriter] $Writer, $Parameter, [switch] $InSyntax) {
    $attributes = @{
        required       = $Parameter.Required.ToLowerInvariant()
        variableLength = 'true'
        globbing       = $Parameter.Globbing.ToLowerInvariant()
        pipelineInput  = $Parameter.Pipeline
        position       = $Parameter.Position.ToLowerInvariant()
        aliases        = $(if ($Parameter.Aliases) { $Parameter.Aliases } else { 'none' })
    }
    Write-Element $Writer 'command:parameter' -Attributes $attributes {
        Write-Element $Writer 'maml:name' $Parameter.Name
        Write-Paragraphs $Writer 'maml:description' $Parameter.Text
        if ($InSyntax -and $Parameter.Values.Count -gt 0) {
            Write-Element $Writer 'command:parameterValueGroup' {
                foreach ($value in $Parameter.Values) {
                    Write-Element $Writer 'command:parameterValue' $value @{ required = 'false'; variableLength = 'false' }
                }
            }
        }

        if (-not $InSyntax -or $Parameter.Type -ne 'SwitchParameter') {
            $required = if ($Parameter.Type -eq 'SwitchParameter') { 'false' } else { 'true' }
            Write-Element $Writer 'command:parameterValue' $Parameter.Type @{ required = $required; variableLength = 'false' }
        }

        Write-Type $Writer $Parameter.Type
        Write-Element $Writer 'dev:defaultValue' $Parameter.Default
    }
}

function Write-Type([Xml.XmlWriter] $Writer, [string] $Type) {
    Write-Element $Writer 'dev:type' {
        Write-Element $Writer 'maml:name' $Type
        Write-Element $Writer 'maml:uri' ''
    }
}

function Write-Types([Xml.XmlWriter] $Writer, [string] $List, [string] $Item, $Types) {
    Write-Element $Writer $List {
        foreach ($type in $Types.Keys) {
            Write-Element $Writer $Item {
                Write-Type $Writer $type
                Write-Paragraphs $Writer 'maml:description' (Get-Paragraph $Types[$type])
            }
        }
    }
}

function Write-Example([Xml.XmlWriter] $Writer, [string] $Title, [string[]] $Lines) {
    $blocks = @(Get-Block $Lines)
    Write-Element $Writer 'command:example' {
        Write-Element $Writer 'maml:title' "---------- $Title ----------"
        Write-Element $Writer 'dev:code' (@($blocks | Where-Object { $null -ne $_.Language } | ForEach-Object Text) -join "`n`n")
        Write-Element $Writer 'dev:remarks' {
            # The empty line keeps the text off the next example's title.
            foreach ($text in @($blocks | Where-Object { $null -eq $_.Language } | ForEach-Object Text) + '') {
                Write-Element $Writer 'maml:para' $text
            }
        }
    }
}

function Write-CommandHelp([Xml.XmlWriter] $Writer, $Help) {
    $verb, $noun = $Help.Name -split '-'
    Write-Element $Writer 'command:command' {
        Write-Element $Writer 'command:details' {
            Write-Element $Writer 'command:name' $Help.Name
            Write-Element $Writer 'command:verb' $verb
            Write-Element $Writer 'command:noun' $noun
            Write-Paragraphs $Writer 'maml:description' $Help.Synopsis
        }
        Write-Paragraphs $Writer 'maml:description' $Help.Description
        Write-Element $Writer 'command:syntax' {
            foreach ($syntax in $Help.Syntax) {
                Write-Element $Writer 'command:syntaxItem' {
                    Write-Element $Writer 'maml:name' $Help.Name
                    foreach ($used in Get-UsedName $syntax) {
                        Write-Parameter $Writer $Help.Parameters[$used] -InSyntax
                    }
                }
            }
        }
        Write-Element $Writer 'command:parameters' {
            foreach ($parameter in $Help.Parameters.Values) {
                Write-Parameter $Writer $parameter
            }
        }
        Write-Types $Writer 'command:inputTypes' 'command:inputType' $Help.Inputs
        Write-Types $Writer 'command:returnValues' 'command:returnValue' $Help.Outputs
        Write-Element $Writer 'maml:alertSet' {
            Write-Paragraphs $Writer 'maml:alert' $Help.Notes
        }
        Write-Element $Writer 'command:examples' {
            foreach ($title in $Help.Examples.Keys) {
                Write-Example $Writer $title $Help.Examples[$title]
            }
        }
        Write-Element $Writer 'command:relatedLinks' {
            foreach ($link in $Help.Links) {
                Write-Element $Writer 'maml:navigationLink' {
                    Write-Element $Writer 'maml:linkText' $link.Groups[1].Value

                    # Links between the files are for those who read them as Markdown.
                    $address = $link.Groups[2].Value
                    Write-Element $Writer 'maml:uri' $(if ($address -match '^https?:') { $address } else { '' })
                }
            }
        }
    }
}

function Write-HelpFile([string] $Path, $Helps) {
    $settings = [Xml.XmlWriterSettings]::new()
    $settings.Encoding = [Text.UTF8Encoding]::new($false)
    $settings.Indent = $true
    $settings.NewLineChars = "`n"
    $settings.NewLineHandling = [Xml.NewLineHandling]::None
    $writer = [Xml.XmlWriter]::Create($Path, $settings)
    try {
        $writer.WriteStartDocument()
        $writer.WriteStartElement('helpItems', 'http://msh')
        $writer.WriteAttributeString('schema', 'maml')
        foreach ($prefix in $Namespaces.Keys | Sort-Object) {
            $writer.WriteAttributeString('xmlns', $prefix, $null, $Namespaces[$prefix])
        }

        foreach ($help in $Helps) {
            Write-CommandHelp $writer $help
        }

        $writer.WriteEndElement()
        $writer.WriteEndDocument()
    } finally {
        $writer.Dispose()
    }
}

# All are read before anything is written: what is wrong in one leaves the files as they were.
$helps = @{}
foreach ($language in $Culture) {
    $helps[$language] = foreach ($markdown in Get-ChildItem -LiteralPath (Join-Path $Source $language) -Filter *-*.md | Sort-Object Name) {
        try {
            Get-CommandHelp $markdown.FullName
        } catch {
            throw "$($markdown.FullName): $_"
        }
    }
}

$root = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Destination)
foreach ($language in $Culture) {
    $folder = [IO.Directory]::CreateDirectory([IO.Path]::Combine($root, $language)).FullName
    Write-HelpFile ([IO.Path]::Combine($folder, 'CosSlice.dll-Help.xml')) $helps[$language]
}
