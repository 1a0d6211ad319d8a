using System.Globalization;

namespace CosSlice.Emulator.Hosting;

/// <summary>
/// Reads the options of the program: an appsettings.json beside it, then the environment (ASPNETCORE_URLS, and
/// COSSLICE_EMULATOR_ with any name), then the command line. The later one wins.
/// </summary>
internal static class EmulatorSettings
{
    public const string Usage = """
        An emulator of Tencent COS's JSON file API (files/v1 and files/v2).

          --urls URLS               addresses to listen on, separated by semicolons, http or https;
                                    port 0 takes a free one (default http://127.0.0.1:0)
          --store DIR               folder of objects and uploads (default: a temporary one, deleted at the end)
          --discard BOOL            throw content away as it arrives, unhashed, and keep the rest in memory: for measuring
                                    clients; a declared sha is believed, nothing can be read back (default false)
          --profile strict|lenient  strict: every documented rule (default)
          --answer-datamd5 BOOL     answer each slice's MD5 (default true; false with --discard)
          --serial-upload BOOL      demand one slice at a time (default false)
          --slice-size BYTES        answer this slice_size whatever is asked for
          --overwrite-discards-unfinished BOOL
                                    an init with insertOnly=0 throws an unfinished upload away (default false)
          --init-continues-without-sha BOOL
                                    an init for an unfinished upload gives its session again (default false)
          --instant-upload BOOL     a sha that the bucket holds is not asked for again (default true)
          --same-file instant|uploaded|exists
                                    a name that holds the announced content: success (default), -4018, or -177
          --check-datasha BOOL      compare every part with uploadparts (default true; never with --discard)
          --check-datamd5 BOOL      compare a slice with the datamd5 that came with it
                                    (default true; false with --discard)
          --repeated-slice replace|keep|refuse
                                    other bytes for a slice that is there: they count (default), don't, or -29147
          --listed-parts sorted|unsorted|merged|overlapping
                                    how upload_slice_list tells its slices (default sorted)
          --list-sha-suffix TEXT    what upload_slice_list puts after the sha, such as _1 (default nothing)
          --missing-folder allow|notfound|badpath
                                    a file whose folder nobody made: take it (default), -197, or -180
          --list-maximum NUMBER     most entries that a list may ask for (default 199 on files/v1, 1000 on files/v2)
          --v1-answer-next-offset BOOL
                                    files/v1 answers the offset that comes next, not the request's (default false)
          --v1-repeated-slice accept|refuse
                                    a slice that files/v1 has: take it again (default), or -4015 and -4024
          --v1-parallel BOOL        files/v1 takes slices in any order (default false)
          --v1-check-slice-sha BOOL files/v1 checks the sha of a slice (default false)
          --v1-other-upload startover|refuse
                                    files/v1 finds an unfinished upload of other content: drop it (default), or -4026
          --v1-example-forms BOOL   files/v1 answers as its pages' examples rather than their tables (default false)
          --clock-offset SECONDS    how far the service's clock is ahead, or behind when negative (default 0)
          --body-timeout SECONDS    how long a body may bring no byte (default 60)
          --faults BOOL             take faults over the path /-/faults (default false)
          --fault-rules FILE        set the faults of a JSON file from the start
          --fault-seed NUMBER --fault-rate RATE
                                    faults by chance for this part of the requests, 0 to 1, the same for the same seed
          --fault-kinds NAMES       which of them, separated by commas: status, close, reset, delay, trickle, hang, answer,
                                    session-dies, finish-fails-after, finish-late, flip, disk-full, serial, slice-size,
                                    clock (default all but flip)
          --allow-remote BOOL       listen on addresses that other machines reach (default false)
          --quiet                   no line for each request

        Accounts: appsettings.json beside the program, the environment or the command line, for instance
          --Accounts:0:AppId 1 --Accounts:0:SecretId ID --Accounts:0:SecretKey KEY --Accounts:0:Buckets:0 NAME
          --Accounts:0:Region sh
        """;

