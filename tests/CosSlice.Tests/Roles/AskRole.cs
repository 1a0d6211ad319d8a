using CosSlice.Tests.Support;

namespace CosSlice.Tests.Roles;

/// <summary>A process that asks for one object at each of some addresses and tells, a line each, what came of it.</summary>
internal static class AskRole
{
    /// <summary>What it says of an address that answered.</summary>
    public const string Answered = "answered";

    public static void Play(string[] endpoints)
    {
        RoleProcess.Say("ready");
        foreach (string endpoint in endpoints)
        {
            RoleProcess.Say(AskAsync(new Uri(endpoint)).GetAwaiter().GetResult());
        }
    }

    private static async Task<string> AskAsync(Uri endpoint)
    {
        TransferOptions options = Service.Quick();
        options.NoProxy = true;
        using CosInspector inspector = new(options);
        try
        {
            CosContext context = CosContext.Create("1", "b", null, endpoint, "id", "key");
            await inspector.GetAsync(context, ObjectKey.Create("k"), CancellationToken.None);
            return Answered;
        }
        catch (CosException failure)
        {
            return failure.ErrorId;
        }
    }
}
