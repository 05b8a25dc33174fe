using System.Runtime.InteropServices;

namespace Artic.Streams.Native;

/// <summary>Names of files, where the platform's own calls would overwrite.</summary>
internal static partial class FileNames
{
    private const int CurrentFolder = -100;
    private const uint NoReplace = 1;
    private const int FileExists = 17;

    /// <summary>
    /// Gives a file another name in one step (renameat2, RENAME_NOREPLACE); false where the name is taken. Errors:
    /// <see cref="IOException"/>.
    /// </summary>
    public static bool TryRename(string from, string to)
    {
        if (RenameAt2(CurrentFolder, from, CurrentFolder, to, NoReplace) == 0)
        {
            return true;
        }

        return Marshal.GetLastPInvokeError() == FileExists
            ? false
            : throw new IOException($"cannot rename {from} to {to}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt2(int fromFolder, string from, int toFolder, string to, uint flags);
}
