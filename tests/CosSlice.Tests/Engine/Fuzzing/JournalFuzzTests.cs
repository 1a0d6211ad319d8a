using CosSlice.Journal;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine.Fuzzing;

/// <summary>Whatever lies in the journal, an upload ends with the right object or a typed error, and nothing that is not its own is touched.</summary>
public class JournalFuzzTests
{
    private const int Mebibyte = 1024 * 1024;

    [Theory]
    [InlineData(".json")]
    [InlineData(".parts")]
    [InlineData(".lock")]
    public async Task The_corpus_in_a_files_place_costs_no_upload(string extension)
    {
        await using Service service = await Service.StartAsync(options => options.InstantUpload = false);
        string path = service.Folder.File("a.bin", Mebibyte + 1);
        foreach ((string name, byte[] bytes) in Corpus.Cases("journal"))
        {
            CosUpload upload = await Cut.AfterAsync(service, path, 1, key: name);
            Chance.Log(name);
            File.WriteAllBytes(Path.Combine(service.StateFolder, upload.UploadId + extension), bytes);

            await GoOnAsync(service, path, upload);
        }
    }

    [Theory]
    [InlineData(".json")]
    [InlineData(".parts")]
    [InlineData(".lock")]
    public async Task A_file_of_it_with_anything_done_to_it_costs_no_upload(string extension)
    {
        await using Service service = await Service.StartAsync(options => options.InstantUpload = false);
        string path = service.Folder.File("a.bin", Mebibyte + 1);
        CosUpload upload = await Cut.AfterAsync(service, path, 1);
        string[] names = Directory.GetFiles(service.StateFolder);
        Dictionary<string, byte[]> good = names.ToDictionary(name => name, File.ReadAllBytes);
        byte[] locked = LockHolder.Now(Clock.System).ToBytes();
        string file = Path.Combine(service.StateFolder, upload.UploadId + extension);
        Mutation mutation = new(Chance.New());
        for (int run = 0; run < 20; run++)
        {
            await service.DeleteAsync("a.bin");
            service.Faults.On("upload_slice_data", Faults.Break);
            foreach ((string name, byte[] content) in good)
            {
                File.WriteAllBytes(name, content);
            }

            byte[] mutated = mutation.Of(extension == ".lock" ? locked : good[file]);
            Chance.Log(Convert.ToBase64String(mutated));
            File.WriteAllBytes(file, mutated);

            await GoOnAsync(service, path, upload);
        }
    }

    [Theory]
    [InlineData(".json", 100L * 1024 * Mebibyte)]
    [InlineData(".parts", 100L * 1024 * Mebibyte)]
    [InlineData(".lock", 100L * 1024 * Mebibyte)]
    public async Task A_file_of_100_GiB_is_not_read(string extension, long length)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "Takes files with holes, as a matter of course.");
        await using Service service = await Service.StartAsync(options => options.InstantUpload = false);
        string path = service.Folder.File("a.bin", Mebibyte + 1);
        CosUpload upload = await Cut.AfterAsync(service, path, 1);
        using (FileStream huge = File.OpenWrite(Path.Combine(service.StateFolder, upload.UploadId + extension)))
        {
            huge.SetLength(length);
        }

        long before = GC.GetTotalAllocatedBytes();
        await GoOnAsync(service, path, upload);

        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 256L * Mebibyte);
    }

    private static async Task GoOnAsync(Service service, string path, CosUpload upload)
    {
        RecordingObserver observer = new();
        List<string> reports = [];

        _ = new CosUploads(service.StateFolder, reports.Add).List();
        await service.UploadAsync(path, Service.Quick(sliced: true), upload.Key, observer).Guarded();

        await service.AssertStoredAsync(path, upload.Key);
        Assert.All(observer.Notes.Concat(observer.Warnings).Concat(reports), Plain.Assert);
    }
}
