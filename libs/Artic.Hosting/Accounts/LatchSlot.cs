using Artic.Streams.Native;
using Microsoft.Win32.SafeHandles;

namespace Artic.Hosting.Accounts;

/// <summary>
/// The last kill that one service has taken, in a block that is on disk from the start: to overwrite it changes no size and no
/// name, so it is synced in a third of the time that the history takes (0.23 ms against 0.7 ms at the median, ext4 on a virtual
/// disk), and on a full disk too. Whoever reads the history reads the slots with it. Thread: one at a time, in one process.
/// </summary>
public sealed class LatchSlot : IDisposable
{
    private const string Prefix = "kill.";
    private const int SlotBytes = 4096;

    private readonly string _path;
    private readonly SafeFileHandle _file;
    private readonly byte[] _block = new byte[SlotBytes];

    /// <summary>Opens the slot of a service, made and synced where it is missing. Errors: <see cref="IOException"/>.</summary>
    public LatchSlot(string folder, string service)
    {
        _path = PathOf(folder, service);
        if (!File.Exists(_path))
        {
            DurableFile.Write(_path, _block);
        }

        _file = File.OpenHandle(_path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
    }

    /// <summary>Its file.</summary>
    public static string PathOf(string folder, string service) => Path.Combine(folder, Prefix + service);

    /// <summary>The line, whole or not; null: there is none.</summary>
    public byte[]? Read() => LineOf(_path);

    /// <summary>Ends the line: it is on disk elsewhere.</summary>
    public void Clear() => _ = TryWrite([]);

    /// <summary>
    /// Puts a line in the place of the last one and syncs it; false where it is too long for the slot, which then is as it was.
    /// Errors: <see cref="IOException"/>.
    /// </summary>
    public bool TryWrite(ReadOnlySpan<byte> line)
    {
        if (line.Length > SlotBytes)
        {
            return false;
        }

        _block.AsSpan().Clear();
        line.CopyTo(_block);
        RandomAccess.Write(_file, _block, 0);
        DurableFile.SyncData(_file);
        return true;
    }

    /// <summary>The lines of all slots of a folder, whole or not.</summary>
    public static IEnumerable<byte[]> ReadAll(string folder)
    {
        foreach (string path in Directory.GetFiles(folder, Prefix + "*"))
        {
            if (!path.EndsWith(DurableFile.UnfinishedSuffix, StringComparison.Ordinal) && LineOf(path) is { } line)
            {
                yield return line;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static byte[]? LineOf(string path)
    {
        ReadOnlySpan<byte> line = File.ReadAllBytes(path).AsSpan().Trim((byte)0);
        return line.IsEmpty ? null : line.ToArray();
    }
}