    private static readonly Dictionary<string, string> Switches = new(StringComparer.OrdinalIgnoreCase)
    {
        ["--urls"] = "Urls",
        ["--store"] = "Store",
        ["--discard"] = "Discard",
        ["--profile"] = "Profile",
        ["--answer-datamd5"] = "AnswerDataMd5",
        ["--serial-upload"] = "SerialUpload",
        ["--slice-size"] = "SliceSize",
        ["--overwrite-discards-unfinished"] = "OverwriteDiscardsUnfinished",
        ["--init-continues-without-sha"] = "InitContinuesWithoutSha",
        ["--instant-upload"] = "InstantUpload",
        ["--same-file"] = "SameFile",
        ["--check-datasha"] = "CheckDataSha",
        ["--check-datamd5"] = "CheckDataMd5",
        ["--repeated-slice"] = "RepeatedSlice",
        ["--listed-parts"] = "ListedParts",
        ["--list-sha-suffix"] = "ListShaSuffix",
        ["--clock-offset"] = "ClockOffset",
        ["--missing-folder"] = "MissingFolder",
        ["--list-maximum"] = "ListMaximum",
        ["--v1-answer-next-offset"] = "V1AnswerNextOffset",
        ["--v1-repeated-slice"] = "V1RepeatedSlice",
        ["--v1-parallel"] = "V1Parallel",
        ["--v1-check-slice-sha"] = "V1CheckSliceSha",
        ["--v1-other-upload"] = "V1OtherUpload",
        ["--v1-example-forms"] = "V1ExampleForms",
        ["--body-timeout"] = "BodyTimeout",
        ["--faults"] = "Faults",
        ["--fault-rules"] = "FaultRules",
        ["--fault-seed"] = "FaultSeed",
        ["--fault-rate"] = "FaultRate",
        ["--fault-kinds"] = "FaultKinds",
        ["--allow-remote"] = "AllowRemote",
        ["--quiet"] = "Quiet",
    };

    // Only these mean something without a value: true.
    private static readonly HashSet<string> Flags = new(StringComparer.OrdinalIgnoreCase)
    {
        "--discard",
        "--answer-datamd5",
        "--serial-upload",
        "--overwrite-discards-unfinished",
        "--init-continues-without-sha",
        "--instant-upload",
        "--check-datasha",
        "--check-datamd5",
        "--v1-answer-next-offset",
        "--v1-parallel",
        "--v1-check-slice-sha",
        "--v1-example-forms",
        "--faults",
        "--allow-remote",
        "--quiet",
    };

    public static EmulatorOptions Read(string[] arguments)
    {
        IConfigurationRoot configuration = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddEnvironmentVariables("ASPNETCORE_")
            .AddEnvironmentVariables("COSSLICE_EMULATOR_")
            .AddCommandLine(Complete(arguments), Switches)
            .Build();
        var options = new EmulatorOptions();
        if (configuration["Urls"] is { Length: > 0 } urls)
        {
            options.Urls = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }

        options.Store = configuration["Store"] is { Length: > 0 } store ? store : null;
        options.Profile = Value(configuration, "Profile", options.Profile, Word<EmulatorProfile>);
        options.Discard = Value(configuration, "Discard", options.Discard, bool.Parse);
        options.AnswerDataMd5 = Value(configuration, "AnswerDataMd5", options.AnswerDataMd5, bool.Parse);
        options.SerialUpload = Value(configuration, "SerialUpload", options.SerialUpload, bool.Parse);
        options.SliceSize = Value(configuration, "SliceSize", options.SliceSize, Size);
        options.OverwriteDiscardsUnfinished =
            Value(configuration, "OverwriteDiscardsUnfinished", options.OverwriteDiscardsUnfinished, bool.Parse);
        options.InitContinuesWithoutSha = Value(configuration, "InitContinuesWithoutSha", options.InitContinuesWithoutSha, bool.Parse);
        options.InstantUpload = Value(configuration, "InstantUpload", options.InstantUpload, bool.Parse);
        options.SameFile = Value(configuration, "SameFile", options.SameFile, Word<SameFile>);
        options.CheckDataSha = Value(configuration, "CheckDataSha", options.CheckDataSha, bool.Parse);
        options.CheckDataMd5 = Value(configuration, "CheckDataMd5", options.CheckDataMd5, bool.Parse);
        options.RepeatedSlice = Value(configuration, "RepeatedSlice", options.RepeatedSlice, Word<RepeatedSlice>);
        options.ListedParts = Value(configuration, "ListedParts", options.ListedParts, Word<ListedParts>);
        options.ListShaSuffix = configuration["ListShaSuffix"] is { Length: > 0 } suffix ? suffix : null;
        options.ClockOffset = Value(configuration, "ClockOffset", options.ClockOffset, Offset);
        options.MissingFolder = Value(configuration, "MissingFolder", options.MissingFolder, Word<MissingFolder>);
        options.ListMaximum = Value(configuration, "ListMaximum", options.ListMaximum, Count);
        options.V1AnswerNextOffset = Value(configuration, "V1AnswerNextOffset", options.V1AnswerNextOffset, bool.Parse);
        options.V1RepeatedSlice = Value(configuration, "V1RepeatedSlice", options.V1RepeatedSlice, Word<V1RepeatedSlice>);
        options.V1Parallel = Value(configuration, "V1Parallel", options.V1Parallel, bool.Parse);
        options.V1CheckSliceSha = Value(configuration, "V1CheckSliceSha", options.V1CheckSliceSha, bool.Parse);
        options.V1OtherUpload = Value(configuration, "V1OtherUpload", options.V1OtherUpload, Word<V1OtherUpload>);
        options.V1ExampleForms = Value(configuration, "V1ExampleForms", options.V1ExampleForms, bool.Parse);
        options.BodyTimeout = Value(configuration, "BodyTimeout", options.BodyTimeout, Seconds);
        options.Faults = Value(configuration, "Faults", options.Faults, bool.Parse);
        options.FaultRules = configuration["FaultRules"] is { Length: > 0 } rules ? rules : null;
        options.FaultSeed = Value(configuration, "FaultSeed", options.FaultSeed, Seed);
        options.FaultRate = Value(configuration, "FaultRate", options.FaultRate, Share);
        options.FaultKinds = configuration["FaultKinds"] is { Length: > 0 } kinds
            ? kinds.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : [];
        options.AllowRemote = Value(configuration, "AllowRemote", options.AllowRemote, bool.Parse);
        options.Quiet = Value(configuration, "Quiet", options.Quiet, bool.Parse);
        options.Accounts = [.. configuration.GetSection("Accounts").GetChildren().Select(Account)];
        return options;
    }

