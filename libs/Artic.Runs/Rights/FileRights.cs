using System.Runtime.InteropServices;

namespace Artic.Runs.Rights;

/// <summary>
/// Owner, group and mode of single files, never of what a symbolic link points to. Needs CAP_CHOWN and CAP_FOWNER. Blocks for the
/// file system. Errors: <see cref="IOException"/> names the file.
/// </summary>
internal static partial class FileRights
{
    private const int ReadOnly = 0;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;

    // The two processors that we build for differ here.
    private static readonly int s_noFollow = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000 : 0x20000;

    /// <summary>Sets all three.</summary>
    /// <param name="path">A file or folder.</param>
    /// <param name="user">Its owner.</param>
    /// <param name="group">Its group.</param>
    /// <param name="mode">Its mode, with the bits for set-group and sticky.</param>
    public static void Set(string path, uint user, uint group, UnixFileMode mode)
    {
        int file = Open(path, ReadOnly | NonBlocking | CloseOnExec | s_noFollow);
        if (file < 0)
        {
            throw Failed("open", path);
        }

        try
        {
            // The mode after the owner: a change of owner takes its special bits away.
            if (ChangeOwner(file, user, group) != 0 || ChangeMode(file, (uint)mode) != 0)
            {
                throw Failed("set owner and mode of", path);
            }
        }
        finally
        {
            _ = Close(file);
        }
    }

    private static IOException Failed(string what, string path) =>
        new($"cannot {what} {path}: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fchown", SetLastError = true)]
    private static partial int ChangeOwner(int file, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    private static partial int ChangeMode(int file, uint mode);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}
