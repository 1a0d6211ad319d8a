using System.Runtime.InteropServices;
using CosSlice.Hashing.Blocks;

namespace CosSlice.Hashing.Lanes;

/// <summary>What goes side by side in one step.</summary>
/// <param name="kernel">The hash.</param>
internal sealed unsafe class LaneBatch(BlockKernel kernel)
{
    private readonly GCHandle[] _pins = new GCHandle[BlockKernel.Lanes];

    public List<LaneJob> Jobs { get; } = new(BlockKernel.Lanes);

    /// <summary>Takes the first of those who wait; one of a few that go faster one after the other.</summary>
    public void Take(List<LaneJob> waiting)
    {
        int count = Math.Min(waiting.Count, BlockKernel.Lanes);
        count = count < kernel.LeastLanes ? 1 : count;
        for (int i = 0; i < count; i++)
        {
            Jobs.Add(waiting[i]);
        }
    }

    /// <summary>Takes so many blocks of each, or as many as the shortest has, into their states.</summary>
    /// <returns>How many it were.</returns>
    public int Compress(int most)
    {
        int blocks = most;
        foreach (LaneJob job in Jobs)
        {
            blocks = Math.Min(blocks, job.Blocks);
        }

        if (Jobs.Count == 1)
        {
            kernel.Compress(Jobs[0].State, Jobs[0].Data, Jobs[0].Offset, blocks);
        }
        else
        {
            CompressLanes(blocks);
        }

        return blocks;
    }

    private void CompressLanes(int blocks)
    {
        uint* states = stackalloc uint[BlockKernel.Lanes * kernel.StateWords];
        byte** data = stackalloc byte*[BlockKernel.Lanes];
        int pinned = 0;
        try
        {
            for (; pinned < Jobs.Count; pinned++)
            {
                _pins[pinned] = GCHandle.Alloc(Jobs[pinned].Data, GCHandleType.Pinned);
            }

            // Lanes that nobody uses do what the first one does, and nobody looks at it.
            for (int lane = 0; lane < BlockKernel.Lanes; lane++)
            {
                int from = lane < Jobs.Count ? lane : 0;
                data[lane] = (byte*)_pins[from].AddrOfPinnedObject() + Jobs[from].Offset;
                for (int word = 0; word < kernel.StateWords; word++)
                {
                    states[(BlockKernel.Lanes * word) + lane] = Jobs[from].State[word];
                }
            }

            kernel.CompressLanes(states, data, blocks);
            for (int lane = 0; lane < Jobs.Count; lane++)
            {
                for (int word = 0; word < kernel.StateWords; word++)
                {
                    Jobs[lane].State[word] = states[(BlockKernel.Lanes * word) + lane];
                }
            }
        }
        finally
        {
            for (int i = 0; i < pinned; i++)
            {
                _pins[i].Free();
            }
        }
    }
}
