using CosSlice.Emulator.Storage;

namespace CosSlice.Emulator.Faults;

/// <summary>Puts faults before the service, where they are asked for.</summary>
internal static class FaultSetUp
{
    /// <summary>Whether the emulator is started with anything about faults; without, none of this has a part in a request.</summary>
    public static bool IsWanted(EmulatorOptions options) =>
        options.Faults || options.FaultRules is not null || options.FaultSeed is not null || options.FaultRate is not null
        || options.FaultKinds.Count > 0;

    /// <summary>Gives the service the clock and the store's flips that faults reach into it by.</summary>
    public static void Prepare(EmulatorOptions options, ObjectStore store)
    {
        options.FaultClock = new FaultClock(options.ServiceClock);
        options.Flips = new SliceFlips(store);
    }

    /// <summary>What handles requests.</summary>
    /// <exception cref="EmulatorConfigurationException">What is to be set from the start can't be.</exception>
    public static RequestDelegate Before(FaultServices services)
    {
        var gate = new FaultGate(services);
        Begin(gate, services.Options);
        if (!services.Options.Faults)
        {
            return gate.HandleAsync;
        }

        var control = new FaultControl(gate);
        return context => control.HandleAsync(context, gate.HandleAsync);
    }

    private static void Begin(FaultGate gate, EmulatorOptions options)
    {
        RandomFaults? random = Random(options);
        try
        {
            FaultSet? set = options.FaultRules is { } path ? FaultReader.Read(File.ReadAllBytes(path)) : null;
            if (set?.Random is not null && random is not null)
            {
                throw new EmulatorConfigurationException(
                    $"'{options.FaultRules}' has random faults of its own: leave out --fault-seed and --fault-rate.");
            }

            random?.Check();
            if (set is not null || random is not null)
            {
                gate.Set((set ?? new FaultSet()) with { Random = set?.Random ?? random });
            }
        }
        catch (FaultRuleException wrong)
        {
            throw new EmulatorConfigurationException($"The faults can't be used: {wrong.Message}", wrong);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new EmulatorConfigurationException($"The faults can't be read: {unreadable.Message}", unreadable);
        }
    }

    private static RandomFaults? Random(EmulatorOptions options)
    {
        if (options.FaultSeed is null && options.FaultRate is null && options.FaultKinds.Count == 0)
        {
            return null;
        }

        if (options.FaultSeed is null || options.FaultRate is null)
        {
            throw new EmulatorConfigurationException("Faults by chance need both --fault-seed and --fault-rate.");
        }

        return new RandomFaults
        {
            Seed = options.FaultSeed,
            Rate = options.FaultRate,
            Kinds = options.FaultKinds.Count == 0 ? null : [.. options.FaultKinds],
        };
    }
}
