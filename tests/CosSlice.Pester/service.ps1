# The service as another client sees it: what it says of an object, and an upload that was begun and never finished.
# After common.ps1.

function Get-Address([string] $Url, [string] $Key, [int] $ApiVersion = 4) {
    $encoded = ($Key.Split('/') | ForEach-Object { [uri]::EscapeDataString($_) }) -join '/'
    "$Url/files/v$(if ($ApiVersion -eq 1) { 1 } else { 2 })/$AppId/$Bucket/$encoded"
}

# The answer to one request, read; a refusal too.
function Invoke-Service([string] $Method, [string] $Address, [string] $Signature, $Content) {
    $request = [Net.Http.HttpRequestMessage]::new($Method, $Address)
    $null = $request.Headers.TryAddWithoutValidation('Authorization', $Signature)
    $request.Content = $Content
    $answer = $Http.SendAsync($request).GetAwaiter().GetResult()
    $answer.Content.ReadAsStringAsync().GetAwaiter().GetResult() | ConvertFrom-Json
    $answer.Dispose()
}

function Get-Signature([hashtable] $More = @{}) {
    New-CosSignature -AppId $AppId -Bucket $Bucket -Credential (New-TestCredential) @More
}

function Get-Stat([string] $Url, [string] $Key, [int] $ApiVersion = 4) {
    (Invoke-Service GET "$(Get-Address $Url $Key $ApiVersion)?op=stat" (Get-Signature)).data
}

function Remove-Object([string] $Url, [string] $Key, [string] $Signature) {
    $content = [Net.Http.StringContent]::new('{"op":"delete"}', [Text.Encoding]::UTF8, 'application/json')
    Invoke-Service POST (Get-Address $Url $Key) $Signature $content
}

# Begins an upload, without sha, and leaves it there.
function New-UnfinishedUpload([string] $Url, [string] $Key, [long] $Length = 1MB) {
    $form = [Net.Http.MultipartFormDataContent]::new('boundary')
    $fields = [ordered]@{ op = 'upload_slice_init'; filesize = "$Length"; slice_size = "$(1MB)" }
    foreach ($name in $fields.Keys) {
        $field = [Net.Http.ByteArrayContent]::new([Text.Encoding]::ASCII.GetBytes($fields[$name]))
        $form.Add($field, "`"$name`"")
    }

    $answer = Invoke-Service POST (Get-Address $Url $Key) (Get-Signature) $form
    if ($answer.code -ne 0) {
        throw "The upload was not begun: $($answer | ConvertTo-Json -Compress)"
    }
}
