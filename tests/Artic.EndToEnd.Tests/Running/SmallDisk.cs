using System.Runtime.InteropServices;

namespace Artic.EndToEnd.Tests.Running;

/// <summary>A file system of some megabytes in memory, mounted on a folder until disposed. For root.</summary>
internal sealed partial class SmallDisk : IDisposable
{
    private const int Detach = 2;

    private readonly string _folder;
    private readonly string _filler;

    /// <param name="folder">Where; it is made.</param>
    /// <param name="megabytes">How large.</param>
    public SmallDisk(string folder, int megabytes)
    {
        _folder = folder;
        _filler = Path.Combine(folder, "filler");
        _ = Directory.CreateDirectory(folder);
        Assert.True(
            Mount("none", folder, "tmpfs", 0, $"size={megabytes}m") == 0,
            $"cannot mount {megabytes} MB on {folder}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>Takes all that is free, and of these files also what is left of their last pages.</summary>
    public void Fill(params string[] files)
    {
        Append(_filler, new byte[4096]);
        foreach (string file in files)
        {
            Append(file, " "u8);
        }
    }

    /// <summary>Gives it back.</summary>
    public void Free() => File.Delete(_filler);

    /// <inheritdoc/>
    public void Dispose() => Assert.True(Unmount(_folder, Detach) == 0, $"{_folder} is still mounted");

    private static void Append(string path, ReadOnlySpan<byte> bytes)
    {
        using FileStream file = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        try
        {
            while (true)
            {
                file.Write(bytes);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Mount(string source, string target, string type, ulong flags, string data);

    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Unmount(string target, int flags);
}
