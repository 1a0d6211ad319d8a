namespace CosSlice.Tests.Emulator;

/// <summary>Signs and sends as the protocol's documents say; the engine has no part in it.</summary>
internal class TestClient(Uri endpoint) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });

    public string Origin { get; } = endpoint.GetLeftPart(UriPartial.Authority);

    public void Dispose() => _http.Dispose();

    /// <summary>A signed form for a key of plain characters.</summary>
    public Task<WireAnswer> PostAsync(string key, params (string Name, object Value)[] fields) =>
        SendAsync(HttpMethod.Post, TestEmulator.Path(key), TestEmulator.Form(fields), TestEmulator.Sign());

    public Task<WireAnswer> StatAsync(string key) =>
        SendAsync(HttpMethod.Get, TestEmulator.Path(key) + "?op=stat", null, TestEmulator.Sign());

    public Task<WireAnswer> GetAsync(string key) => SendAsync(HttpMethod.Get, TestEmulator.Path(key), null, null);

    public async Task<WireAnswer> SendAsync(
        HttpMethod method,
        string target,
        byte[]? body,
        string? authorization,
        string contentType = $"multipart/form-data; boundary={TestEmulator.Boundary}",
        Action<HttpRequestMessage>? configure = null)
    {
        // The target goes out as it is: System.Uri would resolve dot segments and some escapes.
        var uri = new Uri(Origin + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(method, uri);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        configure?.Invoke(request);
        using HttpResponseMessage response = await _http.SendAsync(request, TestEmulator.Cancellation).WaitAsync(TestEmulator.Patience, TestEmulator.Cancellation);
        return await WireAnswer.ReadAsync(response);
    }

    /// <summary>Begins an upload and gives its session.</summary>
    public async Task<string> InitAsync(string key, long fileSize, long sliceSize = 1_048_576)
    {
        WireAnswer answer = await PostAsync(
            key, ("op", "upload_slice_init"), ("filesize", fileSize), ("slice_size", sliceSize));
        Assert.Equal(0, answer.Code);
        return answer.Text("session");
    }

    public Task<WireAnswer> SliceAsync(string key, string session, long offset, byte[] content) => PostAsync(
        key, ("op", "upload_slice_data"), ("session", session), ("offset", offset), ("filecontent", content));

    public Task<WireAnswer> ListAsync(string key) => PostAsync(key, ("op", "upload_slice_list"));

    public Task<WireAnswer> FinishAsync(string key, string session, long fileSize) => PostAsync(
        key, ("op", "upload_slice_finish"), ("session", session), ("filesize", fileSize));
}
