using CosSlice.Journal;
using CosSlice.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CosSlice.Tests.Engine;

/// <summary>The service is the truth: whatever it has and whatever the journal says, each missing byte is sent exactly once.</summary>
public class ResumePlanTests
{
    private const int Kibibyte = 1024;
    private const int Mebibyte = 1024 * Kibibyte;

    private enum Session
    {
        Right,
        Unknown,
        Anothers,
    }

    [Fact]
    public async Task Each_missing_byte_is_sent_once_whatever_the_service_has_and_the_journal_says()
    {
        await using Service service = await Service.StartAsync();
        int number = 0;
        Gen<Case> cases =
            from length in Gen.Choose(1, 4 * Mebibyte)
            from begun in Gen.Elements(Mebibyte / 2, Mebibyte, 2 * Mebibyte, 3 * Mebibyte)
            from wanted in Gen.Elements(Mebibyte / 2, Mebibyte, 2 * Mebibyte, 3 * Mebibyte)
            from held in Gen.Choose(0, 255)
            from acknowledged in Gen.Choose(0, length)
            from units in Gen.Choose(0, 3 * Kibibyte)
            from session in Gen.Elements(Session.Right, Session.Right, Session.Unknown, Session.Anothers)
            from hasSha in Gen.Elements(true, true, false)
            from isResume in Gen.Elements(false, true)
            select new Case(
                length,
                hasSha ? begun : Math.Max(begun, Mebibyte),
                hasSha ? wanted : Math.Max(wanted, Mebibyte),
                held,
                acknowledged,
                (long)units * Kibibyte,
                hasSha ? session : Session.Right,
                hasSha ? CosChecksum.Sha1 : CosChecksum.None,
                isResume);

        await Task.Run(
            () => Prop.ForAll(Arb.From(cases), given => RunAsync(service, given, ++number).GetAwaiter().GetResult())
                .Check(Config.QuickThrowOnFailure.WithMaxTest(40)),
            TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Whatever_lies_in_the_journals_folder_is_listed_without_an_error()
    {
        using JournalSample sample = new();
        UploadRecord record = JournalSample.Record();
        sample.Store.Save(record);
        byte[] good = File.ReadAllBytes(sample.HeadOf(record));

        Prop.ForAll<byte[], int, byte>((bytes, position, value) =>
        {
            byte[] damaged = [.. good];
            damaged[(int)((uint)position % damaged.Length)] = value;
            foreach (byte[] content in new[] { bytes, damaged, [.. damaged.Take((int)((uint)position % damaged.Length))] })
            {
                File.WriteAllBytes(sample.HeadOf(record), content);
                List<string> reports = [];
                CosUploads uploads = new(sample.Path, reports.Add);
                int found = uploads.List().Count;
                if (found + reports.Count != 1 || uploads.Find(record.UploadId) is null != (found == 0) || reports.Count > 1
                    || !File.ReadAllBytes(sample.HeadOf(record)).AsSpan().SequenceEqual(content))
                {
                    return false;
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();
    }

    private static async Task<bool> RunAsync(Service service, Case given, int number)
    {
        string path = service.Folder.File($"{number}.bin", given.Length, seed: number);
        TransferOptions begun = Cut.OneByOne(given.Checksum);
        begun.SliceSize = given.Begun;
        int slices = (int)((given.Length - 1L) / given.Begun) + 1;
        List<long> missing = [];
        for (int index = 0; index < slices; index++)
        {
            bool isHeld = (given.Held >> index & 1) == 1;
            service.Faults.On("upload_slice_data", isHeld ? (context, next) => next(context) : Cut.Pretend);
            if (!isHeld)
            {
                missing.Add((long)index * given.Begun);
            }
        }

        service.Faults.On("upload_slice_finish", Faults.Break);
        await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(path, begun)).Guarded();
        CosUpload upload = service.Upload($"{number}.bin")!;
        Cut.Rewrite(service, upload, entry => entry with
        {
            State = CosUploadState.Sending,
            BytesAcknowledged = given.Acknowledged,
            SliceSize = given.Remembered,
            Session = given.Session switch
            {
                Session.Right => entry.Session,
                Session.Unknown => null,
                _ => "a-session-of-another-upload",
            },
        });
        Tally tally = service.Tally();
        TransferOptions options = Service.Quick(sliced: true, given.Checksum);
        options.SliceSize = given.Wanted;

        CosFile stored = await Cut.GoOnAsync(service, upload, given.IsResume, options);

        await service.AssertStoredAsync(path);
        Assert.Equal(missing, tally.Slices);
        Assert.Equal(missing.Sum(offset => Math.Min(given.Begun, given.Length - offset)), stored.BytesSent);
        Assert.Empty(service.StateFiles());
        return true;
    }

    private sealed record Case(
        int Length,
        int Begun,
        int Wanted,
        int Held,
        long Acknowledged,
        long Remembered,
        Session Session,
        CosChecksum Checksum,
        bool IsResume);
}
