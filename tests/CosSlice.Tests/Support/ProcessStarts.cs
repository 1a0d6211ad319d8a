using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace CosSlice.Tests.Support;

/// <summary>What an assembly could start another process with, read from its metadata.</summary>
internal static class ProcessStarts
{
    /// <summary>The names of what it refers to of that kind: in the runtime's own library, in the system's, and in a shell that it hosts.</summary>
    /// <param name="path">The assembly.</param>
    public static IReadOnlyList<string> In(string path)
    {
        using FileStream file = File.OpenRead(path);
        using PEReader image = new(file);
        MetadataReader metadata = image.GetMetadataReader();
        return
        [
            .. Members(metadata).Where(name => name is "System.Diagnostics.Process.Start" or "System.Diagnostics.ProcessStartInfo..ctor"),
            .. Imports(metadata).Where(name => name is "system" or "popen" or "fork" or "vfork" or "clone"
                || name.StartsWith("exec", StringComparison.Ordinal) || name.StartsWith("posix_spawn", StringComparison.Ordinal)
                || name.StartsWith("CreateProcess", StringComparison.Ordinal) || name.StartsWith("ShellExecute", StringComparison.Ordinal)),
        ];
    }

    private static IEnumerable<string> Members(MetadataReader metadata)
    {
        foreach (MemberReferenceHandle handle in metadata.MemberReferences)
        {
            MemberReference member = metadata.GetMemberReference(handle);
            if (member.Parent.Kind == HandleKind.TypeReference)
            {
                TypeReference owner = metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
                yield return $"{metadata.GetString(owner.Namespace)}.{metadata.GetString(owner.Name)}.{metadata.GetString(member.Name)}";
            }
        }
    }

    private static IEnumerable<string> Imports(MetadataReader metadata)
        => metadata.MethodDefinitions.Select(handle => metadata.GetMethodDefinition(handle).GetImport()).Where(import => !import.Name.IsNil)
            .Select(import => metadata.GetString(import.Name));
}
