namespace CosSlice.Tests.Emulator;

/// <summary>Speaks files/v1 to an emulator, or its op=upload_slice to files/v2 as two public clients do.</summary>
internal sealed class V1Client(TestClient client, string version = "v1")
{
    public string Path(string key) => $"/files/{version}/{TestEmulator.AppId}/{TestEmulator.Bucket}/{key}";

    public Task<WireAnswer> PostAsync(string key, params (string Name, object Value)[] fields) =>
        client.SendAsync(HttpMethod.Post, Path(key), TestEmulator.Form(fields), TestEmulator.Sign());

    public Task<WireAnswer> GetAsync(string key, string query) =>
        client.SendAsync(HttpMethod.Get, Path(key) + "?" + query, null, TestEmulator.Sign());

    public Task<WireAnswer> JsonAsync(string key, string json, bool once = false) => client.SendAsync(
        HttpMethod.Post,
        Path(key),
        System.Text.Encoding.UTF8.GetBytes(json),
        once ? TestEmulator.SignOnce(key) : TestEmulator.Sign(),
        "application/json");

    public Task<WireAnswer> BeginAsync(string key, byte[] file, params (string Name, object Value)[] more) => PostAsync(
        key, [("op", "upload_slice"), ("filesize", file.Length), ("sha", TestEmulator.Sha1(file)), .. more]);

    public Task<WireAnswer> SliceAsync(
        string key, string session, long offset, byte[] content, params (string Name, object Value)[] more) => PostAsync(
        key, [("op", "upload_slice"), ("session", session), ("offset", offset), .. more, ("filecontent", content)]);

    /// <summary>Sends what is missing from the offset on, and gives the last answer.</summary>
    public async Task<WireAnswer> GoOnAsync(string key, byte[] file, WireAnswer begun)
    {
        int slice = (int)begun.Number("slice_size");
        WireAnswer answer = begun;
        for (int offset = (int)begun.Number("offset"); offset < file.Length; offset += slice)
        {
            answer = await SliceAsync(key, begun.Text("session"), offset, file[offset..Math.Min(file.Length, offset + slice)]);
            Assert.Equal(0, answer.Code);
        }

        return answer;
    }
}
