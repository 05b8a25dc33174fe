using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Artic.Streams.Native;

/// <summary>
/// A file mapped whole and shared between processes, all its pages present before it is handed out, if not said otherwise: first
/// touches are 1 to 2 % of all records otherwise, and make the p99. Owner: whoever opened it; pointers die with
/// <see cref="Dispose"/>. Errors: <see cref="IOException"/> names the file.
/// </summary>
public sealed unsafe class MappedFile : IDisposable
{
    /// <summary>
    /// Pages are made present so many bytes a call: the kernel holds the process's memory lock for each call, and who holds it
    /// may lose the processor. In one call for a whole segment, housekeeping on a full core kept it for up to a second, in
    /// which a hot thread that mapped anything stood still.
    /// </summary>
    private const long PopulateBytes = 64 << 10;

    private nint _address;

    private MappedFile(nint address, long length)
    {
        _address = address;
        Length = length;
    }

    /// <summary>Bytes mapped.</summary>
    public long Length { get; }

    /// <summary>The first byte.</summary>
    public byte* Pointer => (byte*)_address;

    /// <summary>
    /// Makes or opens a file of at least <paramref name="length"/> bytes for reading and writing. A thread that cannot wait does not
    /// populate it: 16 MiB take 5 ms, and a first touch is a microsecond.
    /// </summary>
    public static MappedFile OpenOrCreate(string path, long length, bool populate = true)
    {
        using SafeFileHandle file = File.OpenHandle(
            path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        if (RandomAccess.GetLength(file) < length)
        {
            RandomAccess.SetLength(file, length);
        }

        return Map(path, file, writable: true, populate);
    }

    /// <summary>
    /// Opens for reading a file that another process writes. Where it is missing or shorter, it is made with at least
    /// <paramref name="length"/> zeros; whoever may not do that waits for its writer's start by an error.
    /// </summary>
    public static MappedFile OpenOrCreateToRead(string path, long length)
    {
        if (!File.Exists(path) || new FileInfo(path).Length < length)
        {
            OpenOrCreate(path, length).Dispose();
        }

        return OpenReadOnly(path);
    }

    /// <summary>Opens an existing file for reading and writing.</summary>
    public static MappedFile OpenWritable(string path)
    {
        using SafeFileHandle file = File.OpenHandle(
            path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        return Map(path, file, writable: true, populate: true);
    }

    /// <summary>Opens an existing file for reading.</summary>
    public static MappedFile OpenReadOnly(string path)
    {
        using SafeFileHandle file = OpenToRead(path);
        return Map(path, file, writable: false, populate: true);
    }

    /// <summary>Opens for reading a file that others move or delete whoever looks: null where it is not there, or went a moment
    /// ago.</summary>
    public static MappedFile? TryOpenReadOnly(string path, bool populate = true)
    {
        using SafeFileHandle? file = TryOpenToRead(path);
        return file == null ? null : Map(path, file, writable: false, populate);
    }

    /// <summary>The same without the mapping, for a look at a few of its bytes.</summary>
    public static SafeFileHandle? TryOpenToRead(string path)
    {
        try
        {
            return File.Exists(path) ? OpenToRead(path) : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        nint address = Interlocked.Exchange(ref _address, 0);
        if (address != 0)
        {
            _ = Libc.Munmap(address, (nuint)Length);
        }
    }

    private static SafeFileHandle OpenToRead(string path) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private static MappedFile Map(string path, SafeFileHandle file, bool writable, bool populate)
    {
        long length = RandomAccess.GetLength(file);
        if (length == 0)
        {
            throw new IOException($"{path} is empty and cannot be mapped");
        }

        int protection = Libc.ProtRead | (writable ? Libc.ProtWrite : 0);
        nint address = Libc.Mmap(0, (nuint)length, protection, Libc.MapShared, (int)file.DangerousGetHandle(), 0);
        if (address == -1)
        {
            throw new IOException($"cannot map {path}: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        // Kernels before 5.14 do not know these two; the pages then come at the first touch.
        int advice = writable ? Libc.MadvPopulateWrite : Libc.MadvPopulateRead;
        for (long at = 0; populate && at < length; at += PopulateBytes)
        {
            _ = Libc.Madvise(address + (nint)at, (nuint)Math.Min(PopulateBytes, length - at), advice);
        }

        return new MappedFile(address, length);
    }
}
