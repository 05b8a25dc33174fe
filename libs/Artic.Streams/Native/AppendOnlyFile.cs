using System.Runtime.InteropServices;

namespace Artic.Streams.Native;

/// <summary>
/// Lines that several processes append to one file. The platform's own FileMode.Append seeks to the end once and then
/// writes there, over whatever another has appended meanwhile; O_APPEND finds the end in the write itself.
/// </summary>
public static unsafe partial class AppendOnlyFile
{
    private const int WriteOnly = 1;
    private const int Create = 0x40;
    private const int AppendFlag = 0x400;
    private const int CloseOnExec = 0x80000;
    private const int Mode = 0x1A4;

    /// <summary>
    /// Appends <paramref name="bytes"/> in one write and syncs them to disk; makes the file where it is missing.
    /// Thread: any, in any process. Errors: <see cref="IOException"/> names the file.
    /// </summary>
    public static void Append(string path, ReadOnlySpan<byte> bytes)
    {
        int file = Open(path, WriteOnly | Create | AppendFlag | CloseOnExec, Mode);
        if (file < 0)
        {
            throw Failed("open", path);
        }

        try
        {
            fixed (byte* data = bytes)
            {
                if (Write(file, data, (nuint)bytes.Length) != bytes.Length || Sync(file) != 0)
                {
                    throw Failed("append to", path);
                }
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
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int file, byte* data, nuint length);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int file);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}
