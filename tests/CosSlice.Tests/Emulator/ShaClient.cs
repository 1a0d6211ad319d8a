using CosSlice.Tests.Support;

namespace CosSlice.Tests.Emulator;

/// <summary>An upload by slices with sha and uploadparts, as cloud.tencent.com/document/product/436/6067 has it.</summary>
internal sealed class ShaClient(TestClient client, string key, byte[] file, int partSize = ShaClient.Mebibyte)
{
    private const int Mebibyte = 1_048_576;

    public string Key { get; } = key;

    public byte[] File { get; } = file;

    public string Sha { get; } = TestEmulator.Sha1(file);

    public string Session { get; private set; } = "";

    public async Task<WireAnswer> InitAsync(int sliceSize = Mebibyte, params (string Name, object Value)[] more)
    {
        WireAnswer answer = await client.PostAsync(
            Key,
            [
                ("op", "upload_slice_init"), ("filesize", File.Length), ("slice_size", sliceSize), ("sha", Sha),
                ("uploadparts", TextbookSha1.UploadParts(File, partSize)), .. more,
            ]);
        if (answer.Code == 0 && answer.Has("session"))
        {
            Session = answer.Text("session");
        }

        return answer;
    }

    public Task<WireAnswer> SliceAsync(int offset, int length) =>
        SliceAsync(offset, File[offset..Math.Min(File.Length, offset + length)]);

    public Task<WireAnswer> SliceAsync(int offset, byte[] content) => client.PostAsync(
        Key, ("op", "upload_slice_data"), ("session", Session), ("offset", offset), ("sha", Sha), ("filecontent", content));

    public async Task SendAllAsync(int sliceSize = Mebibyte)
    {
        for (int offset = 0; offset < File.Length; offset += sliceSize)
        {
            Assert.Equal(0, (await SliceAsync(offset, sliceSize)).Code);
        }
    }

    public Task<WireAnswer> FinishAsync() => client.PostAsync(
        Key, ("op", "upload_slice_finish"), ("session", Session), ("filesize", File.Length), ("sha", Sha));

    /// <summary>Uploads the whole file.</summary>
    public async Task UploadAsync(params (string Name, object Value)[] more)
    {
        Assert.Equal(0, (await InitAsync(Mebibyte, more)).Code);
        await SendAllAsync();
        Assert.Equal(0, (await FinishAsync()).Code);
    }
}
