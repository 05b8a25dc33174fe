using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Artic.Streams.Native;

/// <summary>
/// Files that are there whole after a loss of power, or not at all. Blocks for the disk. Errors: <see cref="IOException"/>
/// names the file.
/// </summary>
public static partial class DurableFile
{
    /// <summary>How the name of a file ends that <see cref="Write"/> has not finished.</summary>
    public const string UnfinishedSuffix = ".new";

    private const int ReadOnly = 0;
    private const int CloseOnExec = 0x80000;

    /// <summary>Writes a file under another name, syncs it, gives it its name, and syncs that.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        string beside = path + UnfinishedSuffix;
        File.WriteAllBytes(beside, bytes);
        Sync(beside);
        File.Move(beside, path, overwrite: true);
        Sync(Path.GetDirectoryName(path)!);
    }

    /// <summary>Returns when what a file has now, or the names in a folder, are on disk, whoever wrote them.</summary>
    public static void Sync(string path)
    {
        int file = Open(path, ReadOnly | CloseOnExec);
        if (file < 0)
        {
            throw new IOException($"cannot open {path}: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        int synced = FileSync(file);
        string said = Marshal.GetLastPInvokeErrorMessage();
        _ = Close(file);
        if (synced != 0)
        {
            throw new IOException($"cannot sync {path}: {said}");
        }
    }

    /// <summary>
    /// Returns when the bytes of an open file are on disk, with what is needed to read them: not the time of the change, which has
    /// the file system wait for what others change.
    /// </summary>
    public static void SyncData(SafeFileHandle file)
    {
        if (FileDataSync(file) != 0)
        {
            throw new IOException($"cannot sync the data of a file: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FileSync(int file);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int FileDataSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}
