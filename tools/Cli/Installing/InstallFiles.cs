using System.Runtime.InteropServices;
using Artic.Streams.Native;

namespace Artic.Cli.Installing;

/// <summary>Steps on the file system that are there whole or not at all. Blocks for the disk.</summary>
public static partial class InstallFiles
{
    /// <summary>Mode of programs and folders.</summary>
    public const UnixFileMode Program = Plain | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Mode of other files.</summary>
    public const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Where a symbolic link points to; null where there is none.</summary>
    public static string? LinkTarget(string link) => new FileInfo(link).LinkTarget;

    /// <summary>Points a link to <paramref name="target"/>, in one rename and synced.</summary>
    public static void Link(string link, string target)
    {
        string beside = link + ".new";
        File.Delete(beside);
        _ = File.CreateSymbolicLink(beside, target);

        // The platform's own move looks for what the link points to, which under another root is not there.
        if (Rename(beside, link) != 0)
        {
            throw new IOException($"cannot rename {beside} to {link}: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        DurableFile.Sync(Path.GetDirectoryName(link)!);
    }

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Rename(string from, string to);
}
