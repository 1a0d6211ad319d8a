using CosSlice.Hashing;
using CosSlice.Hashing.Blocks;
using CosSlice.Hashing.Lanes;
using CosSlice.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CosSlice.Tests.Engine;

/// <summary>Several contents hashed side by side, in every way this machine can.</summary>
public class HashLanesTests
{
    public static TheoryData<bool, string> Ways => new MatrixTheoryData<bool, string>([true, false], Kernels.Sets);

    public static TheoryData<bool, string> SideBySide => Kernels.SideBySide;

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(SideBySide))]
    public void Every_lane_goes_on_from_its_own_state_with_its_own_blocks(bool isSha1, string set)
    {
        BlockKernel kernel = Kernels.Of(isSha1, set);
        Prop.ForAll<int, PositiveInt, PositiveInt>((seed, jobs, blocks) =>
        {
            int count = 1 + (jobs.Get % BlockKernel.Lanes);
            LaneBatch batch = new(kernel);
            List<LaneJob> waiting = [];
            List<uint[]> expected = [];
            Random random = new(seed);
            for (int i = 0; i < count; i++)
            {
                int offset = random.Next(0, 20);
                byte[] data = Kernels.Bytes(offset + (64 * blocks.Get), seed + i);
                uint[] state = [.. Enumerable.Range(0, kernel.StateWords).Select(_ => (uint)random.NextInt64(1L << 32))];
                uint[] after = [.. state];
                kernel.Compress(after, data, offset, blocks.Get);
                expected.Add(after);
                waiting.Add(new LaneJob(state, data, offset, blocks.Get, TaskCreationOptions.None));
            }

            batch.Jobs.AddRange(waiting);
            return batch.Compress(int.MaxValue) == blocks.Get && waiting.Zip(expected).All(pair => pair.First.State.SequenceEqual(pair.Second));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Contents_of_any_length_in_any_pieces_do_not_touch_one_another(bool isSha1, string set)
    {
        HashLanes lanes = new(Kernels.Of(isSha1, set));
        for (int round = 0; round < 25; round++)
        {
            // More of them than lanes now and then; the last ones have no more than a few bytes.
            Random random = new(round);
            byte[][] contents = [.. Enumerable.Range(0, random.Next(1, 20)).Select(i => Kernels.Bytes(random.Next(i % 5 == 0 ? 300 : 400_000), seed: random.Next()))];
            using SemaphoreSlim start = new(0);
            Task<byte[]>[] hashes = [.. contents.Select((content, i) => Task.Run(() => HashAsync(content, new Random(i))))];
            start.Release(hashes.Length);

            byte[][] digests = await Task.WhenAll(hashes).Guarded();

            Assert.All(contents.Zip(digests), pair => Assert.Equal(Kernels.Expected(isSha1, pair.First), pair.Second));

            async Task<byte[]> HashAsync(byte[] content, Random pieces)
            {
                BlockHash hash = Kernels.Start(isSha1, set);
                await start.WaitAsync(TestContext.Current.CancellationToken);
                for (int at = 0; at < content.Length;)
                {
                    int piece = Math.Min(content.Length - at, pieces.Next(100_000));
                    await hash.AppendAsync(lanes, content, at, piece);
                    at += piece;
                }

                return hash.Finish();
            }
        }
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(SideBySide))]
    public async Task What_nobody_waits_for_is_done_beside_what_somebody_does(bool isSha1, string set)
    {
        HashLanes lanes = new(Kernels.Of(isSha1, set));
        byte[][] contents = [.. Enumerable.Range(0, BlockKernel.Lanes).Select(i => Kernels.Bytes(64 * 1024, seed: i))];
        BlockHash[] hashes = [.. contents.Select(_ => Kernels.Start(isSha1, set))];
        LaneJob[] jobs = [.. hashes.Zip(contents, (hash, content) => hash.Begin(lanes, content, 0, content.Length)!)];
        Assert.All(jobs, job => Assert.False(job.Ended.IsCompleted));

        await lanes.EndAsync(jobs[^1]).Guarded();

        Assert.All(jobs, job => Assert.True(job.Ended.IsCompletedSuccessfully));
        Assert.All(hashes.Zip(contents), pair => Assert.Equal(Kernels.Expected(isSha1, pair.Second), pair.First.Finish()));
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(SideBySide))]
    public async Task What_was_withdrawn_is_left_and_holds_nobody_up(bool isSha1, string set)
    {
        HashLanes lanes = new(Kernels.Of(isSha1, set));
        byte[] content = Kernels.Bytes(64 * 1024, seed: 1);
        LaneJob withdrawn = Kernels.Start(isSha1, set).Begin(lanes, content, 0, content.Length)!;
        BlockHash hash = Kernels.Start(isSha1, set);
        LaneJob wanted = hash.Begin(lanes, content, 0, content.Length)!;
        lanes.Withdraw(withdrawn);
        lanes.Withdraw(withdrawn);

        await lanes.EndAsync(wanted).Guarded();
        await lanes.EndAsync(wanted).Guarded();

        Assert.False(withdrawn.Ended.IsCompleted);
        Assert.Equal(Kernels.Expected(isSha1, content), hash.Finish());
    }

    [Fact]
    public async Task A_state_on_the_way_is_that_of_the_bytes_so_far_and_nobody_elses()
    {
        HashLanes lanes = new(Sha1Kernel.Best);
        byte[][] contents = [.. Enumerable.Range(0, 5).Select(i => Kernels.Bytes(64 * 300 * (i + 1), seed: i))];

        string[][] states = await Task.WhenAll(contents.Select(content => Task.Run(async () =>
        {
            Sha1Core core = new();
            List<string> seen = [];
            for (int at = 0; at < content.Length; at += 64 * 100)
            {
                await core.AppendAsync(lanes, content, at, 64 * 100);
                seen.Add(StateOf(core));
            }

            return seen.ToArray();
        }))).Guarded();

        for (int i = 0; i < contents.Length; i++)
        {
            Sha1Core alone = new(new Sha1Kernel(VectorSet.None));
            for (int at = 0, n = 0; at < contents[i].Length; at += 64 * 100, n++)
            {
                alone.Append(contents[i], at, 64 * 100);
                Assert.Equal(StateOf(alone), states[i][n]);
            }
        }
    }

    private static string StateOf(Sha1Core core)
    {
        byte[] state = new byte[Sha1Core.DigestSize];
        core.CopyState(state, 0);
        return Convert.ToHexStringLower(state);
    }
}