    /// <summary>Gives a flag without a value the value true, and refuses names that are not known and values that are missing.</summary>
    private static string[] Complete(string[] arguments)
    {
        var complete = new List<string>();
        for (int i = 0; i < arguments.Length; i++)
        {
            string argument = arguments[i];
            int equals = argument.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? argument : argument[..equals];
            if (!Switches.ContainsKey(name) && !name.StartsWith("--Accounts:", StringComparison.OrdinalIgnoreCase))
            {
                throw new EmulatorConfigurationException($"'{argument}' is not an option. --help lists them.");
            }

            complete.Add(argument);
            if (equals >= 0)
            {
                continue;
            }

            bool hasValue = i + 1 < arguments.Length && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal);
            if (!hasValue && !Flags.Contains(name))
            {
                throw new EmulatorConfigurationException($"{name} needs a value. --help lists the options.");
            }

            complete.Add(hasValue ? arguments[++i] : "true");
        }

        return [.. complete];
    }

    private static EmulatorAccount Account(IConfigurationSection section) => new()
    {
        AppId = Required(section, "AppId"),
        SecretId = Required(section, "SecretId"),
        SecretKey = Required(section, "SecretKey"),
        Region = section["Region"] ?? "sh",
        Buckets = [.. section.GetSection("Buckets").GetChildren().Select(bucket => bucket.Value ?? "")],
    };

    private static string Required(IConfigurationSection section, string name) =>
        section[name] is { Length: > 0 } value
            ? value
            : throw new EmulatorConfigurationException($"{section.Path}:{name} is missing.");

    private static T Value<T>(IConfiguration configuration, string name, T otherwise, Func<string, T> parse)
    {
        if (configuration[name] is not { Length: > 0 } text)
        {
            return otherwise;
        }

        try
        {
            return parse(text);
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException or OverflowException)
        {
            throw new EmulatorConfigurationException($"'{text}' is no value for {name}. --help lists the options.", wrong);
        }
    }

    /// <summary>One of the names of an enumeration; Enum.Parse alone would take numbers too.</summary>
    private static T Word<T>(string text)
        where T : struct, Enum =>
        Enum.TryParse(text, ignoreCase: true, out T value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0])
            ? value
            : throw new FormatException("The word is not known.");

    private static int? Count(string text)
    {
        int count = int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
        return count > 0 ? count : throw new FormatException("The number is zero.");
    }

    private static long? Size(string text)
    {
        long size = long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
        return size > 0 ? size : throw new FormatException("The size is zero.");
    }

    private static long? Seed(string text) => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static double? Share(string text)
    {
        double share = double.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        return share <= 1 ? share : throw new FormatException("The share is above 1.");
    }

    private static TimeSpan Offset(string text) => TimeSpan.FromSeconds(
        double.Parse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));

    private static TimeSpan Seconds(string text)
    {
        double seconds = double.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        return seconds > 0 ? TimeSpan.FromSeconds(seconds) : throw new FormatException("The time is zero.");
    }
}
