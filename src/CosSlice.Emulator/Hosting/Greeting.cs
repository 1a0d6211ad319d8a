using System.Globalization;
using CosSlice.Emulator.Faults;

namespace CosSlice.Emulator.Hosting;

/// <summary>What the program says when it has started: where it is, who may sign, and how to point a client at it.</summary>
internal static class Greeting
{
    public static void Write(TextWriter output, EmulatorHost host, EmulatorOptions options)
    {
        foreach (Uri url in host.Urls)
        {
            output.WriteLine($"Listening on {Origin(url)}");
        }

        output.WriteLine(options.Discard
            ? "Store: none, content is discarded"
            : $"Store: {host.StorePath}{(options.Store is null ? " (deleted at the end)" : "")}");
        output.WriteLine($"Profile: {options.Profile.ToString().ToLower(CultureInfo.InvariantCulture)}");
        if (options.Faults)
        {
            output.WriteLine($"Faults: {Origin(host.Endpoint)}{FaultControl.Path}");
        }

        foreach (EmulatorAccount account in options.Accounts)
        {
            string buckets = string.Join(", ", account.Buckets);
            output.WriteLine($"Account: app id {account.AppId}, SecretId {account.SecretId}, SecretKey {Key(account)}, buckets: {buckets}");
        }

        EmulatorAccount first = options.Accounts[0];
        output.WriteLine("To use it:");
        Hint(output, "COS_APPID", first.AppId);
        Hint(output, "COS_BUCKET", first.Buckets.FirstOrDefault() ?? "");
        Hint(output, "COS_ENDPOINT", Origin(host.Endpoint));
        Hint(output, "COS_SECRET_ID", first.SecretId);
        Hint(output, "COS_SECRET_KEY", Key(first));
        output.Flush();
    }

    private static string Origin(Uri url) => url.GetLeftPart(UriPartial.Authority);

    private static void Hint(TextWriter output, string name, string value) =>
        output.WriteLine($"  $env:{name} = '{value}'");

    // The default key is in the documentation; any other is somebody's secret.
    private static string Key(EmulatorAccount account) =>
        account.SecretKey == EmulatorAccount.DefaultSecretKey ? account.SecretKey : "(as configured)";
}
