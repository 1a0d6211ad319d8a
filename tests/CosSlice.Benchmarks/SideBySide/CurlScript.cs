using System.Text;

namespace CosSlice.Benchmarks.SideBySide;

/// <summary>curl's config file for one upload: a request for each slice, since a command line would not hold them.</summary>
internal static class CurlScript
{
    public static string Of(int slices, Uri address, string session, string authorization)
    {
        StringBuilder text = new();
        for (int i = 0; i < slices; i++)
        {
            // Expect: the engine does not wait for "100 Continue" either. Content last, as the service wants it.
            text.Append(i == 0 ? "" : "next\n").Append($"""
                url = "{address}"
                header = "Authorization: {authorization}"
                header = "Expect:"
                form-string = "op=upload_slice_data"
                form-string = "session={session}"
                form-string = "offset={(long)i * Workspace.SliceSize}"
                form = "filecontent=@{Workspace.SliceName(i)}"
                output = "{ParallelCurl.NullDevice}"
                noproxy = "*"
                fail
                silent
                show-error

                """);
        }

        return text.ToString();
    }
}
